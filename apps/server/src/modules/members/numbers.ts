import type { MemberRole } from '@tongxing/contract';
import { type AttemptRule, countAttempt, forgetAttempts } from '../../platform/attempt-limits';
import { sixDigits, type Vault } from '../../platform/crypto/sealing';
import type { Member, RegisteredResident } from '../../platform/http/principals';
import { Refusal } from '../../platform/http/refusal';
import { networkOf } from '../../platform/networks';
import { personToken, recordAudit } from '../audit/public';
import type { ModuleContext } from '../module';
import { appointManager } from './appointments';
import { dropNumber, listNumbers, lockNumber, type NumberRow, putNumber } from './number-store';
import { findJoined, insertMember, listMembers, type MembershipRow } from './store';

type Context = Pick<ModuleContext, 'db' | 'vault' | 'clock' | 'config'>;

const MINUTE_MS = 60_000;
/** Inspectors are told the number at a shift's beginning; who takes over stands beside the manager. */
const LIFE_MS: Readonly<Record<MemberRole, number>> = { inspector: 1_440 * MINUTE_MS, manager: 30 * MINUTE_MS };
/** More inspectors than this are not at the doors of one venue. */
const MOST_MEMBERS = 200;

/** Tries of one account, of one network, and at one number, whoever tries and however it ends: then the manager makes another. */
const OF_ACCOUNT: AttemptRule = { name: 'venue number by account', most: 10, periodMs: 60 * MINUTE_MS };
const OF_NETWORK: AttemptRule = { name: 'venue number', most: 20, periodMs: 10 * MINUTE_MS };
const OF_NUMBER: AttemptRule = { name: 'venue number of all', most: 50, periodMs: 1_440 * MINUTE_MS };
/** Numbers that a venue may make in a day, or tries at each would add up. */
const MADE: AttemptRule = { name: 'venue numbers made', most: 20, periodMs: 1_440 * MINUTE_MS };

function numberHash(vault: Vault, venueId: number, role: MemberRole, number: string): Buffer {
  return vault.index('phone', `venue number:${venueId}\n${role}\n${number}`);
}

/**
 * Six digits for one purpose. The one before stops working.
 * @throws {Refusal} TOO_MANY_REQUESTS when the venue made too many in a day.
 */
export async function makeNumber(
  context: Context,
  manager: Member,
  { id, role }: { readonly id: string; readonly role: MemberRole },
  requestId: string,
): Promise<{ number: string; expiresAt: string }> {
  const { db, vault, clock } = context;
  const { venueId, venuePublicId } = manager;
  const wait = await countAttempt(context, MADE, String(venueId));
  if (wait > 0) throw new Refusal('TOO_MANY_REQUESTS', { retryAfterSeconds: wait });
  const number = sixDigits();
  const createdAt = new Date(clock.now());
  const expiresAt = new Date(createdAt.getTime() + LIFE_MS[role]);
  await db.transaction().execute(async (tx) => {
    const hash = numberHash(vault, venueId, role, number);
    // An id that was used already makes another number under it: digits are shown once and cannot be repeated.
    await dropNumber(tx, id);
    await putNumber(tx, { id, venueId, role, numberHash: hash, authorId: manager.personId, createdAt, expiresAt });
    const subject = `venue:${venuePublicId}`;
    await recordAudit(tx, { actor: manager, action: 'venue_number.make', subject, after: { role }, requestId });
  });
  return { number, expiresAt: expiresAt.toISOString() };
}

export interface Joining {
  /** Of the membership. */
  readonly id: string;
  readonly role: MemberRole;
  readonly number: string;
  readonly venue: { readonly id: number; readonly publicId: string; readonly name: string };
  /** Of the caller, for the limit of tries. */
  readonly address: string;
}

/**
 * Makes a resident what the number is for. A venue without a number, a wrong one and an old one are answered alike.
 * @throws {Refusal} VENUE_NUMBER_WRONG; TOO_MANY_REQUESTS; STATE_CONFLICT when the person is that already, made the number
 *   themselves, or may manage no more venues.
 */
export async function joinVenue(
  context: Context,
  resident: RegisteredResident,
  joining: Joining,
  requestId: string,
): Promise<MembershipRow> {
  const { db } = context;
  const known = await findJoined(db, joining.id);
  if (known !== undefined) return repeated(known, resident, joining);
  await countTries(context, resident, joining.address);
  const number = await provedNumber(context, joining);
  if (number.authorId === resident.personId && joining.role === 'manager') throw new Refusal('STATE_CONFLICT');
  await db.transaction().execute(async (tx) => {
    if (!(await lockNumber(tx, number.id))) throw new Refusal('VENUE_NUMBER_WRONG');
    if (joining.role === 'inspector') return bind(tx, context, { resident, joining, requestId });
    await dropNumber(tx, number.id);
    const { venue, id } = joining;
    const { personId } = resident;
    await appointManager(tx, context, { venue, id, personId, actor: 'person', action: 'venue_member.hand_over', requestId });
  });
  await forgetAttempts(context, OF_ACCOUNT, String(resident.accountId));
  const joined = await findJoined(db, joining.id);
  if (joined === undefined) throw new Refusal('STATE_CONFLICT');
  return joined;
}

function repeated(known: Awaited<ReturnType<typeof findJoined>> & object, { personId }: RegisteredResident, { venue, role }: Joining) {
  const isSame = known.personId === personId && known.venueId === venue.id && known.role === role && known.validTo === null;
  if (!isSame) throw new Refusal('STATE_CONFLICT');
  return known;
}

/** Counted before anything is looked at, whether there is a number or not: nobody learns which venues have one. */
async function countTries(context: Context, { accountId }: RegisteredResident, address: string): Promise<void> {
  const wait =
    (await countAttempt(context, OF_ACCOUNT, String(accountId))) || (await countAttempt(context, OF_NETWORK, networkOf(address)));
  if (wait > 0) throw new Refusal('TOO_MANY_REQUESTS', { retryAfterSeconds: wait });
}

async function provedNumber(context: Context, { venue, role, number }: Joining): Promise<NumberRow> {
  const { db, vault, clock } = context;
  const present = (await listNumbers(db, venue.id, new Date(clock.now()))).find((row) => row.role === role);
  if (present === undefined) throw new Refusal('VENUE_NUMBER_WRONG');
  const wait = await countAttempt(context, OF_NUMBER, present.id);
  if (wait > 0 || !present.numberHash.equals(numberHash(vault, venue.id, role, number))) throw new Refusal('VENUE_NUMBER_WRONG');
  return present;
}

interface Binding {
  readonly resident: RegisteredResident;
  readonly joining: Joining;
  readonly requestId: string;
}

async function bind(
  tx: Parameters<typeof insertMember>[0],
  { vault, clock }: Context,
  { resident, joining, requestId }: Binding,
): Promise<void> {
  const { personId } = resident;
  const { venue, id: publicId, role } = joining;
  const members = await listMembers(tx, venue.id);
  if (members.length >= MOST_MEMBERS) throw new Refusal('STATE_CONFLICT');
  const at = new Date(clock.now());
  if (!(await insertMember(tx, { publicId, venueId: venue.id, personId, role, at }))) throw new Refusal('STATE_CONFLICT');
  const [subject, person] = [`venue:${venue.publicId}`, personToken(vault, personId)];
  await recordAudit(tx, { actor: 'person', action: 'venue_member.bind', subject, person, after: { member: publicId }, requestId });
}
