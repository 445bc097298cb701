import { randomBytes } from 'node:crypto';
import { venueCodeFrom } from '@tongxing/codes';
import type { VenueState } from '@tongxing/rules';
import { hashToken, sixDigits } from '../../platform/crypto/sealing';
import type { Tx } from '../../platform/database/database';
import type { Area, Staff } from '../../platform/http/principals';
import { Refusal, refuseField } from '../../platform/http/refusal';
import { coversDivision } from '../area';
import { type AuditActor, recordAudit } from '../audit/public';
import type { ModuleContext } from '../module';
import type { Divisions } from '../regions/public';
import { findVenue, insertPairing, insertVenue, type NewVenue, updateVenueState, type VenueRow } from './store';

type Context = Pick<ModuleContext, 'db' | 'vault' | 'clock' | 'factsChanged'>;

const PAIRING_LIFE_MS = 600_000;
/** Where a venue may come from to reach a state. Retired is for ever: its code must not come back to life. */
const FROM: Readonly<Record<Exclude<VenueState, 'replaced'>, readonly VenueState[]>> = {
  active: ['suspended'],
  suspended: ['active'],
  retired: ['active', 'suspended'],
};

/** @throws {Refusal} NOT_FOUND for what is not there or lies outside the area. */
export async function getVenue(context: Pick<Context, 'db'>, area: Area, publicId: string): Promise<VenueRow> {
  const venue = await findVenue(context.db, area, publicId);
  if (venue === undefined) throw new Refusal('NOT_FOUND');
  return venue;
}

export interface VenueApplication extends Omit<NewVenue, 'code' | 'contactPhoneSealed'> {
  readonly contactPhone: string;
}

/**
 * Makes a venue and its code, in the transaction of what it is made for; the caller lets facts follow after the commit.
 * @returns its internal id; undefined when the public one was used before.
 */
export async function issueVenue(
  tx: Tx,
  { vault }: Pick<Context, 'vault'>,
  { contactPhone, ...venue }: VenueApplication,
  by: { readonly actor: AuditActor; readonly requestId: string },
): Promise<number | undefined> {
  const code = venueCodeFrom(randomBytes(8));
  const id = await insertVenue(tx, { ...venue, code, contactPhoneSealed: vault.seal('phone', contactPhone) });
  const { publicId, class: venueClass, scene, divisionCode } = venue;
  const after = { class: venueClass, scene, divisionCode };
  if (id !== undefined) await recordAudit(tx, { ...by, action: 'venue.create', subject: `venue:${publicId}`, after });
  return id;
}

/**
 * Registers a venue and issues its code; repeating the same request returns the venue made first.
 * @throws {Refusal} STATE_CONFLICT when the id was used for another venue
 */
export async function createVenue(
  context: Context,
  staff: Staff,
  divisions: Divisions,
  application: VenueApplication,
  requestId: string,
): Promise<VenueRow> {
  const { divisionCode, publicId, contactPhone } = application;
  if (!divisions.has(divisionCode) || !coversDivision(staff, divisionCode)) throw refuseField('divisionCode', 'division_unknown');
  await context.db.transaction().execute((tx) => issueVenue(tx, context, application, { actor: staff, requestId }));
  await context.factsChanged();
  const made = await getVenue(context, staff, publicId);
  const isRepeat = isSame(made, application) && context.vault.open('phone', made.contactPhoneSealed) === contactPhone;
  if (!isRepeat) throw new Refusal('STATE_CONFLICT');
  return made;
}

const APPLIED = ['name', 'class', 'scene', 'address', 'divisionCode'] as const;
const isSame = (made: VenueRow, applied: Pick<VenueRow, (typeof APPLIED)[number]>) =>
  APPLIED.every((field) => made[field] === applied[field]);

export async function setVenueState(
  context: Context,
  staff: Staff,
  publicId: string,
  to: keyof typeof FROM,
  reason: string,
  requestId: string,
): Promise<VenueRow> {
  const venue = await getVenue(context, staff, publicId);
  if (venue.state !== to) {
    await context.db.transaction().execute(async (tx) => {
      if (!(await updateVenueState(tx, venue.id, FROM[to], to))) throw new Refusal('STATE_CONFLICT');
      const [before, after] = [{ state: venue.state }, { state: to }];
      await recordAudit(tx, { actor: staff, action: `venue.${to}`, subject: `venue:${publicId}`, reason, before, after, requestId });
    });
    await context.factsChanged();
  }
  return getVenue(context, staff, publicId);
}

/** Hash under which a pairing code is kept. */
export function pairingHash(code: string): Buffer {
  return hashToken(`door pairing\n${code}`);
}

/** A short code that pairs one tablet. Six digits live ten minutes, work once, and tries are limited by address. */
export async function createPairing(
  context: Context,
  staff: Staff,
  publicId: string,
  requestId: string,
): Promise<{ pairingCode: string; expiresAt: string }> {
  const venue = await getVenue(context, staff, publicId);
  const now = context.clock.now();
  for (;;) {
    const pairingCode = sixDigits();
    const isNew = await context.db.transaction().execute(async (tx) => {
      if (!(await insertPairing(tx, pairingHash(pairingCode), venue.id, staff.staffId, now, PAIRING_LIFE_MS))) return false;
      await recordAudit(tx, { actor: staff, action: 'door.invite', subject: `venue:${venue.publicId}`, requestId });
      return true;
    });
    if (isNew) return { pairingCode, expiresAt: new Date(now + PAIRING_LIFE_MS).toISOString() };
  }
}
