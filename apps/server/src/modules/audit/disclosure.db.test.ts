import { randomUUID } from 'node:crypto';
import { PERSONAS, residentAt } from '@tongxing/simulator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../testing/test-app';
import { listTouched } from '../tracing/touched-store';

const DAY_MS = 86_400_000;
const CASE = 30;
const CONTACT = 31;
const ELSEWHERE = 32;

let t: TestApp;
beforeAll(async () => {
  t = await startTestApp();
});
afterAll(() => t.stop());

async function usesOf(index: number) {
  const resident = await t.resident(index);
  return (await resident('GET /api/v1/me/uses', { query: { limit: 100 } })).items;
}
const actionsOf = async (index: number) => (await usesOf(index)).map((use) => use.action);

/** A case is entered, traced, approved and its answer read. */
async function trace(): Promise<void> {
  await t.scan(CASE, 3);
  await t.scan(CONTACT, 3);
  await t.scan(ELSEWHERE, 4);
  const { documentType, documentNumber } = residentAt(t.city, CASE);
  const [epidemiologist, approver] = await Promise.all([t.staff('epidemiologist'), t.staff('trace_approver')]);
  const hours = (count: number) => new Date(t.clock.now() + count * 3_600_000).toISOString();
  const entered = await epidemiologist('POST /api/v1/cases', {
    body: { id: randomUUID(), documentType, documentNumber, confirmedAt: hours(-1), onsetAt: hours(-20), evidenceReference: 'LAB-1' },
  });
  const asked = await epidemiologist('POST /api/v1/traces', {
    body: {
      id: randomUUID(),
      caseId: entered.id,
      legalBasis: 'infectious_disease_law',
      basisReference: '第 1 号',
      purpose: '流行病学调查',
      from: hours(-20),
      to: hours(1),
    },
  });
  await t.confirmEvidence();
  await approver('POST /api/v1/traces/:id/decision', { params: { id: asked.id }, body: { approve: true, note: '同意' } });
  await epidemiologist('GET /api/v1/traces/:id/trajectory', { params: { id: asked.id } });
  await epidemiologist('GET /api/v1/traces/:id/contacts', { params: { id: asked.id } });
  while (await listTouched(t.running));
}

describe('what people see of the use of their data', () => {
  it('is nothing where nothing was', async () => {
    expect(await usesOf(ELSEWHERE)).toEqual([]);
  });

  it('waits while an incident is open, and is shown when it is closed: role and place, no name, no reason', async () => {
    await t.scan(PERSONAS.red, 0);
    const dispatcher = await t.staff('dispatcher_110');
    const id = (await dispatcher('GET /api/v1/incidents')).items[0]?.id ?? '';
    await dispatcher('POST /api/v1/incidents/:id/identity', { params: { id }, body: { reason: '秘密的理由' } });
    expect(await actionsOf(PERSONAS.red)).toEqual([]);
    await dispatcher('POST /api/v1/incidents/:id/transitions', { params: { id }, body: { to: 'closed', result: 'released' } });
    const uses = await usesOf(PERSONAS.red);
    expect(uses).toMatchObject([
      { action: 'incident.closed', role: 'dispatcher_110' },
      { action: 'person.reveal', role: 'dispatcher_110', legalBasis: null },
    ]);
    expect(JSON.stringify(uses)).not.toMatch(/秘密|110 调度员|"actor"/);
    expect(uses[0]?.organisation).toBeTruthy();
  });

  it('waits some days for an investigation, and no longer: the case sees all of it, a contact what concerns contacts', async () => {
    await trace();
    // Why somebody is red they are told at once: their own page says it as well.
    expect(await actionsOf(CASE)).toEqual(['evidence.confirm']);
    expect(await actionsOf(CONTACT)).toEqual([]);
    t.clock.advance(14 * DAY_MS - 600_000);
    expect(await actionsOf(CONTACT)).toEqual([]);
    t.clock.advance(1_200_000);
    expect(await actionsOf(CONTACT)).toEqual(['trace.contacts', 'trace.approve']);
    expect(await actionsOf(CASE)).toEqual([
      'trace.contacts',
      'trace.trajectory',
      'trace.approve',
      'evidence.confirm',
      'trace.request',
      'case.create',
      'person.find',
    ]);
    expect(await usesOf(CONTACT)).toMatchObject([{ legalBasis: 'infectious_disease_law' }, {}]);
    expect(await actionsOf(ELSEWHERE)).toEqual([]);
  });

  it('is paged without a gap', async () => {
    const resident = await t.resident(CASE);
    const first = await resident('GET /api/v1/me/uses', { query: { limit: 2 } });
    const rest = await resident('GET /api/v1/me/uses', { query: { limit: 10, cursor: first.nextCursor ?? '' } });
    expect([...first.items, ...rest.items]).toEqual(await usesOf(CASE));
  });

  it('names the auditor who looked at it as well', async () => {
    const auditor = await t.staff('audit_admin');
    const { documentType, documentNumber } = residentAt(t.city, ELSEWHERE);
    await auditor('POST /api/v1/audit-tokens', { body: { documentType, documentNumber } });
    expect(await usesOf(ELSEWHERE)).toMatchObject([{ action: 'audit.find', role: 'audit_admin' }]);
  });
});

describe('the public figures', () => {
  it('count traces, reveals and exports, in all and by month, for anybody', async () => {
    const { total, months } = await t.nobody('GET /api/v1/openness');
    expect(total).toEqual({ tracesRequested: 1, tracesApproved: 1, tracesRefused: 0, reveals: 1, exports: 0, copies: 0 });
    expect(months).toHaveLength(12);
    expect(months.reduce((sum, one) => sum + one.reveals, 0)).toBe(1);
    expect(months[0]?.month).toMatch(/^\d{4}-\d{2}$/);
  });
});

describe('verifying from the console', () => {
  it('says what it found and is itself recorded', async () => {
    const auditor = await t.staff('audit_admin');
    expect((await auditor('GET /api/v1/audit-state')).verification).toBeNull();
    expect(await auditor('POST /api/v1/audit-verifications')).toMatchObject({ by: 'auditor', found: 0 });
    const state = await auditor('GET /api/v1/audit-state');
    expect(state).toMatchObject({ head: { state: 'missing' }, sealedEvents: 0, verification: { by: 'auditor', found: 0 } });
    expect(state.waiting).toBeGreaterThan(5);
  });
});
