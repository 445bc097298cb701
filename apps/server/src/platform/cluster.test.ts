import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { WorkerPool } from './cluster';
import { createLogger } from './logs';

interface Word {
  readonly word: string;
}

/** Says `awake`; then does as it is told. Each start leaves a mark. Broken, it ends at once. */
const WORKER = `
import { appendFileSync, existsSync } from 'node:fs';
appendFileSync(process.argv[2], 'start\\n');
if (existsSync(process.argv[2] + '.broken')) process.exit(3);
process.on('message', ({ word }) => {
  if (word === 'die') process.kill(process.pid, 'SIGKILL');
  if (word === 'stop') process.exit(0);
});
process.once('disconnect', () => process.exit(1));
process.send({ word: 'awake' });
`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tongxing-cluster-'));
  await writeFile(join(folder, 'worker.mjs'), WORKER);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function poolOf(name: string, size: number, mood: 'well' | 'broken' = 'well') {
  const marks = join(folder, name);
  /** How workers that start from now on fare. */
  const becomes = (now: typeof mood) => (now === 'broken' ? writeFile(`${marks}.broken`, '') : rm(`${marks}.broken`, { force: true }));
  await becomes(mood);
  const heard: [place: number, word: string][] = [];
  const deaths: number[] = [];
  const givenUp = vi.fn<(error: Error) => void>();
  const pool: WorkerPool<Word, Word> = new WorkerPool<Word, Word>({
    size,
    program: { file: join(folder, 'worker.mjs'), args: [marks], nodeOptions: [] },
    logger: createLogger('silent'),
    receive: (place, { word }) => {
      heard.push([place, word]);
      pool.serves(place);
    },
    onDeath: (place) => deaths.push(place),
    onGivenUp: givenUp,
    pauseMs: 1,
  });
  const starts = async () => (await readFile(marks, 'utf8').catch(() => '')).split('\n').length - 1;
  return { pool, heard, deaths, givenUp, starts, becomes };
}

it('replaces who dies, in its place, and nobody after a stop', async () => {
  const { pool, heard, deaths, givenUp } = await poolOf('replaced', 2);
  pool.start();
  await vi.waitFor(() => expect(pool.serving).toEqual([1, 2]), { timeout: 20_000 });
  pool.send(2, { word: 'die' });
  await vi.waitFor(() => expect(heard).toHaveLength(3), { timeout: 20_000 });
  expect(heard[2]).toEqual([2, 'awake']);
  expect(deaths).toEqual([2]);
  await pool.stop({ word: 'stop' }, 10_000);
  expect(pool.serving).toEqual([]);
  expect(deaths).toEqual([2]);
  expect(givenUp).not.toHaveBeenCalled();
}, 60_000);

it('kills who does not stop in time', async () => {
  const { pool } = await poolOf('killed', 1);
  pool.start();
  await vi.waitFor(() => expect(pool.serving).toEqual([1]), { timeout: 20_000 });
  await pool.stop({ word: 'stay' }, 10);
  expect(pool.serving).toEqual([]);
}, 60_000);

it('gives up when nobody has ever served and one is lost five times right at the start, and says what that means', async () => {
  const { pool, deaths, givenUp, starts } = await poolOf('hopeless', 1, 'broken');
  pool.start();
  await vi.waitFor(() => expect(givenUp).toHaveBeenCalledTimes(1), { timeout: 40_000 });
  expect(givenUp.mock.calls[0]?.[0].message).toContain('5 times right at its start (last with status 3)');
  expect(deaths).toEqual([1, 1, 1, 1, 1]);
  await pool.stop({ word: 'stop' }, 10_000);
  expect(await starts()).toBe(5);
}, 60_000);

it('does not give up once somebody has served: those that are well go on, and the lost one comes back in the end', async () => {
  const { pool, deaths, givenUp, becomes } = await poolOf('outage', 2);
  pool.start();
  await vi.waitFor(() => expect(pool.serving).toEqual([1, 2]), { timeout: 20_000 });
  await becomes('broken');
  pool.send(2, { word: 'die' });
  await vi.waitFor(() => expect(deaths.length).toBeGreaterThan(6), { timeout: 40_000 });
  expect(pool.serving).toEqual([1]);
  pool.send(1, { word: 'die' });
  await vi.waitFor(() => expect(deaths.filter((place) => place === 1).length).toBeGreaterThan(6), { timeout: 40_000 });
  expect(pool.serving).toEqual([]);
  expect(givenUp).not.toHaveBeenCalled();
  await becomes('well');
  await vi.waitFor(() => expect(pool.serving).toEqual([1, 2]), { timeout: 20_000 });
  await pool.stop({ word: 'stop' }, 10_000);
}, 120_000);

describe('a process that the operating system does not start', () => {
  const { execPath } = process;
  afterEach(() => {
    process.execPath = execPath;
  });

  it('is tried again', async () => {
    const { pool, deaths } = await poolOf('no-process', 1);
    pool.start();
    await vi.waitFor(() => expect(pool.serving).toEqual([1]), { timeout: 20_000 });
    process.execPath = join(folder, 'missing');
    pool.send(1, { word: 'die' });
    await vi.waitFor(() => expect(deaths.length).toBeGreaterThan(2), { timeout: 20_000 });
    process.execPath = execPath;
    await vi.waitFor(() => expect(pool.serving).toEqual([1]), { timeout: 20_000 });
    await pool.stop({ word: 'stop' }, 10_000);
  }, 60_000);

  it('is not waited for at a stop', async () => {
    const { pool } = await poolOf('no-process-at-stop', 1);
    process.execPath = join(folder, 'missing');
    pool.start();
    await pool.stop({ word: 'stop' }, 60_000);
    expect(pool.serving).toEqual([]);
  }, 50_000);
});
