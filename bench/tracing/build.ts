import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { VenueClass } from '@tongxing/rules';
import type pg from 'pg';
import { openCity, populationOf } from '../shared/city';
import { withClient, withDatabase } from '../shared/database';
import type { Undo } from '../shared/undo';
import { visitRows } from './copy';
import { copyIn } from './copy-in';
import { DayVisits, fillDay } from './day';
import { Places } from './places';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Of the fictional city, which knows no summer time. */
export const ZONE = { name: 'Asia/Shanghai', offsetMs: 8 * HOUR_MS } as const;
/** When the product compacts a day: in the night after it. */
const COMPACTED_AFTER_MS = 27 * HOUR_MS;
/** … and not before. */
const NOT_BEFORE_MS = 26 * HOUR_MS;
const SEED = 20_260_106;
const DAYS = 17;

export type VisitsSize = 'small' | 'full';

/** Cities of the benches whose people make the visits; visits a day follow from the people. */
const CITIES = { small: 'more-residents', full: 'full' } as const;
const PERSONS = { small: 90_000, full: 9_000_000 } as const;
const MOST_A_DAY = { small: 90_000, full: 8_400_000 } as const;

/** While filling there is nothing to lose: the visits are whole or are not used. */
const FILL_SETTINGS = [
  'fsync=off',
  'full_page_writes=off',
  'synchronous_commit=off',
  'wal_level=minimal',
  'max_wal_senders=0',
  'max_wal_size=16GB',
  'maintenance_work_mem=512MB',
  'autovacuum=off',
];

/** A data folder of the product with 17 days of visits in its database; nothing runs on it. */
export interface Visits {
  readonly dataDir: string;
  readonly size: VisitsSize;
  /** Epoch milliseconds at which the last was recorded: the present of these visits. */
  readonly until: number;
  readonly persons: number;
  readonly residents: number;
  readonly venues: number;
  readonly buildSeconds: number;
}

export interface VisitsOptions {
  readonly size: VisitsSize;
  readonly data?: string;
  readonly keep?: string;
}

const MARK = 'bench-visits.json';
const say = (text: string) => process.stderr.write(`${text}\n`);

/** Makes the visits, or takes those that an earlier `--keep` left. */
export async function openVisits(options: VisitsOptions, undo: Undo): Promise<Visits> {
  if (options.data !== undefined) return keptVisits(resolve(options.data), options.size);
  const { size, keep } = options;
  const city = await openCity({ size: CITIES[size], ...(keep === undefined ? {} : { keep }) }, undo);
  const startedAt = performance.now();
  const until = Date.now();
  const persons = PERSONS[size];
  await withDatabase(city.dataDir, FILL_SETTINGS, undo, (url) => fill(url, { size, persons, until }));
  const { venues, residents } = populationOf(city);
  const buildSeconds = Math.round((performance.now() - startedAt) / 1000);
  const made: Omit<Visits, 'dataDir'> = { size, until, persons, residents, venues, buildSeconds };
  await writeFile(join(city.dataDir, MARK), JSON.stringify(made));
  return { ...made, dataDir: city.dataDir };
}

async function keptVisits(dataDir: string, wanted: VisitsSize): Promise<Visits> {
  const mark = await readFile(join(dataDir, MARK), 'utf8').catch(() => undefined);
  if (mark === undefined) throw new Error(`${dataDir} holds no finished visits of a bench. Make them with --keep ${dataDir}.`);
  const visits = JSON.parse(mark) as Omit<Visits, 'dataDir'>;
  if (visits.size !== wanted)
    throw new Error(`The visits in ${dataDir} are ${visits.size} and --size asks for ${wanted}. Name the size they have.`);
  return { ...visits, dataDir };
}

interface Filling {
  readonly size: VisitsSize;
  readonly persons: number;
  readonly until: number;
}

