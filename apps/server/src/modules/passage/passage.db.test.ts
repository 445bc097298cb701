import { PERSONAS, residentAt, venueAt } from '@tongxing/simulator';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../testing/test-app';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

let t: TestApp;
beforeAll(async () => {
  t = await startTestApp();
});
afterAll(() => t.stop());

const visitsOf = (eventId: string) => t.count('visit_log', sql`event_id = ${eventId}`);

describe('a scan', () => {
  it('is answered with the verdict and is on disk when the answer leaves', async () => {
    const eventId = t.eventId();
    expect(await t.scan(PERSONAS.green, 0, eventId)).toMatchObject({
      eventId,
      verdict: 'pass',
      reasons: ['HEALTH_GREEN'],
      advice: 'go_in',
      evidence: 'static',
      repeated: false,
      venue: { name: venueAt(t.city, 0).name, address: venueAt(t.city, 0).address },
    });
    const { rows } = await sql<{ verdict: number }>`select verdict from visit_log where event_id = ${eventId}`.execute(t.owner);
    expect(rows).toEqual([{ verdict: 0 }]);
  });

  it('repeats the first answer for the same event id, whatever happened since', async () => {
    const eventId = t.eventId();
    const first = await t.scan(PERSONAS.green, 1, eventId);
    expect(await t.scan(PERSONAS.green, 2, eventId)).toEqual({ ...first, repeated: true });
    expect(await visitsOf(eventId)).toBe(1);
  });

  it('is recorded once when two hundred copies arrive at the same time', async () => {
    const eventId = t.eventId();
    const answers = await Promise.all(Array.from({ length: 200 }, () => t.scan(PERSONAS.green, 3, eventId)));
    expect(answers.filter((answer) => !answer.repeated)).toHaveLength(1);
    expect(new Set(answers.map((answer) => answer.recordedAt)).size).toBe(1);
    expect(await visitsOf(eventId)).toBe(1);
  });

  it('of two hundred people at the same time is recorded for each of them', async () => {
    const people = Array.from({ length: t.city.size.residents }, (_, index) => index).filter(
      (index) => residentAt(t.city, index).abnormal === 'none',
    );
    const ids = new Map(people.map((index) => [index, t.eventId()]));
    await Promise.all(people.map((index) => t.residentCookie(index)));
    const answers = await Promise.all([...ids].map(([index, eventId]) => t.scan(index, index % 20, eventId)));
    expect(answers.every((answer) => answer.verdict === 'pass' && !answer.repeated)).toBe(true);
    const { rows } = await sql<{
      people: number;
    }>`select count(distinct person_id) as people from visit_log where event_id = any(${[...ids.values()]}::uuid[])`.execute(t.owner);
    expect(rows[0]?.people).toBe(people.length);
  });

  it('may name its event in capital letters, with the same result', async () => {
    const eventId = t.eventId();
    expect(await t.scan(PERSONAS.green, 4, eventId.toUpperCase())).toMatchObject({ eventId, repeated: false });
    expect(await t.scan(PERSONAS.green, 4, eventId)).toMatchObject({ eventId, repeated: true });
  });

  it('accepts the code as people type it', async () => {
    const { code } = venueAt(t.city, 0);
    const resident = await t.resident(PERSONAS.green);
    const typed = ` ${code.slice(0, 4)}-${code.slice(4, 8)} ${code.slice(8)}`.toLowerCase();
    expect(await resident('POST /api/v1/scans', { body: { eventId: t.eventId(), code: typed } })).toMatchObject({ verdict: 'pass' });
  });

  it('keeps the direction', async () => {
    const resident = await t.resident(PERSONAS.green);
    const eventId = t.eventId();
    await resident('POST /api/v1/scans', { body: { eventId, code: venueAt(t.city, 0).code, direction: 'out' } });
    const { rows } = await sql`select temperature, direction from visit_log where event_id = ${eventId}`.execute(t.owner);
    expect(rows).toEqual([{ temperature: null, direction: 1 }]);
  });

  it('takes no temperature from the person it is about: that would be no measurement', async () => {
    const cookie = await t.residentCookie(PERSONAS.green);
    const body = { eventId: t.eventId(), code: venueAt(t.city, 0).code, temperatureC: 42 };
    const answer = await fetch(`${t.origin}/api/v1/scans`, {
      method: 'POST',
      headers: { cookie, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ errors: [{ field: 'temperatureC', code: 'unknown_field' }] });
  });
});

describe('an event id', () => {
  it('names a scan of one person: that of another is another scan, and tells nobody that it was used', async () => {
    const eventId = t.eventId();
    await t.scan(PERSONAS.green, 0, eventId);
    expect(await t.scan(PERSONAS.case, 0, eventId)).toMatchObject({ eventId, repeated: false });
    expect(await visitsOf(eventId)).toBe(2);
  });
});

describe('a scan is refused', () => {
  it('when its event id differs from another of the same person in nothing but its end', async () => {
    const eventId = t.eventId();
    await t.scan(PERSONAS.green, 0, eventId);
    const near = `${eventId.slice(0, -1)}${eventId.endsWith('0') ? '1' : '0'}`;
    await expect(t.scan(PERSONAS.green, 0, near)).rejects.toMatchObject({ code: 'EVENT_ID_TAKEN', status: 409 });
    expect([await visitsOf(eventId), await visitsOf(near)]).toEqual([1, 0]);
  });

  it.each([
    ['73 hours old', -73 * HOUR_MS],
    ['six minutes ahead', 6 * MINUTE_MS],
    ['of the year 1970', -Date.now()],
  ])('when it is %s', async (_, offset) => {
    const eventId = t.eventId(t.clock.now() + offset);
    await expect(t.scan(PERSONAS.green, 0, eventId)).rejects.toMatchObject({ code: 'EVENT_TIME_OUT_OF_RANGE', status: 422 });
    expect(await visitsOf(eventId)).toBe(0);
  });

  it.each([-71 * HOUR_MS, 4 * MINUTE_MS])('but not when it is %i ms away', async (offset) => {
    const at = t.clock.now() + offset;
    expect(await t.scan(PERSONAS.green, 0, t.eventId(at))).toMatchObject({ verdict: 'pass', at: new Date(at).toISOString() });
  });

  it.each([
    ['is not one of ours', '0000000000000'],
    ['has a wrong check character', 'wrong check'],
    ['is a line of text', 'this is no code at all'],
  ])('when its code %s', async (_, given) => {
    const { code } = venueAt(t.city, 0);
    const wrong = `${code.slice(0, -1)}${code.endsWith('0') ? '1' : '0'}`;
    const resident = await t.resident(PERSONAS.green);
    const asked = resident('POST /api/v1/scans', { body: { eventId: t.eventId(), code: given === 'wrong check' ? wrong : given } });
    await expect(asked).rejects.toMatchObject({ code: 'VENUE_CODE_UNKNOWN', status: 404 });
  });
});

describe('own visits', () => {
  it('are listed newest first, page by page, without a gap or a repeat', async () => {
    const index = 20;
    const times = Array.from({ length: 7 }, (_, n) => t.clock.now() - Math.floor(n / 2) * HOUR_MS);
    const ids = times.map((at) => t.eventId(at));
    for (const id of ids) await t.scan(index, 5, id);
    const resident = await t.resident(index);
    const listed: string[] = [];
    for (let cursor: string | undefined, more = true; more; ) {
      const page = await resident('GET /api/v1/me/visits', { query: { limit: 2, cursor } });
      listed.push(...page.items.map((visit) => visit.eventId));
      cursor = page.nextCursor ?? undefined;
      more = page.nextCursor !== null;
    }
    expect(listed.filter((id) => ids.includes(id)).sort()).toEqual([...ids].sort());
    expect(new Set(listed).size).toBe(listed.length);
  });

  it('are nobody else’s', async () => {
    const eventId = t.eventId();
    await t.scan(21, 5, eventId);
    const other = await (await t.resident(22))('GET /api/v1/me/visits', { query: { limit: 100 } });
    expect(other.items.map((visit) => visit.eventId)).not.toContain(eventId);
  });
});
