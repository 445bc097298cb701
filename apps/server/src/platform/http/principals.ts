import type { Access, Permission } from '@tongxing/contract';

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
export type Principal = Resident | Staff | Door;

/** The principal a route's declaration promises to its handler. */
export type PrincipalOf<A extends Access> = A extends { who: 'resident'; registered: true }
  ? RegisteredResident
  : A extends { who: 'resident' }
    ? Resident
    : A extends { who: 'staff' | 'self' }
      ? Staff
      : A extends { who: 'door' }
        ? Door
        : undefined;

export type SessionKind = Principal['kind'];

/** One cookie a kind, so that a door tablet and its manager can share a browser. */
export const COOKIES: Readonly<Record<SessionKind, string>> = {
  resident: 'tongxing_resident',
  staff: 'tongxing_staff',
  door: 'tongxing_door',
};

export function sessionKindOf(access: Access): SessionKind | undefined {
  if (access.who === 'resident' || access.who === 'door') return access.who;
  return access.who === 'staff' || access.who === 'self' ? 'staff' : undefined;
}
