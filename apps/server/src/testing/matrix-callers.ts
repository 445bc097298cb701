import { randomUUID } from 'node:crypto';
import { CLIENT_PERMISSIONS, type MemberRole, PERMISSIONS, type Permission, ROLE_PRESETS } from '@tongxing/contract';
import { VENUE_CLASSES, type VenueClass } from '@tongxing/rules';
import { CITY_CODE, NEIGHBOUR_CITY_CODE, PERSONAS, venueAt } from '@tongxing/simulator';
import { sql } from 'kysely';
import type { PrincipalKind } from '../platform/http/principals';
import { insertTestClient, type TestClient } from './clients';
import { registerTestDevice } from './devices';
import { insertTestMember } from './members';
import { ensureTestRole } from './roles';
import type { Shown } from './samples';
import type { TestApp } from './test-app';

/** Where everything of the matrix happens: a venue, its street, and its city. */
export interface Place {
  readonly venue: number;
  /** Another venue of the same street. */
  readonly neighbour: number;
  readonly street: string;
  readonly otherStreet: string;
  readonly venueClass: VenueClass;
}

/** A functional area, or an industry inside a division. */
export type Zone = { readonly townships: readonly string[] } | { readonly venueClass: VenueClass; readonly areaCode: string };

/** Somebody who calls, as the rules see them. */
export interface Caller {
  readonly name: string;
  readonly kind: PrincipalKind | 'nobody';
  readonly permissions: readonly Permission[];
  /** Division of the account's area; null for everybody else. */
  readonly areaCode: string | null;
  /** Index of the venue that the account, the door or the device belongs to. */
  readonly venue: number | null;
  /** Of an account whose area is one. */
  readonly zone?: Zone;
  /** What a resident is at that venue; `former`: was, and is no more. */
  readonly member?: MemberRole | 'former';
  /** Is whom things happen to, or who made them. */
  readonly isOwner: boolean;
  /** Of another system that is not let in, whatever it may: past its end, or from another network. */
  readonly isOutside?: 'expired' | 'network';
  readonly shown: Shown;
}

export function placeOf({ city }: TestApp): Place {
  const street = venueAt(city, 0).divisionCode;
  const others = Array.from({ length: city.size.venues - 1 }, (_, n) => n + 1).filter((n) => venueAt(city, n).scene === 'ordinary');
  const neighbour = others.find((n) => venueAt(city, n).divisionCode === street);
  const elsewhere = others.find((n) => venueAt(city, n).divisionCode !== street);
  if (neighbour === undefined || elsewhere === undefined) throw new Error('the test city has no such venues');
  return { venue: 0, neighbour, street, otherStreet: venueAt(city, elsewhere).divisionCode, venueClass: venueAt(city, 0).class };
}

type CallerArea = Pick<Caller, 'name' | 'areaCode' | 'venue' | 'zone'>;

/** Roles as shipped, and somebody who may everything. */
const ROLES: Readonly<Record<string, readonly Permission[]>> = { ...ROLE_PRESETS, everything: PERMISSIONS };

/** The caller of the matrix who makes the things of the street, and the one who makes those of the city. */
export const MAKERS = { street: 'everything, own street', city: 'everything, own city' } as const;

/** Every role at every relation to the place; nobody; and a resident, a door and a device, their own and another one. */
export async function everyCaller(t: TestApp, place: Place): Promise<readonly Caller[]> {
  const otherClass = VENUE_CLASSES.find((one) => one !== place.venueClass) ?? 'other';
  const divisions: readonly CallerArea[] = [
    { name: 'own venue', areaCode: null, venue: place.venue },
    { name: 'neighbour venue', areaCode: null, venue: place.neighbour },
    { name: 'own street', areaCode: place.street, venue: null },
    { name: 'own city', areaCode: CITY_CODE, venue: null },
    { name: 'other street', areaCode: place.otherStreet, venue: null },
    { name: 'other city', areaCode: NEIGHBOUR_CITY_CODE, venue: null },
  ];
  const zones: readonly CallerArea[] = [
    { name: 'own functional area', areaCode: null, venue: null, zone: { townships: [place.street, place.otherStreet] } },
    { name: 'other functional area', areaCode: null, venue: null, zone: { townships: [place.otherStreet] } },
    { name: 'own industry', areaCode: null, venue: null, zone: { venueClass: place.venueClass, areaCode: CITY_CODE } },
    { name: 'other industry', areaCode: null, venue: null, zone: { venueClass: otherClass, areaCode: CITY_CODE } },
    { name: 'industry elsewhere', areaCode: null, venue: null, zone: { venueClass: place.venueClass, areaCode: place.otherStreet } },
  ];
  const staff = await Promise.all(
    Object.entries(ROLES).flatMap(([role, permissions]) =>
      // Where an area ends does not depend on what a role may: at those of several places only whoever may everything.
      [...divisions, ...(role === 'everything' ? zones : [])].map((area) => staffCaller(t, role, permissions, area)),
    ),
  );
  return [...(await othersThanStaff(t, place)), ...(await otherSystems(t, place)), ...staff];
}

