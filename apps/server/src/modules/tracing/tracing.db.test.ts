import { randomUUID } from 'node:crypto';
import type { Client, Input } from '@tongxing/contract/client';
import { CITY_CODE, makeCity, PERSONAS, residentAt, venueAt } from '@tongxing/simulator';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../testing/test-app';

const DAY_MS = 86_400_000;

let t: TestApp;
let epidemiologist: Client;
let approver: Client;
let caseId: string;
beforeAll(async () => {
  t = await startTestApp();
  epidemiologist = await t.staff('epidemiologist');
  approver = await t.staff('trace_approver');
  caseId = (await enterCase(PERSONAS.case)).id;
  await t.confirmEvidence();
});
afterAll(() => t.stop());

const iso = (offsetMs: number) => new Date(t.clock.now() + offsetMs).toISOString();

function enterCase(residentIndex: number, change: Partial<Input<'POST /api/v1/cases'>['body']> = {}) {
  const { documentType, documentNumber } = residentAt(t.city, residentIndex);
  const body = {
    id: randomUUID(),
    documentType,
    documentNumber,
    confirmedAt: iso(-3_600_000),
    onsetAt: iso(-2 * DAY_MS),
    evidenceReference: 'LAB-2026-0001',
  };
  return epidemiologist('POST /api/v1/cases', { body: { ...body, ...change } });
}

function request(change: Partial<Input<'POST /api/v1/traces'>['body']> = {}, as: Client = epidemiologist) {
  const body = {
    id: randomUUID(),
    caseId,
    legalBasis: 'infectious_disease_law' as const,
    basisReference: '疾控〔2026〕7号',
    purpose: '流行病学调查',
    from: iso(-5 * DAY_MS),
    to: iso(0),
  };
  return as('POST /api/v1/traces', { body: { ...body, ...change } });
}

const decide = (id: string, approve: boolean, as: Client = approver) =>
  as('POST /api/v1/traces/:id/decision', { params: { id }, body: { approve, note: '已核对依据' } });
const auditsOf = async (id: string) => {
  const { rows } = await sql<{ action: string }>`select action from audit_events where subject = ${`trace:${id}`} order by id`.execute(
    t.owner,
  );
  return rows.map((row) => row.action);
};

describe('a case', () => {
  it('makes the person red by its evidence, when a second person has confirmed it', async () => {
    const index = 60;
    expect(await t.scan(index, 0)).toMatchObject({ verdict: 'pass' });
    const entered = await enterCase(index);
    expect(await t.scan(index, 0)).toMatchObject({ verdict: 'pass' });
    await t.confirmEvidence();
    expect(entered).toMatchObject({
      number: expect.stringMatching(/^C\d{4}-\d{4}$/),
      author: '流调员',
      traces: 0,
      person: { name: expect.stringContaining('*') },
    });
    expect(await t.scan(index, 0)).toMatchObject({ verdict: 'stop', reasons: ['HEALTH_RED'] });
    expect(await (await t.resident(index))('GET /api/v1/me')).toMatchObject({
      health: { colour: 'red', reason: 'confirmed_case', source: 'LAB-2026-0001' },
    });
    expect(await t.count('audit_events', sql`action = 'case.create' and subject = ${`case:${entered.id}`}`)).toBe(1);
  });

  it('has its evidence whatever id it is given', async () => {
    const index = 61;
    const { rows } = await sql<{ id: string }>`select id from health_evidence limit 1`.execute(t.owner);
    await enterCase(index, { id: rows[0]?.id ?? '' });
    await t.confirmEvidence();
    expect(await t.scan(index, 0)).toMatchObject({ verdict: 'stop' });
  });

  it('is entered once, however often the same id comes', async () => {
    const id = randomUUID();
    const answers = await Promise.all(Array.from({ length: 4 }, () => enterCase(62, { id })));
    expect(new Set(answers.map((answer) => answer.number)).size).toBe(1);
    expect(await t.count('health_evidence', sql`person_id = ${await t.personId(62)}`)).toBe(1);
    await expect(enterCase(62)).rejects.toMatchObject({ code: 'CASE_EXISTS' });
    await expect(enterCase(63, { id })).rejects.toMatchObject({ code: 'STATE_CONFLICT' });
  });

  it.each([
    ['of nobody who is registered', { documentNumber: residentAt(makeCity({ size: 'small' }), 7_000).documentNumber }, 'PERSON_UNKNOWN'],
    ['confirmed tomorrow', { confirmedAt: new Date(Date.now() + DAY_MS).toISOString() }, 'INVALID_REQUEST'],
    ['with a mistyped document', { documentNumber: '19990119490101111X' }, 'INVALID_REQUEST'],
  ])('%s is refused', async (_, change, code) => {
    await expect(enterCase(64, change)).rejects.toMatchObject({ code });
  });
});

