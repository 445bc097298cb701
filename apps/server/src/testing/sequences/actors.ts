import { randomUUID } from 'node:crypto';
import { type Permission, ROLE_PRESETS } from '@tongxing/contract';
import { CITY_CODE, NEIGHBOUR_CITY_CODE, PERSONAS, residentAt, venueAt } from '@tongxing/simulator';
import { sql } from 'kysely';
import type { PrincipalKind } from '../../platform/http/principals';
import { registerTestDevice } from '../devices';
import { placeOf } from '../matrix-callers';
import type { Shown } from '../samples';
import type { TestApp } from '../test-app';

/** Somebody who calls. */
export interface Actor {
  readonly name: string;
  readonly kind: PrincipalKind | 'nobody';
  readonly permissions: readonly Permission[];
  /** An account of the whole city. */
  readonly isOfCity: boolean;
  /** Of a resident. */
  readonly residentIndex?: number;
  /** Name of the account in the audit log, of staff. */
  readonly username?: string;
  /** Another account of the same role and area, who does the same at the same time. */
  readonly twin?: string;
  /** What the actor shows; asked for again when its session has ended. */
  readonly show: () => Promise<Shown>;
}

/** Residents who call; things happen to them, too. */
export const CALLING_RESIDENTS = [PERSONAS.green, PERSONAS.red, PERSONAS.yellow, PERSONAS.case, 50, 51, 52, 53];
/** Whom commands of staff are about: those who call, and some who never do. */
export const SUBJECTS = [...CALLING_RESIDENTS, 54, 55, 56, 57, 58, 59];

/** Telephones that signed in and may register under any document. */
const STRANGERS = ['13922220001', '13922220002', '13922220003'];

interface Area {
  readonly name: string;
  readonly code: string | null;
  readonly venue: number | null;
}

/** Two accounts of every role in the city, in one of its streets, in the city next to it, and at a venue; residents, a door, a device, nobody. */
export async function everyActor(t: TestApp): Promise<readonly Actor[]> {
  const place = placeOf(t);
  const areas: readonly Area[] = [
    { name: 'city', code: CITY_CODE, venue: null },
    { name: 'street', code: place.street, venue: null },
    { name: 'other city', code: NEIGHBOUR_CITY_CODE, venue: null },
    { name: 'venue', code: null, venue: place.venue },
  ];
  const staff = await Promise.all(
    Object.entries(ROLE_PRESETS).flatMap(([role, permissions]) =>
      areas.flatMap((area) => ['A', 'B'].map((letter) => staffActor(t, role, permissions, area, letter))),
    ),
  );
  return [
    ...staff,
    ...CALLING_RESIDENTS.map((index) => residentActor(t, index)),
    ...STRANGERS.map((phone) => strangerActor(t, phone)),
    await door(t, place.venue),
    await device(t, place.venue),
    NOBODY,
  ];
}

const NOBODY: Actor = { name: 'nobody', kind: 'nobody', permissions: [], isOfCity: false, show: async () => ({}) };

async function staffActor(t: TestApp, role: string, permissions: readonly Permission[], area: Area, letter: string): Promise<Actor> {
  const nameOf = (each: string) => `${role} ${area.name} ${each}`;
  const [name, twin] = [nameOf(letter), nameOf(letter === 'A' ? 'B' : 'A')];
  const venueId = area.venue === null ? null : venueAt(t.city, area.venue).publicId;
  const { rows } = await sql<{ id: number }>`insert into staff_accounts
      (public_id, username, password_hash, display_name, role_id, area_code, venue_id)
    select ${randomUUID()}, ${name}, 'none', ${name}, r.id, ${area.code}, (select id from venues where public_id = ${venueId})
    from roles r where r.name = ${role} returning id`.execute(t.owner);
  const show = async () => ({ cookie: await t.cookie('staff', rows[0]?.id ?? 0) });
  return { name, kind: 'staff', permissions, isOfCity: area.code === CITY_CODE, username: name, twin, show };
}

function residentActor(t: TestApp, residentIndex: number): Actor {
  const { phone } = residentAt(t.city, residentIndex);
  const show = async () => {
    const { rows } = await sql<{
      id: number;
    }>`select id from resident_accounts where phone_index = ${t.vault.index('phone', phone)}`.execute(t.owner);
    return { cookie: await t.cookie('resident', rows[0]?.id ?? 0) };
  };
  return { name: `resident ${residentIndex}`, kind: 'resident', permissions: [], isOfCity: false, residentIndex, show };
}

function strangerActor(t: TestApp, phone: string): Actor {
  const phoneIndex = t.vault.index('phone', phone);
  const show = async () => {
    await sql`insert into resident_accounts (phone_index, phone_sealed) values (${phoneIndex}, ${t.vault.seal('phone', phone)})
      on conflict do nothing`.execute(t.owner);
    const { rows } = await sql<{ id: number }>`select id from resident_accounts where phone_index = ${phoneIndex}`.execute(t.owner);
    return { cookie: await t.cookie('resident', rows[0]?.id ?? 0) };
  };
  return { name: `stranger ${phone}`, kind: 'resident', permissions: [], isOfCity: false, show };
}

async function door(t: TestApp, venue: number): Promise<Actor> {
  const { publicId } = venueAt(t.city, venue);
  const { rows } = await sql<{ id: number }>`select id from venues where public_id = ${publicId}`.execute(t.owner);
  return {
    name: 'door',
    kind: 'door',
    permissions: [],
    isOfCity: false,
    show: async () => ({ cookie: await t.cookie('door', rows[0]?.id ?? 0) }),
  };
}

async function device(t: TestApp, venue: number): Promise<Actor> {
  const shown = async () => ({ headers: (await registerTestDevice(t, venue)).headers });
  return { name: 'device', kind: 'device', permissions: [], isOfCity: false, show: shown };
}
