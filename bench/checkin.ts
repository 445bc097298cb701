import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeCity, venueAt } from '@tongxing/simulator';
import pg from 'pg';
import { eventIds, post } from './event-ids';
import { drive, type LoadResult } from './load';
import { freePort, startProgram } from './processes';

export interface CheckinOptions {
  /** Measured seconds of each part. */
  readonly seconds: number;
  readonly connections: number;
  /** How often floor and product are measured in turn. */
  readonly rounds: number;
  /** Built programs: the product's bundle and the floor's. */
  readonly product: string;
  readonly floor: string;
}

/** One object a line with stable keys; ratios are of one run on one machine. */
export interface CheckinReport {
  readonly name: 'checkin';
  readonly checkinsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly floorPerSecond: number;
  /** The product's speed by the bare probe's in the same run: the figure that means something on a noisy machine. */
  readonly floorRatio: number;
  readonly rssMiB: number;
  /** Answers other than 200. */
  readonly refused: number;
  readonly visitsOnDisk: number;
  readonly answersWarm: number;
  readonly connections: number;
  readonly seconds: number;
  readonly machine: string;
  readonly node: string;
  readonly commit: string;
}

const RESIDENTS = 20_000;
const WARMUP_SECONDS = 2;

/** Connection string of the owning role of the product's embedded server. */
async function ownerUrl(dataDir: string): Promise<string> {
  const password = (await readFile(join(dataDir, 'postgres-password'), 'utf8')).trim();
  const port = (await readFile(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')[3];
  return `postgres://tongxing:${password}@127.0.0.1:${port}/tongxing`;
}

/** Signs every resident in, straight in the database: the SMS path is not what is measured here. */
async function signInAll(owner: pg.Client): Promise<string[]> {
  const { rows } = await owner.query<{ id: number }>('select id from resident_accounts order by id limit $1', [RESIDENTS]);
  const tokens = rows.map(() => randomBytes(32).toString('base64url'));
  const hashes = tokens.map((token) => createHash('sha256').update(token).digest());
  await owner.query(
    `insert into sessions (token_hash, kind, subject_id, expires_at)
     select hash, 'resident', id, now() + interval '1 day' from unnest($1::bytea[], $2::bigint[]) as s (hash, id)`,
    [hashes, rows.map((row) => row.id)],
  );
  return tokens;
}

const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
const commit = () => execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();

/** Durable check-ins through the whole real path, beside the bare probe, in turn on the same PostgreSQL. */
export async function benchCheckin(options: CheckinOptions): Promise<CheckinReport> {
  const dataDir = await mkdtemp(join(tmpdir(), 'tongxing-bench-'));
  const undo: (() => Promise<unknown>)[] = [() => rm(dataDir, { recursive: true, force: true })];
  try {
    const port = await freePort();
    const settings = { TONGXING_PORT: String(port), TONGXING_ADMIN_PORT: '0', TONGXING_DATA_DIR: dataDir, TONGXING_LOG_LEVEL: 'warn' };
    const product = await startProgram(options.product, ['serve'], port, settings);
    undo.push(() => product.stop());
    const url = await ownerUrl(dataDir);
    const owner = new pg.Client({ connectionString: url });
    await owner.connect();
    undo.push(() => owner.end());
    const tokens = await signInAll(owner);
    await owner.query('create database floor');
    const floorPort = await freePort();
    const floorUrl = url.replace(/tongxing$/, 'floor');
    const floor = await startProgram(options.floor, [], floorPort, { BENCH_PORT: String(floorPort), BENCH_DATABASE_URL: floorUrl });
    undo.push(() => floor.stop());

    const city = makeCity();
    const codes = Array.from({ length: city.size.venues }, (_, index) => venueAt(city, index).code);
    const nextId = eventIds();
    const pick = <T>(list: readonly T[]) => list[Math.floor(Math.random() * list.length)] as T;
    const body = () => JSON.stringify({ eventId: nextId(), code: pick(codes) });
    const load = { connections: options.connections, warmupSeconds: WARMUP_SECONDS, seconds: options.seconds };
    const floors: LoadResult[] = [];
    const products: LoadResult[] = [];
    for (let round = 0; round < options.rounds; round += 1) {
      floors.push(await drive({ ...load, port: floorPort, request: () => post('/floor', '', body()) }));
      products.push(
        await drive({ ...load, port, request: () => post('/api/v1/scans', `cookie: tongxing_resident=${pick(tokens)}\r\n`, body()) }),
      );
    }
    const { rows } = await owner.query<{ count: string }>('select count(*) from visits');
    const ratios = products.map((result, round) => result.perSecond / (floors[round]?.perSecond ?? 1));
    return {
      name: 'checkin',
      checkinsPerSecond: median(products.map((result) => result.perSecond)),
      p50Ms: median(products.map((result) => result.p50Ms)),
      p99Ms: median(products.map((result) => result.p99Ms)),
      floorPerSecond: median(floors.map((result) => result.perSecond)),
      floorRatio: Number(median(ratios).toFixed(2)),
      rssMiB: await product.rssMiB(),
      refused: products.reduce((sum, result) => sum + result.answers - (result.statuses['200'] ?? 0), 0),
      visitsOnDisk: Number(rows[0]?.count),
      answersWarm: products.reduce((sum, result) => sum + (result.statuses['200'] ?? 0), 0),
      connections: options.connections,
      seconds: options.seconds,
      machine: `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}`,
      node: process.version,
      commit: commit(),
    };
  } finally {
    for (const step of undo.reverse()) await step();
  }
}
