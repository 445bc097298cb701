import { endpoints } from '@tongxing/contract';
import { pageOf, readCursor } from '../../platform/cursor';
import { recordAudit } from '../audit/public';
import type { ModuleContext } from '../module';
import { announceVenue, getVenue } from '../venues/public';
import { endDoorScreen, listDoorScreens } from './door-screens-store';

/** What staff of a venue's area see of its screens, and how they end one that was lost. */
export function bindDoorScreens(context: ModuleContext): void {
  const { router, db, clock, factsChanged } = context;

  router.bind(endpoints.listDoorScreens, async ({ params, query, principal }) => {
    const venue = await getVenue(context, principal, params.id);
    const rows = await listDoorScreens(db, venue.id, new Date(clock.now()), readCursor(query.cursor), query.limit);
    return pageOf(
      rows,
      query.limit,
      ({ pairedAt, id }) => ({ at: pairedAt, id }),
      ({ id, device, pairedAt, expiresAt }) => ({
        id,
        device,
        pairedAt: pairedAt.toISOString(),
        expiresAt: expiresAt.toISOString(),
      }),
    );
  });

  router.bind(endpoints.endDoorScreen, async ({ params, body: { id, reason }, principal: actor, requestId }) => {
    const venue = await getVenue(context, actor, params.id);
    await db.transaction().execute(async (tx) => {
      // One that has ended, or is another venue's, is left as it is.
      if (!(await endDoorScreen(tx, venue.id, id))) return;
      await announceVenue(tx, venue.id);
      await recordAudit(tx, { actor, action: 'door.end', subject: `venue:${venue.publicId}`, reason, after: { screen: id }, requestId });
    });
    await factsChanged();
    return undefined;
  });
}