/** Two days at a time: while one is generated here, the database compacts the other. */
async function fill(url: string, filling: Filling): Promise<void> {
  const places = await withClient(url, readPlaces);
  const scale = filling.persons / PERSONS.full;
  const city = new Places(places, SEED, scale);
  const today = Math.floor((filling.until + ZONE.offsetMs) / DAY_MS) * DAY_MS - ZONE.offsetMs;
  const days = Array.from({ length: DAYS }, (_, day) => ({ day, start: today - (DAYS - 1 - day) * DAY_MS }));
  const waiting = [...days];
  const work = () =>
    withClient(url, async (client) => {
      const visits = new DayVisits(MOST_A_DAY[filling.size]);
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        const startedAt = performance.now();
        fillDay({ places: city, persons: filling.persons, seed: SEED, day: next.day }, visits);
        await writeDay(client, visits, next.start, filling.until);
        say(`${nameOf(next.start)}: ${visits.count} visits in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
      }
    });
  await Promise.all([work(), work()]);
  await withClient(url, async (client) => {
    // As autovacuum has done long since where days pass.
    for (const { start } of days) await client.query(`vacuum (analyze) ${nameOf(start)}`);
    await client.query('checkpoint');
  });
}

interface PlaceRow {
  readonly id: number;
  readonly class: VenueClass;
}

async function readPlaces(client: pg.Client): Promise<PlaceRow[]> {
  return (await client.query<PlaceRow>('select id, class from venues order by id')).rows;
}

const dayOf = (start: number) => new Date(start + ZONE.offsetMs).toISOString().slice(0, 10);
const nameOf = (start: number) => `visits_${dayOf(start).replaceAll('-', '')}`;

/** A past day as the product leaves it: compacted in the night after, with what was uploaded later behind it. */
async function writeDay(client: pg.Client, visits: DayVisits, start: number, until: number): Promise<void> {
  const isPast = start + NOT_BEFORE_MS <= Date.now();
  const before = isPast ? Math.min(start + COMPACTED_AFTER_MS, until) : until;
  await (isPast ? writeLoose(client, visits, start, before) : writeLive(client, visits, start, before));
  if (!isPast) return;
  await compact(client, dayOf(start));
  await copyIn(client, `copy ${nameOf(start)} from stdin (format binary)`, visitRows(visits, start, { from: before, until }));
}

/** In order of arrival with the indexes there, as scans are recorded. */
async function writeLive(client: pg.Client, visits: DayVisits, start: number, until: number): Promise<void> {
  await client.query('select ensure_visit_partitions($1::date, $1::date, $2)', [dayOf(start), ZONE.name]);
  await copyIn(client, `copy ${nameOf(start)} from stdin (format binary)`, visitRows(visits, start, { from: 0, until }));
}

/** A day that will be compacted: its rows in order of arrival; what its indexes look like until then does not last. */
async function writeLoose(client: pg.Client, visits: DayVisits, start: number, until: number): Promise<void> {
  const name = nameOf(start);
  await client.query(`drop table if exists ${name}`);
  await client.query(`create table ${name} (like visits including defaults including constraints)`);
  await copyIn(client, `copy ${name} from stdin (format binary)`, visitRows(visits, start, { from: 0, until }));
  const { rows } = await client.query<{ first: string; after: string }>(
    `select visit_moment($1::date::timestamp at time zone $2) as first, visit_moment(($1::date + 1)::timestamp at time zone $2) as after`,
    [dayOf(start), ZONE.name],
  );
  await client.query(`alter table visits attach partition ${name} for values from (${rows[0]?.first}) to (${rows[0]?.after})`);
}

const PAUSE_MS = 500;

/** The product's own function lets one work at a time. */
async function compact(client: pg.Client, day: string): Promise<void> {
  for (;;) {
    const { rows } = await client.query<{ done: boolean }>('select compact_visit_day($1::date) as done', [day]);
    if (rows[0]?.done === true) return;
    await new Promise((resolveLater) => setTimeout(resolveLater, PAUSE_MS));
  }
}