describe('asking for a trace', () => {
  it('needs a case', async () => {
    await expect(request({ caseId: randomUUID() })).rejects.toMatchObject({ code: 'NOT_FOUND', status: 404 });
  });

  it.each([
    ['before it begins', { from: 0, to: -DAY_MS }, 'INVALID_REQUEST'],
    ['more than 14 days before the onset', { from: -17 * DAY_MS, to: 0 }, 'WINDOW_OUT_OF_RANGE'],
    ['days ahead', { from: -DAY_MS, to: 2 * DAY_MS }, 'WINDOW_OUT_OF_RANGE'],
  ])('is refused for a window %s', async (_, { from, to }, code) => {
    await expect(request({ from: iso(from), to: iso(to) })).rejects.toMatchObject({ code });
  });

  it('is refused for a window before what is kept', async () => {
    const old = (await enterCase(65, { onsetAt: iso(-25 * DAY_MS), confirmedAt: iso(-24 * DAY_MS) })).id;
    await expect(request({ caseId: old, from: iso(-29 * DAY_MS) })).rejects.toMatchObject({ code: 'WINDOW_OUT_OF_RANGE' });
    expect(await request({ caseId: old, from: iso(-27 * DAY_MS) })).toMatchObject({ state: 'requested' });
  });

  it('is recorded with its basis and looks nothing up', async () => {
    const trace = await request();
    expect(trace).toMatchObject({ state: 'requested', requestedBy: '流调员', contacts: null, mayDecide: false, lagMinutes: 30 });
    expect(await approver('GET /api/v1/traces/:id', { params: { id: trace.id } })).toMatchObject({ mayDecide: true });
    expect(await auditsOf(trace.id)).toEqual(['trace.request']);
    for (const client of [epidemiologist, approver]) {
      await expect(client('GET /api/v1/traces/:id/trajectory', { params: { id: trace.id } })).rejects.toMatchObject({
        code: 'STATE_CONFLICT',
        status: 409,
      });
      await expect(client('GET /api/v1/traces/:id/contacts', { params: { id: trace.id } })).rejects.toMatchObject({
        code: 'STATE_CONFLICT',
        status: 409,
      });
    }
    expect(await t.count('trace_contacts', sql`trace_id = ${trace.id}`)).toBe(0);
    expect(await auditsOf(trace.id)).toEqual(['trace.request']);
  });

  it('again with the same id is the same trace, and with the id of another no trace at all', async () => {
    const id = randomUUID();
    const first = await request({ id });
    expect(await request({ id })).toEqual(first);
    expect(await auditsOf(id)).toEqual(['trace.request']);
    const other = (await enterCase(66)).id;
    await expect(request({ id, caseId: other })).rejects.toMatchObject({ code: 'STATE_CONFLICT' });
  });
});

describe('the second person', () => {
  it('is another than the first, in the API and in the database', async () => {
    const cookie = await t.extraStaff({ permissions: ['case.read', 'trace.read', 'trace.request', 'trace.approve'], areaCode: CITY_CODE });
    const both = t.clientWith(cookie);
    const trace = await request({}, both);
    expect(trace.mayDecide).toBe(false);
    for (const approve of [true, false])
      await expect(decide(trace.id, approve, both)).rejects.toMatchObject({ code: 'SECOND_PERSON_REQUIRED', status: 403 });
    for (const database of [t.running, t.owner]) {
      const forced =
        sql`update traces set state = 'approved', decided_by = requested_by, decided_at = now() where id = ${trace.id}`.execute(database);
      await expect(forced).rejects.toThrow(/traces_second_person/);
    }
    const nobody = sql`update traces set state = 'completed', completed_at = now() where id = ${trace.id}`.execute(t.owner);
    await expect(nobody).rejects.toThrow(/traces_decided/);
    expect(await decide(trace.id, true)).toMatchObject({ state: 'completed', decidedBy: '溯源审批人' });
  });

  it('refuses for good', async () => {
    const { id } = await request();
    expect(await decide(id, false)).toMatchObject({ state: 'refused', decisionNote: '已核对依据', contacts: null });
    await expect(decide(id, true)).rejects.toMatchObject({ code: 'STATE_CONFLICT' });
    await expect(epidemiologist('GET /api/v1/traces/:id/trajectory', { params: { id } })).rejects.toMatchObject({ code: 'STATE_CONFLICT' });
    await expect(epidemiologist('GET /api/v1/traces/:id/contacts', { params: { id } })).rejects.toMatchObject({ code: 'STATE_CONFLICT' });
    expect(await auditsOf(id)).toEqual(['trace.request', 'trace.refuse']);
  });

  it('approves no trace of a case that nobody else has confirmed', async () => {
    const unconfirmed = (await enterCase(67)).id;
    const { id } = await request({ caseId: unconfirmed });
    await expect(decide(id, true)).rejects.toMatchObject({ code: 'CASE_NOT_CONFIRMED', status: 409 });
    expect(await auditsOf(id)).toEqual(['trace.request']);
    await t.confirmEvidence();
    expect(await decide(id, true)).toMatchObject({ state: 'completed' });
  });

  it('decides once, however many decide at the same time', async () => {
    const { id } = await request();
    const answers = await Promise.allSettled([true, false, true, false].map((approve) => decide(id, approve)));
    expect(answers.filter((answer) => answer.status === 'fulfilled')).toHaveLength(1);
    expect(await auditsOf(id)).toHaveLength(2);
  });

  it('leaves the trace undecided when it cannot be run or recorded', async () => {
    const { id } = await request();
    await sql`create function break_audit() returns trigger language plpgsql as $$ begin raise exception 'broken by a test'; end $$`.execute(
      t.owner,
    );
    await sql`create trigger broken before insert on audit_events for each row execute function break_audit()`.execute(t.owner);
    await expect(decide(id, true)).rejects.toMatchObject({ status: 500 });
    await sql`drop trigger broken on audit_events`.execute(t.owner);
    expect(await approver('GET /api/v1/traces/:id', { params: { id } })).toMatchObject({ state: 'requested', contacts: null });
  });
});

