import { randomUUID } from 'node:crypto';
import { PERMISSIONS, type Permission, ROLE_PRESETS } from '@tongxing/contract';
import { CITY_CODE, NEIGHBOUR_CITY_CODE, PERSONAS, venueAt } from '@tongxing/simulator';
import { sql } from 'kysely';
import type { PrincipalKind } from '../platform/http/principals';
import { registerTestDevice } from './devices';
import type { Shown } from './samples';
import type { TestApp } from './test-app';

/** Where everything of the matrix happens: a venue, its street, and its city. */
export interface Place {
  readonly venue: number;
  /** Another venue of the same street. */
  readonly neighbour: number;
  readonly street: string;
  readonly otherStreet: string;
}

/** Somebody who calls, as the rules see them. */
export interface Caller {
  readonly name: string;
  readonly kind: PrincipalKind | 'nobody';
  readonly permissions: readonly Permission[];
  /** Division of the account's area; null for everybody else. */
  readonly areaCode: string | null;
  /** Index of the venue that the account, the door or the device belongs to. */
  readonly venue: number | null;
  /** Is whom things happen to, or who made them. */
  readonly isOwner: boolean;
  readonly shown: Shown;
}

export function placeOf({ city }: TestApp): Place {
  const street = venueAt(city, 0).divisionCode;
  const others = Array.from({ length: city.size.venues - 1 }, (_, n) => n + 1).filter((n) => venueAt(city, n).scene === 'ordinary');
  const neighbour = others.find((n) => venueAt(city, n).divisionCode === street);
  const elsewhere = others.find((n) => venueAt(city, n).divisionCode !== street);
  if (neighbour === undefined || elsewhere === undefined) throw new Error('the test city has no such venues');
  return { venue: 0, neighbour, street, otherStreet: venueAt(city, elsewhere).divisionCode };
}

/** Roles as shipped, and somebody who may everything. */
const ROLES: Readonly<Record<string, readonly Permission[]>> = { ...ROLE_PRESETS, everything: PERMISSIONS };

/** The caller of the matrix who makes the things of the street, and the one who makes those of the city. */
export const MAKERS = { street: 'everything, own street', city: 'everything, own city' } as const;

/** Every role at every relation to the place; nobody; and a resident, a door and a device, their own and another one. */
export async function everyCaller(t: TestApp, place: Place): Promise<readonly Caller[]> {
  const areas: readonly Pick<Caller, 'name' | 'areaCode' | 'venue'>[] = [
    { name: 'own venue', areaCode: null, venue: place.venue },
    { name: 'neighbour venue', areaCode: null, venue: place.neighbour },
    { name: 'own street', areaCode: place.street, venue: null },
    { name: 'own city', areaCode: CITY_CODE, venue: null },
    { name: 'other street', areaCode: place.otherStreet, venue: null },
    { name: 'other city', areaCode: NEIGHBOUR_CITY_CODE, venue: null },
  ];
  const staff = await Promise.all(
    Object.entries(ROLES).flatMap(([role, permissions]) => areas.map((area) => staffCaller(t, role, permissions, area))),
  );
  return [...(await othersThanStaff(t, place)), ...staff];
}

async function staffCaller(
  t: TestApp,
  role: string,
  permissions: readonly Permission[],
  { name: areaName, areaCode, venue }: Pick<Caller, 'name' | 'areaCode' | 'venue'>,
): Promise<Caller> {
  const name = `${role}, ${areaName}`;
  const publicId = venue === null ? null : venueAt(t.city, venue).publicId;
  await sql`insert into roles (name, permissions) values (${role}, ${[...permissions]}) on conflict do nothing`.execute(t.owner);
  const { rows } = await sql<{ id: number }>`insert into staff_accounts
      (public_id, username, password_hash, display_name, role_id, area_code, venue_id)
    select ${randomUUID()}, ${name}, '', ${name}, r.id, ${areaCode}, (select id from venues where public_id = ${publicId})
    from roles r where r.name = ${role} returning id`.execute(t.owner);
  const cookie = await t.cookie('staff', rows[0]?.id ?? 0);
  const isOwner = Object.values<string>(MAKERS).includes(name);
  return { name, kind: 'staff', permissions, areaCode, venue, isOwner, shown: { cookie } };
}

async function othersThanStaff(t: TestApp, place: Place): Promise<Caller[]> {
  const without = { permissions: [], areaCode: null };
  const venueId = async (n: number) => {
    const { publicId } = venueAt(t.city, n);
    return (await sql<{ id: number }>`select id from venues where public_id = ${publicId}`.execute(t.owner)).rows[0]?.id ?? 0;
  };
  const door = async (n: number) => ({ cookie: await t.cookie('door', await venueId(n)) });
  const device = async (n: number) => ({ headers: (await registerTestDevice(t, n)).headers });
  const [own, other] = [place.venue, place.neighbour];
  return [
    { ...without, name: 'nobody', kind: 'nobody', venue: null, isOwner: false, shown: {} },
    {
      ...without,
      name: 'own resident',
      kind: 'resident',
      venue: null,
      isOwner: true,
      shown: { cookie: await t.residentCookie(PERSONAS.red) },
    },
    {
      ...without,
      name: 'other resident',
      kind: 'resident',
      venue: null,
      isOwner: false,
      shown: { cookie: await t.residentCookie(PERSONAS.green) },
    },
    { ...without, name: 'own door', kind: 'door', venue: own, isOwner: true, shown: await door(own) },
    { ...without, name: 'other door', kind: 'door', venue: other, isOwner: false, shown: await door(other) },
    { ...without, name: 'own device', kind: 'device', venue: own, isOwner: true, shown: await device(own) },
    { ...without, name: 'other device', kind: 'device', venue: other, isOwner: false, shown: await device(other) },
  ];
}
