import { endpoints } from '@tongxing/contract';
import { pageOf, readCursor } from '../../platform/cursor';
import type { Staff } from '../../platform/http/principals';
import { Refusal } from '../../platform/http/refusal';
import { type PersonLookup, recordDoorPerson } from '../identity/public';
import type { ModuleContext } from '../module';
import { getVenue } from '../venues/public';
import { Entries, type EntriesOptions, type EntryVenue } from './entries';
import { registerDevice, revokeDevice } from './service';
import { type DeviceRow, listDevices } from './store';

/** Verifications under way at once, apart from the scans of residents: neither may starve the other. */
const MOST_VERIFICATIONS_UNDER_WAY = 1_000;

export interface DeviceRoutesOptions {
  readonly people: PersonLookup;
  /** The one path every scan takes. */
  readonly pass: EntriesOptions['pass'];
  /** A venue as decisions know it, from memory. */
  readonly venueById: (id: number) => EntryVenue | undefined;
}

function shown(row: DeviceRow) {
  return {
    id: row.publicId,
    name: row.name,
    kind: row.kind,
    venue: { id: row.venuePublicId, name: row.venueName, address: row.venueAddress, checkpoint: null },
    registeredAt: row.registeredAt.toISOString(),
    revokedAt: row.revokedAt?.toISOString() ?? null,
  };
}

export function bindDeviceRoutes(context: ModuleContext, { people, pass, venueById }: DeviceRoutesOptions): void {
  const { router, db, clock } = context;
  const entries = new Entries({
    clock,
    findPerson: (documentType, canonicalNumber) => people.find(documentType, canonicalNumber),
    recordPerson: (person, author) => recordDoorPerson(context, person, author),
    pass,
  });

  const heldVenue = (id: number): EntryVenue => {
    const venue = venueById(id);
    if (venue === undefined) throw new Refusal('NOT_FOUND');
    return venue;
  };

  /** An account of one venue, which is the usual case at a door, costs no query. */
  const venueOf = async (staff: Staff, publicId: string): Promise<EntryVenue> => {
    if (staff.venueId === null) return getVenue(context, staff, publicId);
    const venue = heldVenue(staff.venueId);
    if (venue.publicId !== publicId.toLowerCase()) throw new Refusal('NOT_FOUND');
    return venue;
  };

  router.bind(endpoints.registerDevice, async ({ body, principal, requestId }) => {
    const { device, secret } = await registerDevice(context, principal, body, requestId);
    return { ...shown(device), secret };
  });

  router.bind(endpoints.listDevices, async ({ query, principal }) => {
    const { venueId, limit } = query;
    const rows = await listDevices(db, principal, { venueId, limit, place: readCursor(query.cursor) });
    return pageOf(rows, limit, (row) => ({ at: row.registeredAt, id: row.publicId }), shown);
  });

  router.bind(endpoints.revokeDevice, async ({ params, body, principal, requestId }) =>
    shown(await revokeDevice(context, principal, params.id, body.reason, requestId)),
  );

  router.bindFast(endpoints.verifyAtDevice, MOST_VERIFICATIONS_UNDER_WAY, async ({ body, principal }) =>
    entries.verify(principal, heldVenue(principal.venueId), body),
  );

  router.bind(endpoints.keyEntry, async ({ params, body, principal, requestId }) =>
    entries.key({ staff: principal, requestId }, await venueOf(principal, params.id), body),
  );
}
