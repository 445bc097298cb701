import { type RawBuilder, sql } from 'kysely';
import type { Queryable } from '../../platform/database/database';
import { type Client, type Device, type Door, divisionOf, type Member, type Staff } from '../../platform/http/principals';

/**
 * Who did it, when it was no account: `operator` works at the machine itself, known to its system and not to us;
 * `platform` acts by itself; `nobody` is not signed in; `person` is whom the event is about, known by their token.
 */
const UNNAMED = { operator: 'command line', platform: 'platform', nobody: 'nobody', person: 'resident' } as const;
export type AuditActor = Staff | Member | Door | Device | Client | keyof typeof UNNAMED;

export interface AuditEntry {
  readonly actor: AuditActor;
  /** `noun.verb` of what was done. */
  readonly action: string;
  /** Token of what it was done to, such as `incident:<id>`. Never a name or a number. */
  readonly subject: string;
  /** Whom it concerns, by {@link personToken}. */
  readonly person?: Buffer | undefined;
  /** The case or incident it was done for, such as `case:<id>`. */
  readonly matter?: string | undefined;
  readonly reason?: string | undefined;
  /** What changed, as it was and as it is. Never a name, a number or a secret. */
  readonly before?: object | undefined;
  readonly after?: object | undefined;
  readonly requestId: string;
}

/** Appends an event, in the transaction of what it records. */
export async function recordAudit(db: Queryable, entry: AuditEntry): Promise<void> {
  const { id, name, role, area } = actorOf(entry.actor);
  const { action, subject, person, matter, reason, before, after, requestId } = entry;
  await sql`insert into audit_events (actor_id, actor, role, area, action, subject, person, matter, reason, before, after, request_id)
    values (${id}, ${name}, ${role}, ${area}, ${action}, ${subject}, ${person ?? null}, ${matter ?? null}, ${reason ?? null},
      ${jsonOf(before)}::json, ${jsonOf(after)}::json, ${requestId})`.execute(db);
}

interface ActorColumns {
  readonly id: number | null;
  readonly name: string;
  readonly role: string;
  readonly area: RawBuilder<string | null>;
}

function actorOf(actor: AuditActor): ActorColumns {
  if (typeof actor === 'string') return { id: null, name: actor, role: UNNAMED[actor], area: sql`null` };
  if (actor.kind === 'client') return { id: null, name: `client:${actor.name}`, role: 'client', area: sql`${actor.areaCode}` };
  // By the id of the membership: whose it is stands where it began.
  if (actor.kind === 'member') return { id: null, name: `member:${actor.memberId}`, role: actor.role, area: venueArea(actor.venueId) };
  if (actor.kind !== 'staff') return { id: null, name: actor.kind, role: actor.kind, area: venueArea(actor.venueId) };
  const area = actor.venueId === null ? sql<string | null>`${divisionOf(actor)}` : venueArea(actor.venueId);
  return { id: actor.staffId, name: actor.username, role: actor.role, area };
}

const venueArea = (venueId: number) => sql<string | null>`(select 'venue:' || public_id from venues where id = ${venueId})`;

const jsonOf = (value: object | undefined) => (value === undefined ? null : JSON.stringify(value));
