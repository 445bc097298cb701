import { access, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { CITY_SIZES } from '@tongxing/simulator';
import pg from 'pg';
import { makeLikeNew } from './database';
import { fillCity } from './fill-city';
import { stopLeftOver } from './process-tree';
import { PRODUCT, runProgram } from './programs';
import type { Undo } from './undo';

export interface Population {
  readonly venues: number;
  readonly residents: number;
}

const DEMO: Population = CITY_SIZES.small;
/** How large cities of the benches are. `small` is the demo's, for a trial and for CI; `full` that of the claims. */
const POPULATIONS = {
  small: DEMO,
  full: { venues: 384_000, residents: 9_000_000 },
  /** What the two are compared with where growth is measured. */
  'more-residents': { ...DEMO, residents: 120_000 },
  'few-residents': { ...DEMO, venues: 384_000 },
} as const satisfies Record<string, Population>;
export type CitySize = keyof typeof POPULATIONS;

export interface CityOptions {
  readonly size: CitySize;
  /** Use the data folder that an earlier `--keep` left. */
  readonly data?: string;
  /** Make the data folder here and leave it. */
  readonly keep?: string;
}

/** A data folder of the product with a city in its database; nothing runs on it. */
export interface City {
  readonly dataDir: string;
  readonly size: CitySize;
}

export const populationOf = ({ size }: City): Population => POPULATIONS[size];

const MARK = 'bench-city.json';
const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );

/** Makes the city, or takes the one that was kept. A folder that is not kept goes with the bench. */
export async function openCity(options: CityOptions, undo: Undo): Promise<City> {
  if (options.data !== undefined) {
    const folder = resolve(options.data);
    undo.add(() => stopLeftOver(folder));
    const city = await keptCity(folder, options.size);
    // It may be of an earlier version, and what earlier benches recorded was removed from it.
    await rm(join(folder, 'watermark.json'), { force: true });
    await migrate(city.dataDir, undo);
    await makeLikeNew(city.dataDir, undo);
    return city;
  }
  const { size } = options;
  const dataDir = await newFolder(options, undo);
  undo.add(() => stopLeftOver(dataDir));
  await migrate(dataDir, undo);
  if (size !== 'small') await fillCity(dataDir, POPULATIONS[size], undo);
  await writeFile(join(dataDir, MARK), JSON.stringify({ size }));
  return { dataDir, size };
}

const migrate = (dataDir: string, undo: Undo) =>
  runProgram({ file: PRODUCT, args: ['migrate'], environment: { TONGXING_DATA_DIR: dataDir, TONGXING_LOG_LEVEL: 'warn' } }, undo);

async function newFolder({ keep }: CityOptions, undo: Undo): Promise<string> {
  if (keep === undefined) {
    const dataDir = await mkdtemp(join(tmpdir(), 'tongxing-bench-'));
    undo.add(() => rm(dataDir, { recursive: true, force: true }));
    return dataDir;
  }
  const dataDir = resolve(keep);
  if (await exists(dataDir)) throw new Error(`${dataDir} is there already. Use it with --data, or choose another folder for --keep.`);
  await mkdir(dataDir, { recursive: true });
  return dataDir;
}

async function keptCity(dataDir: string, wanted: CitySize): Promise<City> {
  const mark = await readFile(join(dataDir, MARK), 'utf8').catch(() => undefined);
  if (mark === undefined) throw new Error(`${dataDir} holds no finished city of a bench. Make one with --keep ${dataDir}.`);
  const { size } = JSON.parse(mark) as { size: CitySize };
  if (size !== wanted)
    throw new Error(`The city in ${dataDir} is ${size} and this bench needs ${wanted}. Name the size it has, or make another.`);
  return { dataDir, size };
}

/** Connection string of the owning role of an embedded server that is running. */
export async function ownerUrl(dataDir: string): Promise<string> {
  const password = (await readFile(join(dataDir, 'postgres-password'), 'utf8')).trim();
  const port = (await readFile(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')[3];
  return `postgres://tongxing:${password}@127.0.0.1:${port}/tongxing`;
}

export async function connectOwner(url: string, undo: Undo): Promise<pg.Client> {
  const owner = new pg.Client({ connectionString: url });
  // A stop of PostgreSQL before ours is no news.
  owner.on('error', () => undefined);
  await owner.connect();
  undo.add(() => owner.end());
  return owner;
}

export async function countVisits(owner: pg.Client): Promise<number> {
  const { rows } = await owner.query<{ count: string }>('select count(*) from visits');
  return Number(rows[0]?.count);
}

export async function countWarnings(owner: pg.Client): Promise<number> {
  const { rows } = await owner.query<{ count: string }>('select count(*) from warnings');
  return Number(rows[0]?.count);
}

export async function countPopulation(owner: pg.Client): Promise<Population> {
  const { rows } = await owner.query<{ venues: string; residents: string }>(
    'select (select count(*) from venues) as venues, (select count(*) from resident_accounts) as residents',
  );
  return { venues: Number(rows[0]?.venues), residents: Number(rows[0]?.residents) };
}

/** Codes of all venues, in canonical form. */
export async function venueCodes(owner: pg.Client): Promise<string[]> {
  const { rows } = await owner.query<{ code: string }>('select code from venues order by id');
  return rows.map((row) => row.code);
}
