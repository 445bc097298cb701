import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type ClonedDatabase, cloneDatabase } from '../testing/clone';
import { TEST_KEYS } from '../testing/keys';
import { type AttemptRule, countAttempt, forgetAttempts, sweepAttempts } from './attempt-limits';
import { Vault } from './crypto/sealing';
import { type OpenDatabase, openDatabase } from './database/database';

const PERIOD_MS = 60_000;
const RULE: AttemptRule = { name: 'test', most: 3, periodMs: PERIOD_MS };

let database: ClonedDatabase;
let processes: OpenDatabase[];
let now = Date.now();
const vault = new Vault(TEST_KEYS);
const clock = { now: () => now };

beforeAll(async () => {
  database = await cloneDatabase();
  const open = () => openDatabase({ url: database.runningUrl, connections: 4, onError: () => undefined });
  processes = [open(), open()];
});
afterEach(async () => {
  await sql`delete from attempts`.execute(processOf(0).db);
});
afterAll(async () => {
  await Promise.all(processes.map(({ close }) => close()));
  await database.drop();
});

function processOf(number: number): OpenDatabase {
  const process = processes[number % processes.length];
  if (process === undefined) throw new Error('no process');
  return process;
}

const attempt = (key: string, process = 0, rule = RULE) => countAttempt({ db: processOf(process).db, vault, clock }, rule, key);
const rows = async () => (await sql<{ text: string }>`select attempts::text as text from attempts`.execute(processOf(0).db)).rows;

describe('attempts', () => {
  it('are refused after the most, and no longer than the period', async () => {
    expect([await attempt('a'), await attempt('a'), await attempt('a')]).toEqual([0, 0, 0]);
    expect(await attempt('a')).toBe(60);
    now += PERIOD_MS - 1;
    expect(await attempt('a')).toBe(1);
    now += 1;
    expect([await attempt('a'), await attempt('a'), await attempt('a')]).toEqual([0, 0, 0]);
    expect(await attempt('a')).toBe(60);
  });

  it('count together whichever process they reach, also at once', async () => {
    const waits = await Promise.all(Array.from({ length: 20 }, (_, n) => attempt('a', n)));
    expect(waits.filter((seconds) => seconds === 0)).toHaveLength(RULE.most);
  });

  it('are counted by key and rule, and forgotten when one succeeded', async () => {
    for (let n = 0; n < 4; n += 1) await attempt('a');
    expect(await attempt('b')).toBe(0);
    expect(await attempt('a', 0, { ...RULE, name: 'another' })).toBe(0);
    await forgetAttempts({ db: processOf(1).db, vault }, RULE, 'a');
    expect(await attempt('a')).toBe(0);
  });

  it('are kept without the name or address they are of, and swept when they no longer count', async () => {
    await attempt('dispatcher|203.0.113.7');
    now += PERIOD_MS / 2;
    await attempt('late');
    expect(JSON.stringify(await rows())).not.toMatch(/dispatcher|203\.0|late|64697370/);
    await sweepAttempts(processOf(0).db, now + PERIOD_MS / 2);
    expect(await rows()).toHaveLength(1);
    await sweepAttempts(processOf(0).db, now + PERIOD_MS);
    expect(await rows()).toEqual([]);
  });
});
