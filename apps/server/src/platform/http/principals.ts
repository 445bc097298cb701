import type { Access, AreaRule, Permission } from '@tongxing/contract';

/** Who is calling. Made once per request from the session; handlers never look at cookies. */
export interface Resident {
  readonly kind: 'resident';
  readonly accountId: number;
  readonly personId: number | null;
}
export interface RegisteredResident extends Resident {
  readonly personId: number;
}
export interface Staff {
  readonly kind: 'staff';
  readonly staffId: number;
  readonly username: string;
  readonly displayName: string;
  readonly role: string;
  readonly permissions: ReadonlySet<Permission>;
  /** Division prefix of the area; null when the area is one venue. */
  readonly areaCode: string | null;
  readonly venueId: number | null;
}
export interface Door {
  readonly kind: 'door';
  readonly venueId: number;
}
export interface Device {
  readonly kind: 'device';
  readonly deviceId: number;
  readonly venueId: number;
}
export type Principal = Resident | Staff | Door | Device;

/** The principal a route's declaration promises to its handler. */
export type PrincipalOf<A extends Access> = A extends { who: 'resident'; registered: true }
  ? RegisteredResident
  : A extends { who: 'resident' }
    ? Resident
    : A extends { who: 'staff' | 'self' }
      ? Staff
      : A extends { who: 'door' }
        ? Door
        : A extends { who: 'device' }
          ? Device
          : undefined;

export type PrincipalKind = Principal['kind'];
/** Kinds that show the cookie of a session. A device has none: it shows its secret with every request. */
export type SessionKind = Exclude<PrincipalKind, 'device'>;

/** One cookie a kind, so that a door tablet and its manager can share a browser. */
export const COOKIES: Readonly<Record<SessionKind, string>> = {
  resident: 'tongxing_resident',
  staff: 'tongxing_staff',
  door: 'tongxing_door',
};

/** Who has to be behind a call; undefined when anybody may. */
export function sessionKindOf(access: Access): PrincipalKind | undefined {
  if (access.who === 'resident' || access.who === 'door' || access.who === 'device') return access.who;
  return access.who === 'staff' || access.who === 'self' ? 'staff' : undefined;
}

/** Digits of a city's division code; those of provinces are fewer. */
const CITY_DIGITS = 4;

/** Whether an account's area is of a kind that a rule is about; which things lie inside is for the query to say. */
export function hasAreaFor(rule: AreaRule, { areaCode }: Pick<Staff, 'areaCode'>): boolean {
  if (rule === 'division') return areaCode !== null;
  return rule !== 'city' || (areaCode !== null && areaCode.length <= CITY_DIGITS);
}

/** Scheme of a device's `authorization` header: `Tongxing-Device <device id>.<secret>`. */
export const DEVICE_SCHEME = 'Tongxing-Device';
const DEVICE_HEADER = new RegExp(`^${DEVICE_SCHEME} +(\\S+)$`, 'i');

/** What a device shows, out of its header; undefined when it is missing or of another scheme. */
export function deviceCredential(authorization: string | undefined): string | undefined {
  return authorization === undefined ? undefined : DEVICE_HEADER.exec(authorization)?.[1];
}
