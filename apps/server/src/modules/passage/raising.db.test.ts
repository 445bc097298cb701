import { PERSONAS, residentAt, venueAt } from '@tongxing/simulator';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../testing/test-app';

let t: TestApp;
beforeAll(async () => {
  t = await startTestApp();
});
afterAll(() => t.stop());

interface Raised {
  readonly visits: number;
  readonly warnings: number;
  readonly incidents: number;
  readonly messages: number;
}

/** What a resident's scans at a venue have led to. */
async function raisedBy(residentIndex: number, venueIndex: number): Promise<Raised> {
  const personId = await t.personId(residentIndex);
  const { publicId } = venueAt(t.city, venueIndex);
  const { rows } = await sql<Raised>`with venue as (select id from venues where public_id = ${publicId})
    select (select count(*) from visits where person_id = ${personId} and venue_id = (select id from venue)) as visits,
      (select count(*) from warnings where person_id = ${personId} and venue_id = (select id from venue)) as warnings,
      (select count(*) from incidents where person_id = ${personId} and venue_id = (select id from venue)) as incidents,
      (select count(*) from sms_messages m join warnings w on w.id = m.warning_id
        where w.person_id = ${personId} and w.venue_id = (select id from venue)) as messages`.execute(t.owner);
  return rows[0] ?? { visits: -1, warnings: -1, incidents: -1, messages: -1 };
}

/** While it runs, nothing can be written into a table. */
async function withBroken<T>(table: string, run: () => Promise<T>): Promise<T> {
  await sql`create or replace function break_it() returns trigger language plpgsql as $$ begin raise exception 'broken by a test'; end $$`.execute(
    t.owner,
  );
  await sql`create trigger broken before insert on ${sql.table(table)} for each row execute function break_it()`.execute(t.owner);
  try {
    return await run();
  } finally {
    await sql`drop trigger broken on ${sql.table(table)}`.execute(t.owner);
  }
}

describe('a red scan', () => {
  it('stops the person and raises a warning, an incident and two messages', async () => {
    expect(await t.scan(PERSONAS.red, 0)).toMatchObject({ verdict: 'stop', reasons: ['HEALTH_RED'], advice: 'wait_for_staff' });
    expect(await raisedBy(PERSONAS.red, 0)).toEqual({ visits: 1, warnings: 1, incidents: 1, messages: 2 });
  });

  it('at the same door again joins the open incident and writes to nobody twice', async () => {
    await t.scan(PERSONAS.red, 1);
    await t.scan(PERSONAS.red, 1);
    expect(await raisedBy(PERSONAS.red, 1)).toEqual({ visits: 2, warnings: 1, incidents: 1, messages: 2 });
  });

  it('repeated with the same event id raises nothing more', async () => {
    const eventId = t.eventId();
    await Promise.all(Array.from({ length: 20 }, () => t.scan(PERSONAS.red, 2, eventId)));
    expect(await raisedBy(PERSONAS.red, 2)).toEqual({ visits: 1, warnings: 1, incidents: 1, messages: 2 });
  });

  it('twenty times at once at one door opens one incident', async () => {
    await Promise.all(Array.from({ length: 20 }, () => t.scan(PERSONAS.red, 3)));
    expect(await raisedBy(PERSONAS.red, 3)).toEqual({ visits: 20, warnings: 1, incidents: 1, messages: 2 });
  });

  it('cannot get round its warning by the letters of its event id', async () => {
    const eventId = t.eventId().toUpperCase();
    expect(await t.scan(PERSONAS.red, 4, eventId)).toMatchObject({ verdict: 'stop' });
    expect(await raisedBy(PERSONAS.red, 4)).toEqual({ visits: 1, warnings: 1, incidents: 1, messages: 2 });
  });

  it('opens a new incident when the last one is closed', async () => {
    await t.scan(PERSONAS.red, 7);
    const dispatcher = await t.staff('dispatcher_110');
    const { items } = await dispatcher('GET /api/v1/incidents', { query: { open: 'true', limit: 100 } });
    const open = items.find((incident) => incident.venue.name === venueAt(t.city, 7).name);
    await dispatcher('POST /api/v1/incidents/:id/transitions', {
      params: { id: open?.id ?? '' },
      body: { to: 'closed', result: 'left_before_arrival' },
    });
    await t.scan(PERSONAS.red, 7);
    expect(await raisedBy(PERSONAS.red, 7)).toEqual({ visits: 2, warnings: 2, incidents: 2, messages: 4 });
  });
});