async function staffCaller(
  t: TestApp,
  role: string,
  permissions: readonly Permission[],
  { name: areaName, areaCode, venue, zone }: CallerArea,
): Promise<Caller> {
  const name = `${role}, ${areaName}`;
  const publicId = venue === null ? null : venueAt(t.city, venue).publicId;
  const roleId = await ensureTestRole(t.owner, role, permissions);
  const functionalArea = zone !== undefined && 'townships' in zone ? await insertFunctionalArea(t, zone.townships) : null;
  const industry = zone !== undefined && 'venueClass' in zone ? zone : undefined;
  const { rows } = await sql<{ id: number }>`insert into staff_accounts
      (public_id, username, password_hash, display_name, role_id, area_code, venue_id, functional_area_id, industry, industry_code)
    values (${randomUUID()}, ${name}, '', ${name}, ${roleId}, ${areaCode}, (select id from venues where public_id = ${publicId}),
      ${functionalArea}, ${industry?.venueClass ?? null}, ${industry?.areaCode ?? null}) returning id`.execute(t.owner);
  const cookie = await t.cookie('staff', rows[0]?.id ?? 0);
  const isOwner = Object.values<string>(MAKERS).includes(name);
  return { name, kind: 'staff', permissions, areaCode, venue, isOwner, shown: { cookie }, ...(zone === undefined ? {} : { zone }) };
}

async function insertFunctionalArea(t: TestApp, townships: readonly string[]): Promise<number> {
  const { rows } = await sql<{ id: number }>`insert into functional_areas (public_id, name_zh, name_en, area_code)
    values (${randomUUID()}, '开发区', 'Development zone', ${CITY_CODE}) returning id`.execute(t.owner);
  const id = rows[0]?.id ?? 0;
  await sql`insert into functional_area_divisions (functional_area_id, division_code)
    select ${id}, code from unnest(${[...townships]}::text[]) as code`.execute(t.owner);
  return id;
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
    ...(await members(t, place)),
    { ...without, name: 'own door', kind: 'door', venue: own, isOwner: true, shown: await door(own) },
    { ...without, name: 'other door', kind: 'door', venue: other, isOwner: false, shown: await door(other) },
    { ...without, name: 'own device', kind: 'device', venue: own, isOwner: true, shown: await device(own) },
    { ...without, name: 'other device', kind: 'device', venue: other, isOwner: false, shown: await device(other) },
  ];
}

/** Residents of no other kind, each at a venue. */
const FIRST_MEMBER = 70;

/** Manager and inspector of the place, those of the venue beside it, and an inspector of the place who was unbound. */
async function members(t: TestApp, { venue: own, neighbour: other }: Place): Promise<Caller[]> {
  const wanted = [
    ['manager, own venue', own, 'manager'],
    ['inspector, own venue', own, 'inspector'],
    ['manager, neighbour venue', other, 'manager'],
    ['inspector, neighbour venue', other, 'inspector'],
    ['former inspector, own venue', own, 'former'],
  ] as const;
  return Promise.all(
    wanted.map(async ([name, venue, member], place) => {
      const index = FIRST_MEMBER + place;
      await insertTestMember(t, {
        venue,
        resident: index,
        role: member === 'manager' ? 'manager' : 'inspector',
        isOver: member === 'former',
      });
      const shown = { cookie: await t.residentCookie(index) };
      return { name, kind: 'resident', permissions: [], areaCode: null, venue, member, isOwner: false, shown } as const;
    }),
  );
}

/** Other systems: with everything they can be given in three areas, without anything, past the end, from another network. */
async function otherSystems(t: TestApp, { street, otherStreet }: Place): Promise<Caller[]> {
  const caller = async (name: string, client: Partial<TestClient>, isOutside?: 'expired' | 'network'): Promise<Caller> => {
    const { permissions, areaCode } = { permissions: CLIENT_PERMISSIONS, areaCode: street, ...client };
    const headers = await insertTestClient(t, { permissions, areaCode, ...client });
    const outside = isOutside === undefined ? {} : { isOutside };
    return { name: `client, ${name}`, kind: 'client', permissions, areaCode, venue: null, isOwner: false, shown: { headers }, ...outside };
  };
  return Promise.all([
    caller('own street', {}),
    caller('own city', { areaCode: CITY_CODE }),
    caller('other street', { areaCode: otherStreet }),
    caller('without a permission', { permissions: [] }),
    caller('expired', { days: -1 }, 'expired'),
    caller('other network', { networks: ['203.0.113.0/24', '2001:db8::/32'] }, 'network'),
  ]);
}
