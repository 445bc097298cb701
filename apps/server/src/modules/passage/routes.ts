import { endpoints } from '@tongxing/contract';
import { pageOf, readCursor } from '../../platform/cursor';
import { startOfDay } from '../../platform/days';
import { Refusal } from '../../platform/http/refusal';
import type { ModuleContext } from '../module';
import { getVenue } from '../venues/public';
import { evidenceCode, readReasons, totalsOf, verdictCode } from './codes';
import type { Facts } from './facts';
import { countByHour, countByVerdict, lastVisitAt, listOwnVisits } from './reads';
import { ScanLimit } from './scan-limit';
import type { Passage } from './service';

/**
 * Scans of residents under way at once in a process: what it answers in half a second. In a flood a turn of the event
 * loop takes long, since everything that has arrived is read; with room for less, the recorder would wait for work while
 * people are refused (measured: room for 2,000 gave 0.4 of the highest speed at three times the load, this 0.9).
 */
const MOST_SCANS_UNDER_WAY = 6_000;

export interface PassageRoutesOptions {
  readonly passage: Passage;
  readonly facts: Facts;
  /** Told of a look-up of a code that was replaced: an old sticker still hangs somewhere. */
  readonly onOldSticker: (code: string) => void;
}

export function bindPassageRoutes(context: ModuleContext, { passage, facts, onOldSticker }: PassageRoutesOptions): void {
  const { router, db, clock, config } = context;

  const limit = new ScanLimit(config.scansPerPerson);

  router.bind(endpoints.getVenueByCode, async ({ params }) => {
    const { code, ref, scene, state } = passage.venueOf(params.code);
    if (state === 'replaced') onOldSticker(code);
    const { name, address, checkpoint } = ref;
    return { code, name, address, checkpoint, scene, state };
  });

  router.bindFast(
    endpoints.scan,
    MOST_SCANS_UNDER_WAY,
    ({ body: { eventId, code, direction }, principal: { personId } }) => {
      const wait = limit.take(personId, performance.now());
      if (wait > 0) throw new Refusal('TOO_MANY_REQUESTS', { retryAfterSeconds: wait });
      return passage.pass({ eventId, personId, code, direction, method: 'resident', evidence: 'static' });
    },
    (answer) => answer.bytes(),
  );

  router.bind(endpoints.listMyVisits, async ({ query, principal }) =>
    pageOf(
      await listOwnVisits(db, principal.personId, readCursor(query.cursor), query.limit),
      query.limit,
      (row) => ({ at: row.at, id: row.eventId }),
      (row) => {
        const venue = facts.venueById(row.venueId)?.ref;
        return {
          eventId: row.eventId,
          at: row.at.toISOString(),
          venueName: venue?.name ?? '',
          checkpoint: venue?.checkpoint ?? null,
          verdict: verdictCode.read(row.verdict),
          reasons: readReasons(row.reasons),
          evidence: evidenceCode.read(row.evidence),
        };
      },
    ),
  );

  router.bind(endpoints.getVenueTotals, async ({ params, principal }) => {
    const venue = await getVenue(context, principal, params.id);
    const since = startOfDay(clock.now(), config.timeZone);
    const [counts, hours, last] = await Promise.all([
      countByVerdict(db, venue.id, since),
      countByHour(db, venue.id, since, config.timeZone),
      lastVisitAt(db, venue.id),
    ]);
    const byHour = new Map(hours.map((row) => [row.hour, row.count]));
    return {
      today: totalsOf(counts),
      hours: Array.from({ length: 24 }, (_, hour) => ({ hour, count: byHour.get(hour) ?? 0 })),
      lastScanAt: last?.toISOString() ?? null,
    };
  });
}
