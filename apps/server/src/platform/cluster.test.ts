import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { WorkerPool } from './cluster';
import { createLogger } from './logs';

interface Word {
  readonly word: string;
}

/** Says `awake`; then does as it is told. Each start leaves a mark. */
const WORKER = `
import { appendFileSync } from 'node:fs';
appendFileSync(process.argv[2], process.argv[3] + '\\n');
if (process.argv[3] === 'broken') process.exit(3);
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

function poolOf(size: number, mood: 'well' | 'broken') {
  const marks = join(folder, `${mood}-${size}`);
  const heard: [place: number, word: string][] = [];
  const deaths: number[] = [];
  const givenUp = vi.fn<(error: Error) => void>();
  const pool: WorkerPool<Word, Word> = new WorkerPool<Word, Word>({
    size,
    program: { file: join(folder, 'worker.mjs'), args: [marks, mood], nodeOptions: [] },
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
  return { pool, heard, deaths, givenUp, starts };
}

it('replaces who dies, in its place, and nobody after a stop', async () => {
  const { pool, heard, deaths, givenUp } = poolOf(2, 'well');
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
  const { pool } = poolOf(1, 'well');
  pool.start();
  await vi.waitFor(() => expect(pool.serving).toEqual([1]), { timeout: 20_000 });
  await pool.stop({ word: 'stay' }, 10);
  expect(pool.serving).toEqual([]);
}, 60_000);

it('gives up a place that is lost five times right at the start, and says what that means', async () => {
  const { pool, deaths, givenUp, starts } = poolOf(1, 'broken');
  pool.start();
  await vi.waitFor(() => expect(givenUp).toHaveBeenCalledTimes(1), { timeout: 40_000 });
  expect(givenUp.mock.calls[0]?.[0].message).toContain('5 times right at its start (last with status 3)');
  expect(deaths).toEqual([1, 1, 1, 1, 1]);
  await pool.stop({ word: 'stop' }, 10_000);
  expect(await starts()).toBe(5);
}, 60_000);
