import { createHash } from 'node:crypto';
import type { Clock } from '../../platform/clock';
import type { Vault } from '../../platform/crypto/sealing';
import type { Tx } from '../../platform/database/database';
import { translate } from '../../platform/i18n';
import type { Logger } from '../../platform/logs';
import { type NewMessage, queueMessages } from '../../platform/sms/store';
import { findReceivers } from '../identity/public';
import { type Reported, reportIncidents } from '../incidents/public';
import { isLate } from '../passage/public';
import { insertWarnings, type NewWarning, readAwaited, type Whereabouts, type Written } from './store';

/** A visit whose verdict calls for a warning. */
export interface AbnormalVisit {
  readonly eventId: string;
  readonly at: Date;
  readonly recordedAt: Date;
  readonly personId: number;
  readonly venueId: number;
  readonly verdict: number;
  readonly reasons: readonly number[] | null;
}

export interface RaiseOptions {
  readonly vault: Vault;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly timeZone: string;
  readonly venueById: (id: number) => { readonly ref: { readonly name: string }; readonly divisionCode: string } | undefined;
}

/** A visit at its place, with the incident that it opened or joined; a late one has none. */
interface Alarm extends NewWarning {
  readonly venueName: string;
  readonly incident: Reported | undefined;
}
type Raised = Alarm & Written;
type Receiver = { readonly id: number; readonly phoneSealed: Buffer };

const HOUR_MS = 3_600_000;

/**
 * Writes what abnormal visits raise, in their transaction: warnings, and two messages for each incident that opens. A
 * person who scans the same door again joins the open incident and is not written to twice; a late scan has a warning
 * of its own kind and calls nobody to the place (docs/adr/0017). No text says anything of health. Whatever the number
 * of visits: one statement when all join, five when incidents open, never more than six.
 */
export async function raiseWarnings(tx: Tx, visits: readonly AbnormalVisit[], options: RaiseOptions): Promise<void> {
  const placed = firstOfEach(visits).flatMap((visit) => {
    const venue = options.venueById(visit.venueId);
    return venue === undefined
      ? []
      : [{ ...visit, reasons: visit.reasons ?? [], venueName: venue.ref.name, divisionCode: venue.divisionCode }];
  });
  const present = placed.filter((visit) => !isLate(visit));
  // The data team has these persons at these doors before it already: one row to acknowledge, not a hundred.
  const awaited = new Set((await readAwaited(tx, present)).map(keyOf));
  const reports = present.filter((visit) => !awaited.has(keyOf(visit))).map((visit) => ({ ...visit, reportedAt: visit.recordedAt }));
  const incidentOf = await reportIncidents(tx, reports, options.timeZone);
  const alarms = [
    ...reports.map((visit) => ({ ...visit, incident: incidentOf(visit) })),
    ...placed.filter(isLate).map((visit) => ({ ...visit, incident: undefined })),
  ];
  const now = options.clock.now();
  const raised = await insertWarnings<Alarm>(tx, alarms, new Date(now));
  await tell(
    tx,
    raised.filter(({ incident }) => incident === undefined || incident.isNew),
    now,
    options,
  );
}

const keyOf = ({ personId, venueId }: Whereabouts) => `${personId} ${venueId}`;

/** Of each person at each venue the first of now and the first late one: what comes with them joins them. */
function firstOfEach(visits: readonly AbnormalVisit[]): AbnormalVisit[] {
  const firsts = new Map<string, AbnormalVisit>();
  for (const visit of visits) {
    const key = `${keyOf(visit)} ${isLate(visit)}`;
    if (!firsts.has(key)) firsts.set(key, visit);
  }
  return [...firsts.values()];
}

async function tell(tx: Tx, raised: readonly Raised[], now: number, { vault, logger }: RaiseOptions): Promise<void> {
  if (raised.length === 0) return;
  const receivers = await findReceivers(
    tx,
    'warning.acknowledge',
    raised.map(({ divisionCode }) => divisionCode),
  );
  const nobodyIn = raised.filter(({ divisionCode }) => !receivers.has(divisionCode));
  if (nobodyIn.length > 0)
    logger.error(
      { divisions: [...new Set(nobodyIn.map(({ divisionCode }) => divisionCode))], warnings: nobodyIn.length },
      'no account that acknowledges warnings in these divisions has a telephone: nobody was told by SMS',
    );
  const messages = raised.flatMap((warning) => [
    ...toPerson(warning, vault),
    ...toDataTeam(warning, receivers.get(warning.divisionCode), vault),
  ]);
  await queueMessages(tx, [...messages, ...ofLate(raised, receivers, vault, now)], now);
}

/** Nobody who is not there any more is told to stay. */
function toPerson({ id, incident, phoneSealed, venueName }: Raised, vault: Vault): NewMessage[] {
  if (incident === undefined || phoneSealed === null) return [];
  const text = (language: 'zh' | 'en') => translate(language, 'sms.warning_person', { venue: venueName });
  return [{ purpose: 'warning_person', phoneSealed, bodySealed: vault.seal('message', `${text('zh')} ${text('en')}`), warningId: id }];
}

function toDataTeam({ id, incident, venueName }: Raised, receiver: Receiver | undefined, vault: Vault): NewMessage[] {
  if (incident === undefined || receiver === undefined) return [];
  const text = translate('zh', 'sms.warning_data_team', { venue: venueName, number: incident.label });
  return [{ purpose: 'warning_data_team', phoneSealed: receiver.phoneSealed, bodySealed: vault.seal('message', text), warningId: id }];
}

/** Gates that were offline for hours hand in thousands: a receiver is told of the first in an hour, and finds the others in the list. */
function ofLate(raised: readonly Raised[], receivers: ReadonlyMap<string, Receiver>, vault: Vault, now: number): NewMessage[] {
  const messages = new Map<number, NewMessage>();
  for (const { id: warningId, incident, divisionCode, venueName } of raised) {
    const receiver = receivers.get(divisionCode);
    if (incident !== undefined || receiver === undefined || messages.has(receiver.id)) continue;
    const bodySealed = vault.seal('message', translate('zh', 'sms.warning_late', { venue: venueName }));
    const id = uuidOf(`late warnings ${receiver.id} ${Math.floor(now / HOUR_MS)}`);
    messages.set(receiver.id, { id, purpose: 'warning_data_team', phoneSealed: receiver.phoneSealed, bodySealed, warningId });
  }
  return [...messages.values()];
}

/** The same id for the same words at every process: UUIDv8. */
function uuidOf(words: string): string {
  const hex = createHash('sha256').update(words).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
