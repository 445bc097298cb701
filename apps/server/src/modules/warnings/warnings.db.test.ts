import type { Warning } from '@tongxing/contract';
import type { Client } from '@tongxing/contract/client';
import { CITY_CODE, PERSONAS, residentAt, startSmsCentre, venueAt } from '@tongxing/simulator';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startTestApp, type TestApp } from '../../testing/test-app';

let t: TestApp;
let data: Client;
beforeAll(async () => {
  t = await startTestApp();
  data = await t.staff('data_team');
});
afterAll(() => t.stop());

async function warningAt(venue: number): Promise<Warning | undefined> {
  const { items } = await data('GET /api/v1/warnings', { query: { limit: 100 } });
  return items.find((warning) => warning.venue.id === venueAt(t.city, venue).publicId);
}

const statesOf = (warning: Warning | undefined) => warning?.messages.map((message) => message.state);

describe('a warning', () => {
  it('sends two messages whose delivery is seen', async () => {
    await t.scan(PERSONAS.red, 0);
    await vi.waitFor(async () => expect(statesOf(await warningAt(0))).toEqual(['delivered', 'delivered']), { timeout: 8_000 });
    const warning = await warningAt(0);
    expect(warning?.messages.map((message) => message.audience)).toEqual(['person', 'data_team']);
    for (const message of warning?.messages ?? []) {
      expect(message).toMatchObject({ attempts: 1, to: expect.stringContaining('*') });
      expect([message.queuedAt, message.acceptedAt, message.deliveredAt]).not.toContain(null);
    }
  });

  it('writes one message to the person and one to the nearest data team, none of them about health', async () => {
    const before = t.smsCentre.inbox({ limit: 1_000 }).length;
    await t.scan(PERSONAS.red, 1);
    const phone = residentAt(t.city, PERSONAS.red).phone;
    await vi.waitFor(() => expect(t.smsCentre.inbox({ limit: 1_000 })).toHaveLength(before + 2), { timeout: 5_000 });
    const arrived = t.smsCentre.inbox({ limit: 2 });
    expect(arrived.map((message) => message.to).sort()).toEqual([phone, '16200000001'].sort());
    for (const { text } of arrived) {
      expect(text).toContain(venueAt(t.city, 1).name);
      expect(text).not.toMatch(/红|黄码|绿码|健康|病|疫|核酸|阳性|隔离|密接|red|health|case|contact|quarantine|infect/i);
      expect(text).not.toContain(residentAt(t.city, PERSONAS.red).name);
    }
  });

  it('waits while the gateway is away and is sent when it is back', async () => {
    const { port } = t.smsCentre;
    await t.smsCentre.stop();
    await t.scan(PERSONAS.red, 2);
    expect(statesOf(await warningAt(2))).toEqual(['queued', 'queued']);
    const back = await startSmsCentre({ host: '127.0.0.1', port, systemId: 'test', password: 'test', receiptDelayMs: 20 });
    try {
      await vi.waitFor(async () => expect(statesOf(await warningAt(2))).toEqual(['delivered', 'delivered']), { timeout: 15_000 });
    } finally {
      await back.stop();
    }
  });

  it('shows the person masked, in the list and alone', async () => {
    const warning = await warningAt(0);
    const { name, phone, documentNumber } = residentAt(t.city, PERSONAS.red);
    const text = JSON.stringify([warning, await data('GET /api/v1/warnings/:id', { params: { id: warning?.id ?? '' } })]);
    for (const secret of [name, phone, documentNumber]) expect(text).not.toContain(secret);
    expect(warning?.person.name).toBe(`${name.slice(0, 1)}**`);
  });
});

describe('acknowledging', () => {
  it('names its receiver, is repeated without harm, and refused to a second person, even of the same name', async () => {
    const id = (await warningAt(0))?.id ?? '';
    const take = (client: Client) => client('POST /api/v1/warnings/:id/acknowledgement', { params: { id }, body: { note: '已联系' } });
    const taken = await take(data);
    expect(taken).toMatchObject({ state: 'acknowledged', receiver: '数据专班·接收员', note: '已联系' });
    expect(await take(data)).toEqual(taken);
    const other = await t.extraStaff({ permissions: ['warning.read', 'warning.acknowledge'], areaCode: CITY_CODE });
    await sql`update staff_accounts set display_name = '数据专班·接收员' where username like 'extra-%'`.execute(t.owner);
    await expect(take(t.clientWith(other))).rejects.toMatchObject({ code: 'STATE_CONFLICT' });
    expect(await t.count('audit_events', sql`action = 'warning.acknowledge' and subject = ${`warning:${id}`}`)).toBe(1);
  });

  it('at the same time twice by one person is no conflict', async () => {
    const id = (await warningAt(1))?.id ?? '';
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => data('POST /api/v1/warnings/:id/acknowledgement', { params: { id }, body: {} })),
    );
    expect(new Set(answers.map((answer) => answer.acknowledgedAt)).size).toBe(1);
  });
});

describe('the list', () => {
  it('pages through warnings of one moment without losing any', async () => {
    const venues = [3, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15];
    await Promise.all(venues.map((venue) => t.scan(PERSONAS.red, venue)));
    const seen: string[] = [];
    for (let cursor: string | undefined, more = true; more; ) {
      const page = await data('GET /api/v1/warnings', { query: { limit: 3, cursor } });
      seen.push(...page.items.map((warning) => warning.id));
      cursor = page.nextCursor ?? undefined;
      more = page.nextCursor !== null;
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toHaveLength(await t.count('warnings'));
  });

  it('is narrowed by state', async () => {
    const of = async (state: 'open' | 'acknowledged') => (await data('GET /api/v1/warnings', { query: { state, limit: 100 } })).items;
    expect((await of('open')).every((warning) => warning.receiver === null)).toBe(true);
    expect((await of('acknowledged')).map((warning) => warning.state)).toEqual(['acknowledged', 'acknowledged']);
  });
});
