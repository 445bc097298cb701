import { randomUUID } from 'node:crypto';
import { venueAt } from '@tongxing/simulator';
import { type KyselyPlugin, sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Tx } from '../../platform/database/database';
import { createLogger } from '../../platform/logs';
import { startTestApp, type TestApp } from '../../testing/test-app';
import { type AbnormalVisit, type RaiseOptions, raiseWarnings } from './service';

const MANY = 300;
const STOP = 2;

let t: TestApp;
let options: RaiseOptions;
let people: number[];
let venues: number[];
beforeAll(async () => {
  t = await startTestApp();
  const ids = async (table: string) =>
    (await sql<{ id: number }>`select id from ${sql.table(table)} order by id limit ${MANY}`.execute(t.owner)).rows.map(({ id }) => id);
  [people, venues] = await Promise.all([ids('persons'), ids('venues')]);
  const venueById = () => ({ ref: { name: '某处' }, divisionCode: venueAt(t.city, 0).divisionCode });
  options = { vault: t.vault, logger: createLogger('silent'), clock: t.clock, timeZone: 'Asia/Shanghai', venueById };
});
afterAll(() => t.stop());
beforeEach(() => sql`truncate warnings, incidents, incident_steps, sms_messages`.execute(t.owner).then(() => undefined));

/** Somebody else at some door each, captured so long ago. */
function visitsOf(count: number, ageMs = 0): AbnormalVisit[] {
  const recordedAt = new Date(t.clock.now());
  return Array.from({ length: count }, (_, n) => ({
    eventId: randomUUID(),
    at: new Date(recordedAt.getTime() - ageMs),
    recordedAt,
    personId: people[n % people.length] ?? 0,
    venueId: venues[Math.floor(n / people.length) % venues.length] ?? 0,
    verdict: STOP,
    reasons: [2],
  }));
}

/** Raises in one transaction. @returns statements it took */
async function raise(visits: readonly AbnormalVisit[]): Promise<number> {
  let statements = 0;
  const counter: KyselyPlugin = {
    transformQuery: ({ node }) => {
      statements += 1;
      return node;
    },
    transformResult: async ({ result }) => result,
  };
  await t.running.transaction().execute((tx) => raiseWarnings(tx.withPlugin(counter) as Tx, visits, options));
  return statements;
}

/** Connections to this database that wait for another's lock. */
const waiting = () => t.count('pg_stat_activity', sql`datname = current_database() and wait_event_type = 'Lock'`);

const written = async () => ({
  incidents: await t.count('incidents'),
  steps: await t.count('incident_steps'),
  warnings: await t.count('warnings'),
  messages: await t.count('sms_messages'),
});

describe('what a batch raises', () => {
  it('takes as many statements for hundreds as for one', async () => {
    expect(await raise(visitsOf(1))).toBe(5);
    expect(await raise(visitsOf(MANY))).toBe(5);
    expect(await written()).toEqual({ incidents: MANY, steps: MANY, warnings: MANY, messages: 2 * MANY });
    expect(await raise(visitsOf(MANY))).toBe(1);
    expect(await written()).toEqual({ incidents: MANY, steps: MANY, warnings: MANY, messages: 2 * MANY });
  });

  it('takes no more when they come late', async () => {
    t.clock.advance(3_600_000 - (t.clock.now() % 3_600_000));
    expect(await raise(visitsOf(MANY, 600_000))).toBe(3);
    expect(await raise(visitsOf(MANY, 600_000))).toBe(1);
    expect(await written()).toEqual({ incidents: 0, steps: 0, warnings: MANY, messages: 1 });
  });

  it('is one warning of those of one person at one door', async () => {
    const [first] = visitsOf(1);
    if (first === undefined) throw new Error('nobody');
    await raise(Array.from({ length: 50 }, () => ({ ...first, eventId: randomUUID() })));
    expect(await written()).toEqual({ incidents: 1, steps: 1, warnings: 1, messages: 2 });
  });

  it('adds a warning to an open incident whose warnings were all taken over, and writes to nobody', async () => {
    await raise(visitsOf(1));
    await sql`update warnings set acknowledged_at = now(), receiver_id = (select min(id) from staff_accounts)`.execute(t.owner);
    await raise(visitsOf(1));
    expect(await written()).toEqual({ incidents: 1, steps: 1, warnings: 2, messages: 2 });
  });

  it('writes to nobody without a telephone, and says where nobody of the data team has one', async () => {
    const told: unknown[] = [];
    const logger = Object.assign(createLogger('silent'), { error: (...words: unknown[]) => void told.push(words) });
    await t.owner
      .transaction()
      .execute(async (tx) => {
        await sql`update persons set phone_sealed = null`.execute(tx);
        await sql`update staff_accounts set phone_sealed = null`.execute(tx);
        await raiseWarnings(tx, visitsOf(3), { ...options, logger });
        const { rows } = await sql<{ count: number }>`select count(*) as count from sms_messages`.execute(tx);
        expect(rows[0]?.count).toBe(0);
        throw new Error('undone');
      })
      .catch((error: Error) => expect(error.message).toBe('undone'));
    expect(told).toEqual([[{ divisions: [venueAt(t.city, 0).divisionCode], warnings: 3 }, expect.any(String)]]);
  });

  it.each([
    ['now', 0],
    ['late', 600_000],
  ])(
    'of people of %s is raised in one order: whoever raises the same people in another waits and deadlocks with nobody',
    async (_, ageMs) => {
      const visits = visitsOf(MANY, ageMs);
      const raising = await t.owner.transaction().execute(async (tx) => {
        // Both stand still in the middle, with what they have written so far, until this one commits.
        await raiseWarnings(tx, visits.slice(MANY / 2, MANY / 2 + 1), options);
        const both = Promise.allSettled([raise(visits), raise([...visits].reverse())]);
        await vi.waitFor(async () => expect(await waiting()).toBe(2), { timeout: 10_000 });
        return { both };
      });
      expect(await raising.both).toMatchObject([{ status: 'fulfilled' }, { status: 'fulfilled' }]);
      expect(await written()).toMatchObject({ incidents: ageMs === 0 ? MANY : 0, warnings: MANY });
    },
  );

  it('sends each person’s message to that person', async () => {
    await raise(visitsOf(MANY));
    const wrong = sql`purpose = 'warning_person' and not exists (
      select from warnings w join persons p on p.id = w.person_id where w.id = warning_id and p.phone_sealed = sms_messages.phone_sealed)`;
    expect(await t.count('sms_messages', sql`purpose = 'warning_person'`)).toBe(MANY);
    expect(await t.count('sms_messages', wrong)).toBe(0);
  });
});