describe('a red scan that comes long after its capture', () => {
  const MINUTE_MS = 60_000;
  const HOUR_MS = 60 * MINUTE_MS;
  const TO_DATA_TEAM = sql`purpose = 'warning_data_team'`;
  const dataTeamTold = () => t.count('sms_messages', TO_DATA_TEAM);
  const capturedAgo = (ms: number) => t.eventId(t.clock.now() - ms);
  // The beginning of an hour: receivers are told once in it.
  beforeEach(() => t.clock.advance(HOUR_MS - (t.clock.now() % HOUR_MS)));

  it('keeps its verdict, is a warning of its own kind, opens no incident and tells nobody to stay', async () => {
    const capturedAt = t.clock.now() - 20 * MINUTE_MS;
    expect(await t.scan(PERSONAS.red, 16, t.eventId(capturedAt))).toMatchObject({ verdict: 'stop', reasons: ['HEALTH_RED'] });
    expect(await raisedBy(PERSONAS.red, 16)).toEqual({ visits: 1, warnings: 1, incidents: 0, messages: 1 });
    const { items } = await (await t.staff('data_team'))('GET /api/v1/warnings', { query: { late: 'true', limit: 100 } });
    const warning = items.find((one) => one.venue.id === venueAt(t.city, 16).publicId);
    expect(warning).toMatchObject({ late: true, incidentId: null, verdict: 'stop', reasons: ['HEALTH_RED'], state: 'open' });
    expect(warning?.at).toBe(new Date(capturedAt).toISOString());
    expect(Date.parse(warning?.recordedAt ?? '') - capturedAt).toBeGreaterThanOrEqual(20 * MINUTE_MS);
    expect(warning?.messages.map((message) => message.audience)).toEqual(['data_team']);
  });

  it('is one of now up to five minutes', async () => {
    await t.scan(PERSONAS.red, 17, capturedAgo(4 * MINUTE_MS));
    expect(await raisedBy(PERSONAS.red, 17)).toEqual({ visits: 1, warnings: 1, incidents: 1, messages: 2 });
    await t.scan(PERSONAS.red, 18, capturedAgo(5 * MINUTE_MS + 1));
    expect(await raisedBy(PERSONAS.red, 18)).toMatchObject({ visits: 1, warnings: 1, incidents: 0 });
  });

  it('comes by the hundred without an incident, and the data team hears of it once an hour', async () => {
    const before = [await dataTeamTold(), await t.count('incidents'), await t.count('warnings', sql`incident_id is null`)];
    const venues = [0, 1, 2, 3];
    await Promise.all(
      Array.from({ length: 100 }, (_, n) =>
        t.scan(PERSONAS.red, venues[n % venues.length] ?? 0, capturedAgo(10 * MINUTE_MS + n * MINUTE_MS)),
      ),
    );
    const after = [await dataTeamTold(), await t.count('incidents'), await t.count('warnings', sql`incident_id is null`)];
    expect(after.map((count, place) => count - (before[place] ?? 0))).toEqual([1, 0, venues.length]);
    t.clock.advance(HOUR_MS);
    await t.scan(PERSONAS.red, 4, capturedAgo(10 * MINUTE_MS));
    expect(await dataTeamTold()).toBe((after[0] ?? 0) + 1);
  });

  it('does not stand in the way of one of now, nor of the next late one when somebody has taken it over', async () => {
    await t.scan(PERSONAS.red, 19, capturedAgo(10 * MINUTE_MS));
    await t.scan(PERSONAS.red, 19);
    expect(await raisedBy(PERSONAS.red, 19)).toMatchObject({ visits: 2, warnings: 2, incidents: 1 });
    const data = await t.staff('data_team');
    const { items } = await data('GET /api/v1/warnings', { query: { late: 'true', state: 'open', limit: 100 } });
    const id = items.find((one) => one.venue.id === venueAt(t.city, 19).publicId)?.id ?? '';
    expect(await data('POST /api/v1/warnings/:id/acknowledgement', { params: { id }, body: {} })).toMatchObject({ state: 'acknowledged' });
    await t.scan(PERSONAS.red, 19, capturedAgo(9 * MINUTE_MS));
    expect(await raisedBy(PERSONAS.red, 19)).toMatchObject({ visits: 3, warnings: 3, incidents: 1 });
  });
});

describe('a scan that raises nothing', () => {
  it('is a yellow one, answered with attention', async () => {
    expect(await t.scan(PERSONAS.yellow, 0)).toMatchObject({ verdict: 'attention', reasons: ['HEALTH_YELLOW'] });
    expect(await raisedBy(PERSONAS.yellow, 0)).toEqual({ visits: 1, warnings: 0, incidents: 0, messages: 0 });
  });

  it('is a red one at a place that only reminds', async () => {
    expect(venueAt(t.city, 6).scene).toBe('road');
    expect(await t.scan(PERSONAS.red, 6)).toMatchObject({ verdict: 'attention', reasons: ['HEALTH_RED', 'REMIND_ONLY'] });
    expect(await raisedBy(PERSONAS.red, 6)).toMatchObject({ visits: 1, warnings: 0, incidents: 0 });
  });
});

describe('visit, warning, incident and messages are one transaction', () => {
  it.each(['warnings', 'incidents', 'incident_steps', 'sms_messages'])(
    'when %s cannot be written there is no visit, and the retry makes it whole',
    async (table) => {
      const venue = 8 + ['warnings', 'incidents', 'incident_steps', 'sms_messages'].indexOf(table);
      const eventId = t.eventId();
      const failure = withBroken(table, () => t.scan(PERSONAS.red, venue, eventId));
      await expect(failure).rejects.toMatchObject({ status: expect.toSatisfy((status: number) => status >= 500) });
      expect(await raisedBy(PERSONAS.red, venue)).toEqual({ visits: 0, warnings: 0, incidents: 0, messages: 0 });
      expect(await t.scan(PERSONAS.red, venue, eventId)).toMatchObject({ verdict: 'stop', repeated: false });
      expect(await raisedBy(PERSONAS.red, venue)).toEqual({ visits: 1, warnings: 1, incidents: 1, messages: 2 });
    },
  );

  it('and a person who cannot be raised takes nobody else’s visit with him', async () => {
    const others = Array.from({ length: 30 }, (_, n) => 30 + n).filter((index) => residentAt(t.city, index).abnormal === 'none');
    await Promise.all(others.map((index) => t.residentCookie(index)));
    const [red, ...rest] = await withBroken('warnings', () =>
      Promise.allSettled([t.scan(PERSONAS.red, 15), ...others.map((index) => t.scan(index, 15))]),
    );
    expect(red?.status).toBe('rejected');
    expect(rest.filter((answer) => answer.status === 'rejected')).toEqual([]);
  });
});
