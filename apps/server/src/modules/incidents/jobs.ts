import { translate } from '../../platform/i18n';
import { WorkLoop } from '../../platform/jobs';
import { queueMessages } from '../../platform/sms/store';
import { findReceivers } from '../identity/public';
import type { ModuleContext } from '../module';
import { addStep, type Escalated, escalateOverdue } from './store';
import { incidentNumber } from './workflow';

const EVERY_MS = 5_000;
const MOST = 100;
/** Length of the division code whose headquarters is told at each level: district, then city. */
const LEVEL_LENGTH: Readonly<Record<number, number>> = { 1: 6, 2: 4 };

/** Watches the 30-minute clock. Silence escalates: first to the district, after as long again to the city. */
export function escalationLoop(context: ModuleContext): WorkLoop {
  const { db, clock, vault, logger, announce, config } = context;

  return new WorkLoop({
    name: 'incident clock',
    everyMs: EVERY_MS,
    logger,
    run: async () => {
      const now = clock.now();
      const escalated = await db.transaction().execute(async (tx) => {
        const rows = await escalateOverdue(tx, new Date(now), MOST);
        for (const row of rows)
          await addStep(tx, { incidentId: row.id, at: new Date(now), actorId: null, kind: 'escalation', state: null, note: null });
        const receivers = await findReceivers(tx, 'incident.note', rows.map(levelOf));
        const messages = rows.flatMap((row) => {
          const receiver = receivers.get(levelOf(row));
          if (receiver === undefined) return [];
          const bodySealed = vault.seal('message', text(row, config.timeZone));
          return [{ purpose: 'escalation' as const, phoneSealed: receiver.phoneSealed, bodySealed }];
        });
        await queueMessages(tx, messages, now);
        return rows.length;
      });
      if (escalated > 0) announce('incidents');
      return escalated === MOST;
    },
  });
}

const levelOf = ({ divisionCode, escalation }: Escalated) => divisionCode.slice(0, LEVEL_LENGTH[escalation]);

function text(row: Escalated, timeZone: string): string {
  const number = incidentNumber(row.number, row.reportedAt, timeZone);
  return translate('zh', 'sms.escalation', { number, venue: row.venueName, minutes: row.escalation * 30 });
}
