import { ROLE_PRESETS, type RolePreset } from '@tongxing/contract';
import type { Client, Input } from '@tongxing/contract/client';
import { PERSONAS, residentAt, venueAt } from '@tongxing/simulator';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startTestApp, type TestApp } from '../../testing/test-app';

const MINUTE_MS = 60_000;

let t: TestApp;
let dispatcher: Client;
beforeAll(async () => {
  t = await startTestApp();
  dispatcher = await t.staff('dispatcher_110');
});
afterAll(() => t.stop());

/** Opens an incident at a venue of the city. */
async function openAt(venue: number): Promise<string> {
  await t.scan(PERSONAS.red, venue);
  const { items } = await dispatcher('GET /api/v1/incidents', { query: { open: 'true', limit: 100 } });
  const found = items.find((incident) => incident.venue.id === venueAt(t.city, venue).publicId);
  if (found === undefined) throw new Error('no incident');
  return found.id;
}

type MoveBody = Input<'POST /api/v1/incidents/:id/transitions'>['body'];
const moveTo = (id: string, body: MoveBody) => dispatcher('POST /api/v1/incidents/:id/transitions', { params: { id }, body });
const read = (id: string) => dispatcher('GET /api/v1/incidents/:id', { params: { id } });

describe('an incident', () => {
  it('goes from report to closing, each step with its actor and time', async () => {
    const id = await openAt(0);
    expect(await read(id)).toMatchObject({
      state: 'reported',
      next: ['dispatched', 'closed'],
      reasons: ['HEALTH_RED'],
      arrivedAt: null,
      escalation: 0,
      overdue: false,
    });
    expect(await moveTo(id, { to: 'dispatched', note: '派出所已出警' })).toMatchObject({
      state: 'dispatched',
      next: ['on_site', 'closed'],
    });
    const arrived = await moveTo(id, { to: 'on_site' });
    expect(arrived).toMatchObject({ state: 'on_site', next: ['handed_over', 'closed'], arrivedAt: expect.any(String) });
    expect(await moveTo(id, { to: 'handed_over' })).toMatchObject({ next: ['closed'], arrivedAt: arrived.arrivedAt });
    const closed = await moveTo(id, { to: 'closed', result: 'to_isolation' });
    expect(closed).toMatchObject({
      state: 'closed',
      result: 'to_isolation',
      next: [],
      arrivedAt: arrived.arrivedAt,
      closedAt: expect.any(String),
    });
    expect(closed.steps.map((step) => [step.kind, step.state, step.actor])).toEqual([
      ['state', 'reported', 'Platform'],
      ['state', 'dispatched', '110 调度员'],
      ['state', 'on_site', '110 调度员'],
      ['state', 'handed_over', '110 调度员'],
      ['state', 'closed', '110 调度员'],
    ]);
    expect(await t.count('audit_events', sql`subject = ${`incident:${id}`}`)).toBe(4);
  });

  it('is due thirty minutes after the report', async () => {
    const incident = await read(await openAt(1));
    expect(Date.parse(incident.dueAt) - Date.parse(incident.reportedAt)).toBe(30 * MINUTE_MS);
    expect(incident.number).toMatch(/^\d{4}-\d{5}$/);
  });

  it.each([
    ['on_site', 'reported'],
    ['handed_over', 'reported'],
    ['handed_over', 'dispatched'],
  ] as const)('does not go to %s from %s', async (to, from) => {
    const id = await openAt(2);
    if (from === 'dispatched') await moveTo(id, { to: from });
    await expect(moveTo(id, { to })).rejects.toMatchObject({ code: 'STATE_CONFLICT', status: 409 });
    expect(await read(id)).toMatchObject({ state: from });
  });

  it('does not go back, and nowhere from closed', async () => {
    const id = await openAt(3);
    await moveTo(id, { to: 'dispatched' });
    await moveTo(id, { to: 'on_site' });
    await expect(moveTo(id, { to: 'dispatched' })).rejects.toMatchObject({ code: 'STATE_CONFLICT' });
    await moveTo(id, { to: 'closed', result: 'false_alarm' });
    for (const to of ['dispatched', 'on_site', 'handed_over'] as const)
      await expect(moveTo(id, { to })).rejects.toMatchObject({ code: 'STATE_CONFLICT' });
  });

  it('is closed with a result, and gets one in no other way', async () => {
    const id = await openAt(4);
    await expect(moveTo(id, { to: 'closed' })).rejects.toMatchObject({ status: 400, fields: [{ field: 'result', code: 'required' }] });
    await expect(moveTo(id, { to: 'dispatched', result: 'released' })).rejects.toMatchObject({
      status: 400,
      fields: [{ field: 'result', code: 'not_allowed' }],
    });
    expect(await read(id)).toMatchObject({ state: 'reported', result: null });
    await expect(sql`update incidents set state = 'closed', closed_at = now() where id = ${id}`.execute(t.owner)).rejects.toThrow(
      /incidents_closed_with_result/,
    );
  });

  it('is not harmed by a repeat, also at the same time', async () => {
    const id = await openAt(5);
    const answers = await Promise.all(Array.from({ length: 6 }, () => moveTo(id, { to: 'dispatched' })));
    expect(answers.map((answer) => answer.state)).toEqual(Array(6).fill('dispatched'));
    expect((await moveTo(id, { to: 'dispatched' })).steps).toHaveLength(2);
    await moveTo(id, { to: 'closed', result: 'released' });
    expect((await moveTo(id, { to: 'closed', result: 'released' })).steps).toHaveLength(3);
    // Another result is another command, and must not look as if it had been taken.
    await expect(moveTo(id, { to: 'closed', result: 'to_hospital' })).rejects.toMatchObject({ code: 'STATE_CONFLICT' });
  });

  it('keeps the notes of its watchers, also of those who may not move it', async () => {
    const id = await openAt(8);
    const hotline = await t.staff('hotline_12345');
    const noted = await hotline('POST /api/v1/incidents/:id/notes', { params: { id }, body: { note: ' 已告知家属 ' } });
    expect(noted.steps.at(-1)).toMatchObject({ kind: 'note', note: '已告知家属', actor: '12345 话务员' });
  });

  it.each((Object.keys(ROLE_PRESETS) as RolePreset[]).filter((role) => role !== 'dispatcher_110'))('is not moved by %s', async (role) => {
    const { items } = await dispatcher('GET /api/v1/incidents', { query: { limit: 1 } });
    const move = (await t.staff(role))('POST /api/v1/incidents/:id/transitions', {
      params: { id: items[0]?.id ?? '' },
      body: { to: 'closed', result: 'released' },
    });
    await expect(move).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it('is listed by state, open and overdue, page by page', async () => {
    const all = await dispatcher('GET /api/v1/incidents', { query: { limit: 100 } });
    const seen: string[] = [];
    for (let cursor: string | undefined, more = true; more; ) {
      const page = await dispatcher('GET /api/v1/incidents', { query: { limit: 2, cursor } });
      seen.push(...page.items.map((incident) => incident.id));
      cursor = page.nextCursor ?? undefined;
      more = page.nextCursor !== null;
    }
    expect(seen).toEqual(all.items.map((incident) => incident.id));
    const closed = (await dispatcher('GET /api/v1/incidents', { query: { state: 'closed', limit: 100 } })).items;
    const open = (await dispatcher('GET /api/v1/incidents', { query: { open: 'true', limit: 100 } })).items;
    expect(closed.length + open.length).toBe(all.items.length);
    expect((await dispatcher('GET /api/v1/incidents', { query: { overdue: 'true' } })).items).toEqual([]);
  });
});

describe('the identity of the person', () => {
  const reveal = (id: string, reason: string) => dispatcher('POST /api/v1/incidents/:id/identity', { params: { id }, body: { reason } });
  const audits = (id: string) => t.count('audit_events', sql`action = 'person.reveal' and subject = ${`incident:${id}`}`);

  it('is masked until somebody asks with a reason, and the asking is recorded', async () => {
    const id = await openAt(9);
    const { name, phone } = residentAt(t.city, PERSONAS.red);
    expect(JSON.stringify(await read(id))).not.toContain(name);
    await expect(reveal(id, '无')).rejects.toMatchObject({ code: 'INVALID_REQUEST', fields: [{ field: 'reason', code: 'too_short' }] });
    expect(await audits(id)).toBe(0);
    expect(await reveal(id, '现场联系本人')).toEqual({ name, phone });
    const { rows } =
      await sql`select actor, role, reason from audit_events where action = 'person.reveal' and subject = ${`incident:${id}`}`.execute(
        t.owner,
      );
    expect(rows).toEqual([{ actor: 'dispatcher', role: 'dispatcher_110', reason: '现场联系本人' }]);
  });

  it('stays hidden when it cannot be recorded', async () => {
    const id = await openAt(10);
    await sql`create function break_audit() returns trigger language plpgsql as $$ begin raise exception 'broken by a test'; end $$`.execute(
      t.owner,
    );
    await sql`create trigger broken before insert on audit_events for each row execute function break_audit()`.execute(t.owner);
    try {
      await expect(reveal(id, '现场联系本人')).rejects.toMatchObject({ status: 500, code: 'INTERNAL' });
      await expect(moveTo(id, { to: 'dispatched' })).rejects.toMatchObject({ status: 500 });
    } finally {
      await sql`drop trigger broken on audit_events`.execute(t.owner);
    }
    expect(await read(id)).toMatchObject({ state: 'reported' });
  });

  it('is no longer shown when the incident is closed', async () => {
    const id = await openAt(11);
    await moveTo(id, { to: 'closed', result: 'false_alarm' });
    await expect(reveal(id, '现场联系本人')).rejects.toMatchObject({ code: 'STATE_CONFLICT' });
    expect(await audits(id)).toBe(0);
  });
});

describe('the clock', () => {
  it('escalates silence after 30 minutes to the headquarters and after 60 again, and not what somebody arrived at', async () => {
    const [silent, arrived, sent] = [await openAt(12), await openAt(13), await openAt(14)];
    await moveTo(arrived, { to: 'dispatched' });
    await moveTo(arrived, { to: 'on_site' });
    await moveTo(sent, { to: 'dispatched' });
    const headquarters = '16200000000';
    const told = async () => {
      const { number } = await read(silent);
      return t.smsCentre.inbox({ to: headquarters, limit: 1_000 }).filter((message) => message.text.includes(number)).length;
    };

    t.clock.advance(29 * MINUTE_MS);
    expect(await read(silent)).toMatchObject({ escalation: 0, overdue: false });
    t.clock.advance(MINUTE_MS);
    await vi.waitFor(async () => expect(await read(silent)).toMatchObject({ escalation: 1, overdue: true }), { timeout: 8_000 });
    await vi.waitFor(async () => expect(await told()).toBe(1), { timeout: 5_000 });
    expect(await read(sent)).toMatchObject({ escalation: 1 });
    expect((await read(silent)).steps.at(-1)).toMatchObject({ kind: 'escalation', actor: 'Platform' });
    expect((await dispatcher('GET /api/v1/incidents', { query: { overdue: 'true', limit: 100 } })).items.map((one) => one.id)).toContain(
      silent,
    );

    t.clock.advance(30 * MINUTE_MS);
    await vi.waitFor(async () => expect(await read(silent)).toMatchObject({ escalation: 2 }), { timeout: 8_000 });
    await vi.waitFor(async () => expect(await told()).toBe(2), { timeout: 5_000 });
    // A later incident shows when the clock has looked again: the first has nowhere higher to go.
    const later = await openAt(15);
    t.clock.advance(100 * MINUTE_MS);
    await vi.waitFor(async () => expect(await read(later)).toMatchObject({ escalation: 2 }), { timeout: 15_000 });
    expect((await read(silent)).steps.filter((step) => step.kind === 'escalation')).toHaveLength(2);
    expect(await read(arrived)).toMatchObject({ escalation: 0, overdue: false });
  });
});
