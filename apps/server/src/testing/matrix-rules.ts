import type { AreaRule, Endpoint } from '@tongxing/contract';
import { CITY_CODE } from '@tongxing/simulator';
import { z } from 'zod';
import type { Caller, Place, Zone } from './matrix-callers';

/** What an answer has to be; an area that does not cover what is asked for hides it. */
export type Expected =
  | { readonly outcome: 'refused'; readonly status: number; readonly code: string }
  /** Done, or refused for a declared reason that has nothing to do with who asks. */
  | { readonly outcome: 'allowed' };

const refused = (status: number, code: string): Expected => ({ outcome: 'refused', status, code });
const ALLOWED: Expected = { outcome: 'allowed' };

/** Fields of a request that name a thing by its id or a division by its code: what they name has to be inside. */
export const REFERENCES = ['venueId', 'caseId', 'divisionCode', 'roleId'] as const;
export type Reference = (typeof REFERENCES)[number];
const LOOKS_LIKE_REFERENCE = /(Id|Code)$/;
/** Ids that the caller invents, and a secret that names nothing by itself. */
const OWN_IDS = ['eventId', 'pairingCode'];

/**
 * References among the fields of a request.
 * @throws Error for one that the matrix cannot fill in yet: it would be tested by nobody.
 */
export function referencesIn(schema: z.ZodType | undefined): Reference[] {
  const fields = schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
  return fields.flatMap((field) => {
    const known = REFERENCES.find((reference) => reference === field);
    if (known === undefined && LOOKS_LIKE_REFERENCE.test(field) && !OWN_IDS.includes(field))
      throw new Error(`the matrix does not know what ${field} names: add it to REFERENCES`);
    return known ?? [];
  });
}

/** Whether a request is about one thing of the place, which an area covers or not. */
export function isAboutPlace({ access, path, body }: Endpoint): boolean {
  // A risk area may be entered for any division: the rule is about who, not about where.
  const bodyNames = referencesIn(body).filter((field) => access.who !== 'staff' || access.area !== 'city' || field !== 'divisionCode');
  return path.includes('/:') || bodyNames.length > 0;
}

/** Whether what happens at the place concerns a caller of a route, by its declared rule. */
export function covers({ access }: Endpoint, caller: Caller, place: Place): boolean {
  const division = access.who === 'staff' && access.area === 'city' ? CITY_CODE : place.street;
  const isInDivision = caller.areaCode !== null && division.startsWith(caller.areaCode);
  const isAtVenue = caller.venue === place.venue;
  if (access.who === 'self') return isInDivision || isAtVenue || isInZone(caller.zone, place);
  const isMember = isAtVenue && caller.member !== undefined && caller.member !== 'former';
  if (access.who !== 'staff') return access.who === 'anyone' || access.who === 'demo' || caller.isOwner || isMember;
  if (typeof access.area === 'object') return true;
  return isInDivision || (access.area === 'venue' && (isAtVenue || isInZone(caller.zone, place)));
}

/** A functional area or an industry that the place belongs to. */
function isInZone(zone: Zone | undefined, { street, venueClass }: Place): boolean {
  if (zone === undefined) return false;
  return 'townships' in zone ? zone.townships.includes(street) : zone.venueClass === venueClass && street.startsWith(zone.areaCode);
}

/** Divisions are for accounts of divisions, cities for those of a whole city or more. */
function hasAreaOf(rule: AreaRule, { areaCode }: Caller): boolean {
  const mostDigits = rule === 'city' ? CITY_CODE.length : Number.POSITIVE_INFINITY;
  return typeof rule === 'object' || rule === 'venue' || (areaCode !== null && areaCode.length <= mostDigits);
}

/** Whether a route is for callers of this kind, and what the caller shows holds. */
function isOfKind({ access }: Endpoint, { kind, isOutside }: Caller): boolean {
  if (kind === 'client') return access.who === 'staff' && access.clients === true && isOutside !== 'expired';
  if (access.who === 'member') return kind === 'resident';
  return kind === (access.who === 'self' ? 'staff' : access.who);
}

/** What the declaration of a route says a caller is answered. */
export function expectedOf(endpoint: Endpoint, caller: Caller, place: Place): Expected {
  const { access } = endpoint;
  if (access.who === 'anyone' || access.who === 'demo') return ALLOWED;
  if (!isOfKind(endpoint, caller)) return refused(401, 'NOT_SIGNED_IN');
  // What somebody made themselves is nobody else's.
  if (access.who === 'resident' && endpoint.path.includes('/:') && !caller.isOwner) return refused(404, 'NOT_FOUND');
  if (access.who === 'member') return expectedOfMember(access.roles, caller, place);
  return access.who === 'staff' ? expectedOfArea(endpoint, access, caller, place) : ALLOWED;
}

/** To whoever is nothing at the venue it is not there. */
function expectedOfMember(roles: readonly string[], { member, venue }: Caller, place: Place): Expected {
  if (member === undefined || member === 'former' || venue !== place.venue) return refused(404, 'NOT_FOUND');
  return roles.includes(member) ? ALLOWED : refused(403, 'FORBIDDEN');
}

type OfStaff = Extract<Endpoint['access'], { readonly who: 'staff' }>;

/** What staff, and other systems where they may call, are answered by permission and area. */
function expectedOfArea(endpoint: Endpoint, access: OfStaff, caller: Caller, place: Place): Expected {
  const { errors, body } = endpoint;
  const isAllowed = caller.permissions.includes(access.permission) && hasAreaOf(access.area, caller);
  if (!isAllowed || caller.isOutside === 'network') return refused(403, isAllowed ? 'NETWORK_NOT_ALLOWED' : 'FORBIDDEN');
  if (isAboutPlace(endpoint) && !covers(endpoint, caller, place))
    // A form is told which field is wrong, where the route does not say otherwise.
    return errors.includes('NOT_FOUND') || body === undefined ? refused(404, 'NOT_FOUND') : refused(400, 'INVALID_REQUEST');
  if (errors.includes('SECOND_PERSON_REQUIRED') && caller.isOwner && caller.areaCode === place.street)
    return refused(403, 'SECOND_PERSON_REQUIRED');
  return ALLOWED;
}