describe('an approved trace', () => {
  it('records every look before it shows anything', async () => {
    await t.scan(PERSONAS.case, 16);
    const { id } = await request({ to: iso(60_000) });
    await decide(id, true);
    const { items } = await epidemiologist('GET /api/v1/traces/:id/trajectory', { params: { id } });
    expect(items.map((stop) => stop.venue)).toContain(venueAt(t.city, 16).name);
    await epidemiologist('GET /api/v1/traces/:id/contacts', { params: { id } });
    expect(await auditsOf(id)).toEqual(['trace.request', 'trace.approve', 'trace.trajectory', 'trace.contacts']);
    const auditor = await t.staff('audit_admin');
    const events = await auditor('GET /api/v1/audit-events', { query: { action: 'trace.trajectory' } });
    expect(events.items[0]).toMatchObject({
      actor: 'epidemiologist',
      role: 'epidemiologist',
      subject: `trace:${id}`,
      reason: '流行病学调查',
    });
  });

  it('shows nothing any more when the case was withdrawn', async () => {
    const { id } = await request({ caseId: (await enterCase(68)).id });
    await t.confirmEvidence();
    await decide(id, true);
    await epidemiologist('GET /api/v1/traces/:id/contacts', { params: { id } });
    const personId = await t.personId(68);
    const { rows } = await sql<{ id: string }>`select id from health_evidence where person_id = ${personId}`.execute(t.owner);
    const params = { id: rows[0]?.id ?? '' };
    await (await t.staff('data_team'))('POST /api/v1/health-evidence/:id/withdrawal-requests', {
      params,
      body: { id: randomUUID(), reason: '样本登记错误' },
    });
    await (await t.staff('evidence_reviewer'))('POST /api/v1/health-evidence/:id/decision', {
      params,
      body: { id: randomUUID(), decision: 'withdraw', note: '已与实验室核对' },
    });
    for (const what of ['trajectory', 'contacts'] as const)
      await expect(epidemiologist(`GET /api/v1/traces/:id/${what}`, { params: { id } })).rejects.toMatchObject({
        code: 'CASE_NOT_CONFIRMED',
      });
  });

  it('shows nothing when the look cannot be recorded', async () => {
    const { id } = await request();
    await decide(id, true);
    await sql`create trigger broken before insert on audit_events for each row execute function break_audit()`.execute(t.owner);
    await expect(epidemiologist('GET /api/v1/traces/:id/trajectory', { params: { id } })).rejects.toMatchObject({ status: 500 });
    await sql`drop trigger broken on audit_events`.execute(t.owner);
  });
});

describe('lists', () => {
  it('of cases and traces are narrowed and paged', async () => {
    const cases = await approver('GET /api/v1/cases', { query: { limit: 100 } });
    expect(cases.items.length).toBe(await t.count('cases'));
    const refused = await approver('GET /api/v1/traces', { query: { state: 'refused' } });
    expect(refused.items.length).toBeGreaterThan(0);
    expect(refused.items.every((trace) => trace.state === 'refused')).toBe(true);
    const page = await approver('GET /api/v1/traces', { query: { caseId, limit: 2 } });
    const next = await approver('GET /api/v1/traces', { query: { caseId, limit: 2, cursor: page.nextCursor ?? '' } });
    expect(new Set([...page.items, ...next.items].map((trace) => trace.id)).size).toBe(4);
  });
});

it('a trace whose requester was suspended since is not approved', async () => {
  const cookie = await t.extraStaff({ permissions: ['case.read', 'trace.read', 'trace.request'], areaCode: CITY_CODE });
  const requester = t.clientWith(cookie);
  const { id } = await request({}, requester);
  const { username } = await requester('GET /api/v1/staff/me');
  const suspended = (at: Date | null) => sql`update staff_accounts set suspended_at = ${at} where username = ${username}`.execute(t.owner);
  await suspended(new Date(t.clock.now()));
  await expect(decide(id, true)).rejects.toMatchObject({ code: 'AUTHOR_WITHOUT_RIGHT', status: 409 });
  await suspended(null);
  expect(await decide(id, true)).toMatchObject({ state: 'completed' });
});
