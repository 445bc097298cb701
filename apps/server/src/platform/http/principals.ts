import type { Access, AreaRule, Permission } from '@tongxing/contract';
import type { VenueClass } from '@tongxing/rules';

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
  /** Division prefix of the area; null when the area is of one of the kinds below. */
  readonly areaCode: string | null;
  readonly venueId: number | null;
  readonly functional: FunctionalArea | null;
  readonly industry: Industry | null;
  /** Whether the session proved who holds it within the last minutes; absent where there is no session. */
  readonly isFresh?: boolean;
}
/** A named set of townships, such as a development zone. */
export interface FunctionalArea {
  readonly publicId: string;
  /** Division that keeps it; every township lies inside. */
  readonly areaCode: string;
  readonly divisionCodes: readonly string[];
}
/** Venues of one class inside a division. */
export interface Industry {
  readonly areaCode: string;
  readonly venueClass: VenueClass;
}
export interface Door {
  readonly kind: 'door';
  readonly venueId: number;
}
export interface Device {
  readonly kind: 'device';
  readonly deviceId: number;
  readonly venueId: number;
  /** It is one from before key pairs and shows its secret. */
  readonly bySecret?: true;
}
/** What a query narrows down to. */
export type Area = Pick<Staff, 'areaCode' | 'venueId' | 'functional' | 'industry'>;
/** Another system, within the division it was given. */
export interface Client extends Area {
  readonly kind: 'client';
  readonly clientId: number;
  /** Public id, the first part of its key. */
  readonly name: string;
  readonly permissions: ReadonlySet<Permission>;
  /** CIDR; none: from anywhere. */
  readonly networks: readonly string[];
  readonly requestsPerMinute: number;
}
export type Principal = Resident | Staff | Door | Device | Client;

/** The principal a route's declaration promises to its handler. */
export type PrincipalOf<A extends Access> = A extends { who: 'resident'; registered: true }
  ? RegisteredResident
  : A extends { who: 'resident' }
    ? Resident
    : A extends { who: 'staff'; clients: true }
      ? Staff | Client
      : A extends { who: 'staff' | 'self' }
        ? Staff
        : A extends { who: 'door' }
          ? Door
          : A extends { who: 'device' }
            ? Device
            : undefined;

export type PrincipalKind = Principal['kind'];
/** Kinds that show the cookie of a session. A device and another system show what they have in a header. */
export type SessionKind = Exclude<PrincipalKind, 'device' | 'client'>;

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

/** Division an account works in, whatever the kind of its area; null for the account of a venue. */
export function divisionOf({ areaCode, functional, industry }: Pick<Staff, 'areaCode' | 'functional' | 'industry'>): string | null {
  return areaCode ?? functional?.areaCode ?? industry?.areaCode ?? null;
}

/** Schemes of the `authorization` header: of no browser, and no proxy mistakes them for another. */
export const SCHEMES = { device: 'Tongxing-Device', client: 'Tongxing-Client' } as const;
const HEADERS = {
  device: new RegExp(`^${SCHEMES.device} +(\\S+)$`, 'i'),
  client: new RegExp(`^${SCHEMES.client} +(\\S+)$`, 'i'),
} as const;

/** What a device or another system shows, out of its header; undefined when it is missing or of another scheme. */
export function headerCredential(kind: keyof typeof SCHEMES, authorization: string | undefined): string | undefined {
  return authorization === undefined ? undefined : HEADERS[kind].exec(authorization)?.[1];
}
