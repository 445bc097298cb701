import { type OwnTotals, SMALL_CELL } from '@tongxing/contract';
import { shownParts, shownTotal } from '@tongxing/rules';
import { dayFrom, dayOf, startOfDay } from '../../platform/days';
import type { Member } from '../../platform/http/principals';
import { maskedPersons } from '../identity/public';
import type { ModuleContext } from '../module';
import { listPoints } from './point-store';
import { type CountRow, countByInspector, countDay, countVisits, type Span } from './totals-reads';

type Context = Pick<ModuleContext, 'db' | 'vault' | 'clock' | 'config'>;

const DAY_MS = 86_400_000;
const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
const parts = (values: readonly number[]) => shownParts(values, SMALL_CELL);
const shown = (value: number) => shownTotal(value, SMALL_CELL);
/** A part of a total, where what is left over would be as telling. */
const partOf = (total: number, part: number) => parts([part, total - part])[0] ?? 'withheld';
const sumOf = (rows: readonly CountRow[], pick: (row: CountRow) => number = ({ total }) => total) =>
  rows.reduce((sum, row) => sum + pick(row), 0);

/** What a manager is told. Tables that split one and the same total are hidden each by itself: no two share a part. */
export async function ownTotals(context: Context, { venueId }: Pick<Member, 'venueId'>): Promise<OwnTotals> {
  const { db, vault, clock, config } = context;
  const { timeZone } = config;
  const now = clock.now();
  const points = await listPoints(db, venueId);
  const ids = [venueId, ...points.map(({ id }) => id)];
  const [today, before] = await Promise.all([
    countDay(db, ids, dayAt(now, 0, timeZone), timeZone),
    countDay(db, ids, dayAt(now, -7, timeZone), timeZone),
  ]);
  const [rest, inspectors] = await Promise.all([
    countVisits(db, ids, { from: dayAt(now, -6, timeZone).from, to: dayAt(now, 0, timeZone).from }),
    countByInspector(db, ids, dayOf(now, timeZone)),
  ]);
  const names = await maskedPersons(
    db,
    vault,
    inspectors.map(({ personId }) => personId),
  );
  const total = sumOf(today);
  const temperatures = sumOf(today, (row) => row.temperatures);
  const [hours, hoursBefore] = [today, before].map((rows) => parts(HOURS.map((hour) => sumOf(rows.filter((row) => row.hour === hour)))));
  const byPoint = parts(ids.map((id) => sumOf(today.filter((row) => row.venueId === id))));
  const ofWay = (way: CountRow['way']) => sumOf(today.filter((row) => row.way === way));
  const desk = Math.max(0, ofWay('keyed') - inspectors.reduce((sum, { entries }) => sum + entries, 0));
  const [ownScan, device, keyed, ...byInspector] = parts([
    ofWay('own_scan'),
    ofWay('device'),
    desk,
    ...inspectors.map((one) => one.entries),
  ]);
  const measured = inspectors.map((one) => one.temperatures);
  const byOthers = Math.max(0, temperatures - measured.reduce((sum, one) => sum + one, 0));
  const measuredShown = parts([...measured, byOthers]);
  return {
    asOf: new Date(now).toISOString(),
    today: {
      total: shown(total),
      temperatures: partOf(total, temperatures),
      abnormal: partOf(
        total,
        sumOf(today, (row) => row.abnormal),
      ),
    },
    week: partOf(total + rest, rest) === rest ? shown(total + rest) : 'withheld',
    lastWeek: shown(sumOf(before)),
    hours: HOURS.map((hour) => ({ hour, total: hours?.[hour] ?? 'withheld', lastWeek: hoursBefore?.[hour] ?? 'withheld' })),
    points: ids.map((_, place) => ({ name: points[place - 1]?.name ?? null, total: byPoint[place] ?? 'withheld' })),
    ways: [
      { way: 'own_scan', total: ownScan ?? 'withheld' },
      { way: 'device', total: device ?? 'withheld' },
      { way: 'desk', total: keyed ?? 'withheld' },
    ],
    inspectors: inspectors.map(({ personId, member: id }, place) => ({
      id,
      name: names(personId).name,
      total: byInspector[place] ?? 'withheld',
      temperatures: measuredShown[place] ?? 'withheld',
    })),
  };
}

/** A day of the city, counted from today. */
function dayAt(now: number, count: number, timeZone: string): Span {
  const noon = Date.parse(`${dayFrom(now, count, timeZone)}T12:00:00Z`);
  const from = startOfDay(noon, timeZone);
  return { from, to: startOfDay(from.getTime() + DAY_MS + DAY_MS / 2, timeZone) };
}
