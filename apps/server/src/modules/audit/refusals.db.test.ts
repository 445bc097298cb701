import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { SessionCookies } from '../../platform/http/cookies';
import type { Device } from '../../platform/http/principals';
import type { Refused } from '../../platform/http/server';
import { createLogger } from '../../platform/logs';
import { startTestApp, type TestApp } from '../../testing/test-app';
import { Refusals } from './refusals';

let t: TestApp;
beforeAll(async () => {
  t = await startTestApp();
});
afterAll(() => t.stop());

const DEVICE: Device = { kind: 'device', deviceId: 7, venueId: 1 };
const refused = (route: string, principal: Refused['principal'] = DEVICE): Refused => ({
  principal,
  headers: {},
  code: 'NOT_FOUND',
  route,
  requestId: randomUUID(),
});
const linesOf = async (route: string) => {
  const subject = `route:${route}`;
  const { rows } = await sql<{
    requestId: string;
    repeated: number | null;
  }>`select request_id as "requestId", (after->>'repeated')::integer as repeated from audit_events
    where subject = ${subject} order by id`.execute(t.owner);
  return rows;
};
const make = () =>
  new Refusals({ db: t.running, logger: createLogger('silent'), cookies: new SessionCookies(t.origin), resolve: () => undefined });

it('a thousand of the same leave two lines: the first at once, and how often besides', async () => {
  const refusals = make();
  const all = Array.from({ length: 1_000 }, () => refused('GET /knocked'));
  for (const one of all) await refusals.note(one);
  expect(await linesOf('GET /knocked')).toEqual([{ requestId: all[0]?.requestId, repeated: null }]);
  await refusals.stop();
  expect(await linesOf('GET /knocked')).toMatchObject([{ repeated: null }, { requestId: all.at(-1)?.requestId, repeated: 999 }]);
});

it('another caller, route or reason is another line', async () => {
  const refusals = make();
  await refusals.note(refused('GET /one'));
  await refusals.note(refused('GET /two'));
  await refusals.note(refused('GET /one', { ...DEVICE, deviceId: 8 }));
  await refusals.note({ ...refused('GET /one'), code: 'FORBIDDEN' });
  await refusals.stop();
  expect(await linesOf('GET /one')).toHaveLength(3);
  expect(await linesOf('GET /two')).toHaveLength(1);
});

it('whoever is nobody, and a resident, leaves nothing', async () => {
  const refusals = make();
  await refusals.note({ ...refused('GET /three'), principal: undefined, code: 'NOT_SIGNED_IN' });
  await refusals.note(refused('GET /three', { kind: 'resident', accountId: 1, personId: 1 }));
  expect(await linesOf('GET /three')).toEqual([]);
});

it('what could not be written is written the next time', async () => {
  const refusals = make();
  await sql`create function break_it() returns trigger language plpgsql as $$ begin raise exception 'broken by a test'; end $$`.execute(
    t.owner,
  );
  await sql`create trigger broken before insert on audit_events for each row execute function break_it()`.execute(t.owner);
  await refusals.note(refused('GET /four'));
  await sql`drop trigger broken on audit_events`.execute(t.owner);
  const second = refused('GET /four');
  await refusals.note(second);
  expect(await linesOf('GET /four')).toEqual([{ requestId: second.requestId, repeated: null }]);
});
