import { endpoints } from '@tongxing/contract';
import { pageOf, readCursor } from '../../platform/cursor';
import { Refusal, refuseField } from '../../platform/http/refusal';
import type { Language } from '../../platform/i18n';
import { hasSensitiveConsent, requireOwnPerson } from '../identity/public';
import type { ModuleContext } from '../module';
import type { Divisions } from '../regions/public';
import { findTrip, insertTrip, listTrips, type TripRow } from './store';

export function bindTravelRoutes({ router, db, clock, factsChanged }: ModuleContext, divisions: Divisions): void {
  const shown = (trip: TripRow, language: Language) => ({
    id: trip.id,
    division: divisions.named(trip.divisionCode, language),
    arrivedAt: trip.arrivedAt.toISOString(),
    leftAt: trip.leftAt.toISOString(),
    declaredAt: trip.declaredAt.toISOString(),
  });

  router.bind(endpoints.listMyTrips, async ({ query, principal, language }) =>
    pageOf(
      await listTrips(db, principal.personId, readCursor(query.cursor), query.limit),
      query.limit,
      (row) => ({ at: row.declaredAt, id: row.id }),
      (row) => shown(row, language),
    ),
  );

  router.bind(endpoints.declareTrip, async ({ body, principal, language }) => {
    if (!(await hasSensitiveConsent(db, principal.accountId))) throw new Refusal('CONSENT_REQUIRED');
    await requireOwnPerson(db, principal.accountId);
    const arrivedAt = new Date(body.arrivedAt);
    const leftAt = new Date(body.leftAt);
    if (!divisions.has(body.divisionCode)) throw refuseField('divisionCode', 'division_unknown');
    if (leftAt < arrivedAt) throw refuseField('leftAt', 'before_start');
    if (leftAt.getTime() > clock.now()) throw refuseField('leftAt', 'in_the_future');
    const { personId } = principal;
    const declared = { id: body.id, personId, divisionCode: body.divisionCode, arrivedAt, leftAt, declaredAt: new Date(clock.now()) };
    await db.transaction().execute((tx) => insertTrip(tx, declared));
    await factsChanged();
    const trip = await findTrip(db, body.id, personId);
    if (trip === undefined) throw new Refusal('STATE_CONFLICT');
    return shown(trip, language);
  });
}
