import { PERSONAS, venueAt } from '@tongxing/simulator';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../testing/test-app';

let t: TestApp;
beforeAll(async () => {
  t = await startTestApp();
});
afterAll(() => t.stop());

async function count(table: 'visits' | 'warnings' | 'incidents' | 'sms_messages'): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*) as count from ${sql.table(table)}`.execute(t.owner);
  return rows[0]?.count ?? 0;
}

describe('a scan', () => {
  it('is answered with the verdict and is on disk when the answer leaves', async () => {
    const resident = await t.resident(PERSONAS.green);
    const eventId = t.eventId();
    const answer = await resident('POST /api/v1/scans', { body: { eventId, code: venueAt(t.city, 0).code } });
    expect(answer).toMatchObject({
      verdict: 'pass',
      reasons: ['HEALTH_GREEN'],
      advice: 'go_in',
      evidence: 'static',
      repeated: false,
      venue: { name: venueAt(t.city, 0).name },
    });
    const { rows } = await sql<{ verdict: number }>`select verdict from visits where event_id = ${eventId}`.execute(t.owner);
    expect(rows).toEqual([{ verdict: 0 }]);
  });

  it('repeats the first answer for the same event id, whatever happened since', async () => {
    const resident = await t.resident(PERSONAS.green);
    const body = { eventId: t.eventId(), code: venueAt(t.city, 1).code };
    const first = await resident('POST /api/v1/scans', { body });
    const before = await count('visits');
    const again = await resident('POST /api/v1/scans', { body: { ...body, code: venueAt(t.city, 2).code } });
    expect(again).toEqual({ ...first, repeated: true });
    expect(await count('visits')).toBe(before);
  });

  it('is recorded once when two hundred copies arrive at the same time', async () => {
    const resident = await t.resident(PERSONAS.green);
    const body = { eventId: t.eventId(), code: venueAt(t.city, 3).code };
    const answers = await Promise.all(Array.from({ length: 200 }, () => resident('POST /api/v1/scans', { body })));
    expect(answers.filter((answer) => !answer.repeated)).toHaveLength(1);
    expect(new Set(answers.map((answer) => answer.recordedAt)).size).toBe(1);
  });
});
