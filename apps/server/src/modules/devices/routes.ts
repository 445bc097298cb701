import { endpoints } from '@tongxing/contract';
import type { DeviceTokens } from '../../platform/crypto/device-tokens';
import { fingerprintOf } from '../../platform/crypto/ed25519';
import { pageOf, readCursor } from '../../platform/cursor';
import type { Staff } from '../../platform/http/principals';
import { Refusal } from '../../platform/http/refusal';
import type { ModuleContext } from '../module';
import { getVenue } from '../venues/public';
import type { Entries, EntryVenue } from './entries';
import { changeKey, enrolDevice } from './keys';
import { inviteDevice, registerDevice, revokeDevice, signDeviceOut } from './service';
import { countSessions, type SignIns } from './session-store';
import { leaveSession, startSession } from './sessions';
import { type DeviceRow, listDevices } from './store';

/** Verifications under way at once, apart from the scans of residents: neither may starve the other. */
const MOST_VERIFICATIONS_UNDER_WAY = 1_000;

/** The same for desks. */
const MOST_ENTRIES_UNDER_WAY = 500;

export interface DeviceRoutesOptions {
  readonly tokens: DeviceTokens;
  readonly entries: Entries;
  /** A venue as decisions know it, from memory. */
  readonly venueById: (id: number) => EntryVenue | undefined;
}

/** What a device is told of itself. */
function shownToItself(row: DeviceRow) {
  return {
    id: row.publicId,
    name: row.name,
    kind: row.kind,
    venue: { id: row.venuePublicId, name: row.venueName, address: row.venueAddress, checkpoint: row.venueCheckpoint },
    keySetAt: row.keySetAt?.toISOString() ?? null,
  };
}

function shown(row: DeviceRow, signIns: SignIns | undefined) {
  const proof = row.hasSecret ? 'secret' : 'none';
  return {
    ...shownToItself(row),
    registeredAt: row.registeredAt.toISOString(),
    proof: row.publicKey === null ? proof : ('key' as const),
    keyFingerprint: row.publicKey === null ? null : fingerprintOf(row.publicKey),
    lastSignInAt: signIns?.lastAt.toISOString() ?? null,
    liveSessions: row.revokedAt === null ? (signIns?.live ?? 0) : 0,
    clonedAt: row.clonedAt?.toISOString() ?? null,
    revokedAt: row.revokedAt?.toISOString() ?? null,
  } as const;
}

export function bindDeviceRoutes(context: ModuleContext, options: DeviceRoutesOptions): void {
  const { router, db, clock } = context;
  const { entries, venueById, tokens } = options;

  const heldVenue = (id: number): EntryVenue => {
    const venue = venueById(id);
    if (venue === undefined) throw new Refusal('NOT_FOUND');
    return venue;
  };

  /** An account of one venue, which is the usual case at a door, costs no query. */
  const venueOf = async (staff: Staff, publicId: string): Promise<EntryVenue> => {
    if (staff.venueId === null) return getVenue(context, staff, publicId);
    const venue = heldVenue(staff.venueId);
    return venue.publicId === publicId.toLowerCase() ? venue : getVenue(context, staff, publicId);
  };

  /** A page of devices with their sessions: one query more, however many. */
  const allShown = async (rows: readonly DeviceRow[]) => {
    const ids = rows.map((row) => row.id);
    const signIns = await countSessions(db, ids, new Date(clock.now()));
    const byDevice = new Map(signIns.map((row) => [row.deviceId, row]));
    return (row: DeviceRow) => shown(row, byDevice.get(row.id));
  };
  const oneShown = async (row: DeviceRow) => (await allShown([row]))(row);

  router.bind(endpoints.registerDevice, async ({ body, principal, requestId }) =>
    oneShown(await registerDevice(context, principal, body, requestId)),
  );

  router.bind(endpoints.inviteDevice, ({ params, principal, requestId }) => inviteDevice(context, principal, params.id, requestId));

  router.bind(endpoints.listDevices, async ({ query, principal }) => {
    const { venueId, limit } = query;
    const rows = await listDevices(db, principal, { venueId, limit, place: readCursor(query.cursor) });
    return pageOf(rows, limit, (row) => ({ at: row.registeredAt, id: row.publicId }), await allShown(rows));
  });

  router.bind(endpoints.revokeDevice, async ({ params, body, principal, requestId }) =>
    oneShown(await revokeDevice(context, principal, params.id, body.reason, requestId)),
  );

  router.bind(endpoints.signDeviceOut, async ({ params, body, principal, requestId }) =>
    oneShown(await signDeviceOut(context, principal, params.id, body.reason, requestId)),
  );

  router.bind(endpoints.enrolDevice, async ({ body, address, requestId }) =>
    shownToItself(await enrolDevice(context, body, address, requestId)),
  );

  router.bind(endpoints.startDeviceSession, async ({ body, requestId }) => {
    const { token, expiresAt } = await startSession(context, tokens, body, requestId);
    return { token, expiresAt: expiresAt.toISOString() };
  });

  router.bind(endpoints.endDeviceSession, async ({ principal, token }) => {
    if (token !== undefined) await leaveSession(context, principal, token);
    return undefined;
  });

  router.bind(endpoints.changeDeviceKey, async ({ body, principal, requestId }) =>
    shownToItself(await changeKey(context, principal, body, requestId)),
  );

  router.bindFast(endpoints.verifyAtDevice, MOST_VERIFICATIONS_UNDER_WAY, async ({ body, principal, requestId }) =>
    entries.verify(principal, heldVenue(principal.venueId), body, requestId),
  );

  router.bindFast(endpoints.keyEntry, MOST_ENTRIES_UNDER_WAY, async ({ params, body, principal, requestId }) =>
    entries.key({ actor: principal, requestId }, await venueOf(principal, params.id), body),
  );
}
