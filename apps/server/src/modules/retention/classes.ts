import type { DATA_CLASS_NAMES } from '@tongxing/contract';
import { dayFrom } from '../../platform/days';

/** How a class of data ends: its day is dropped, its key destroyed, its rows swept, its person erased, or it stays as proof. */
export type Removal = 'partition' | 'key' | 'sweep' | 'request' | 'none';

/** Classes of data, and how long each is kept. Why, for people, is in the texts of the console: `retention.why.<class>`. */
export interface DataClass {
  readonly name: ClassName;
  /** Undefined for what `TONGXING_RETENTION_DAYS` sets, and for what is never removed. */
  readonly days: number | undefined;
  readonly removal: Removal;
  /** Tables it stands in, for what it takes. */
  readonly tables: readonly string[];
}

export type ClassName = (typeof DATA_CLASS_NAMES)[number];

/** Texts of messages: as long as somebody may ask whether they were told. */
export const MESSAGE_DAYS = 30;

/** The first day `YYYY-MM-DD` whose messages can still be read. */
export const keptFrom = (now: number, timeZone: string) => dayFrom(now, -MESSAGE_DAYS, timeZone);

/**
 * What is kept, how long and how it ends. Visits 28 days (SafeWA, luca); disposal 90 days after its end, as long as its
 * answer can be contested; cases half a year; processing records three years (PIPL art. 56).
 */
export const DATA_CLASSES: readonly DataClass[] = [
  { name: 'visits', days: undefined, removal: 'partition', tables: ['visits'] },
  { name: 'messages', days: MESSAGE_DAYS, removal: 'key', tables: ['sms_messages'] },
  { name: 'incidents', days: 90, removal: 'sweep', tables: ['incidents', 'incident_steps', 'warnings'] },
  { name: 'cases', days: 180, removal: 'sweep', tables: ['cases', 'traces', 'trace_contacts', 'trace_persons', 'trace_stays'] },
  { name: 'evidence', days: 30, removal: 'sweep', tables: ['health_evidence', 'evidence_steps'] },
  { name: 'trips', days: 30, removal: 'sweep', tables: ['trips'] },
  // Until the person asks to be erased: a registration is what they scan with every day. Answers tell whether it was done.
  { name: 'persons', days: undefined, removal: 'request', tables: ['persons', 'resident_accounts', 'guardians', 'consents'] },
  { name: 'requests', days: undefined, removal: 'none', tables: ['rights_requests'] },
  { name: 'sessions', days: 0, removal: 'sweep', tables: ['sessions', 'ended_sessions', 'sign_in_codes', 'sign_in_requests'] },
  { name: 'staff', days: undefined, removal: 'none', tables: ['staff_accounts', 'staff_second_factors'] },
  { name: 'uses', days: undefined, removal: 'none', tables: ['permission_uses'] },
  { name: 'exports', days: 1_095, removal: 'sweep', tables: ['exports', 'export_persons', 'client_uses'] },
  { name: 'audit', days: undefined, removal: 'none', tables: ['audit_events', 'audit_seals'] },
];

/** Classes that the platform sweeps by `sweep_ended`, with the days they are kept. */
export const SWEPT = DATA_CLASSES.flatMap(({ name, removal, days }) =>
  removal === 'sweep' && days !== undefined && name !== 'sessions' ? [{ name, days }] : [],
);
