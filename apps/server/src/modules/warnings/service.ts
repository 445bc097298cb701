import type { Tx } from '../../platform/database/database';
import { translate } from '../../platform/i18n';
import { queueMessage } from '../../platform/sms/store';
import { findReceiver } from '../identity/public';
import type { OpenedIncident } from '../incidents/public';
import type { ModuleContext } from '../module';
import { hasOpenWarning, insertWarning, readSealedPhone } from './store';

/** An abnormal visit and the incident it opened or joined. */
export interface Alarm {
  readonly eventId: string;
  readonly at: Date;
  readonly personId: number;
  readonly venueId: number;
  readonly venueName: string;
  readonly divisionCode: string;
  readonly verdict: number;
  readonly reasons: readonly number[];
  readonly incident: OpenedIncident;
}

/**
 * Writes the warning and, for a new incident, the two messages, in the visit's transaction. A person who scans the
 * same door again joins the open incident and is not written to twice. Neither text says anything of health.
 */
export async function raiseWarning(
  tx: Tx,
  { vault, logger }: Pick<ModuleContext, 'vault' | 'logger'>,
  alarm: Alarm,
  now: number,
): Promise<void> {
  const { incident, venueName, ...rest } = alarm;
  // The data team has this person at this door before it already: one row to acknowledge, not a hundred.
  if (!incident.isNew && (await hasOpenWarning(tx, incident.id))) return;
  const warningId = await insertWarning(tx, { ...rest, incidentId: incident.id, recordedAt: new Date(now) });
  if (!incident.isNew) return;
  const personPhone = await readSealedPhone(tx, alarm.personId);
  if (personPhone !== undefined) {
    const body = `${translate('zh', 'sms.warning_person', { venue: venueName })} ${translate('en', 'sms.warning_person', { venue: venueName })}`;
    await queueMessage(
      tx,
      { purpose: 'warning_person', phoneSealed: personPhone, bodySealed: vault.seal('message', body), warningId },
      now,
    );
  }
  const receiver = await findReceiver(tx, 'warning.acknowledge', alarm.divisionCode);
  if (receiver === undefined) {
    logger.error(
      { division: alarm.divisionCode, warning: warningId },
      'no account that acknowledges warnings here has a telephone: nobody was told by SMS',
    );
  } else {
    const body = translate('zh', 'sms.warning_data_team', { venue: venueName, number: incident.label });
    await queueMessage(
      tx,
      { purpose: 'warning_data_team', phoneSealed: receiver.phoneSealed, bodySealed: vault.seal('message', body), warningId },
      now,
    );
  }
}
