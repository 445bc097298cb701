import { endpoints } from '@tongxing/contract';
import { maskPhone } from '@tongxing/rules';
import { pageOf, readNumberCursor } from '../../platform/cursor';
import type { Language } from '../../platform/i18n';
import { exportList } from '../exports/public';
import type { ModuleContext } from '../module';
import type { Divisions } from '../regions/public';
import { listVenues } from './reads';
import { createPairing, createVenue, getVenue, setVenueState } from './service';
import type { VenueRow } from './store';
import { venueExport } from './venue-export';

export function bindVenueRoutes(context: ModuleContext, divisions: Divisions): void {
  const { router, db, vault } = context;

  const shown = (venue: VenueRow, language: Language) => ({
    id: venue.publicId,
    code: venue.code,
    name: venue.name,
    class: venue.class,
    scene: venue.scene,
    state: venue.state,
    address: venue.address,
    division: divisions.named(venue.divisionCode, language),
    contactPhone: maskPhone(vault.open('phone', venue.contactPhoneSealed)),
    createdAt: venue.createdAt.toISOString(),
  });

  router.bind(endpoints.listVenues, async ({ query, principal, language }) => {
    const { search, divisionCode, state, limit } = query;
    const rows = await listVenues(db, principal, {
      search,
      divisionCode,
      class: query.class,
      state,
      limit,
      after: readNumberCursor(query.cursor),
    });
    return pageOf(
      rows,
      limit,
      (row) => ({ at: row.createdAt, id: String(row.id) }),
      (row) => shown(row, language),
    );
  });

  router.bind(endpoints.exportVenues, async ({ body, principal: staff, language, requestId }) => {
    const { filter, ...wish } = body;
    const { search, divisionCode, class: venueClass, state } = filter;
    const wanted = { search, divisionCode, class: venueClass, state };
    return exportList(context, venueExport(context, divisions, { staff, wanted, language }), { wish, staff, language, requestId });
  });

  router.bind(endpoints.createVenue, async ({ body, principal, language, requestId }) => {
    const { id, ...application } = body;
    return shown(await createVenue(context, principal, divisions, { publicId: id, ...application }, requestId), language);
  });

  router.bind(endpoints.getVenue, async ({ params, principal, language }) =>
    shown(await getVenue(context, principal, params.id), language),
  );

  router.bind(endpoints.setVenueState, async ({ params, body, principal, language, requestId }) =>
    shown(await setVenueState(context, principal, params.id, body.state, body.reason, requestId), language),
  );

  router.bind(endpoints.createDoorPairing, ({ params, principal, requestId }) => createPairing(context, principal, params.id, requestId));
}
