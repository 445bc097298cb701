import { randomUUID } from 'node:crypto';
import type { EvidenceDecision } from '@tongxing/contract';
import type { Client } from '@tongxing/contract/client';
import { residentAt } from '@tongxing/simulator';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../testing/test-app';

const DAY_MS = 86_400_000;

let t: TestApp;
let epidemiologist: Client;
let approver: Client;
let reviewer: Client;
beforeAll(async () => {
  t = await startTestApp();
  epidemiologist = await t.staff('epidemiologist');
  approver = await t.staff('trace_approver');
  reviewer = await t.staff('evidence_reviewer');
});
afterAll(() => t.stop());

const iso = (daysAgo: number) => new Date(t.clock.now() - daysAgo * DAY_MS).toISOString();

function enter(index: number, { id = randomUUID(), daysAgo = 3 }: { id?: string; daysAgo?: number } = {}) {
  const { documentType, documentNumber } = residentAt(t.city, index);
  const body = {
    id,
    documentType,
    documentNumber,
    confirmedAt: iso(daysAgo),
    onsetAt: iso(daysAgo + 2),
    evidenceReference: 'LAB-2026-0002',
  };
  return epidemiologist('POST /api/v1/cases', { body });
}

async function evidenceOf(caseId: string): Promise<string> {
  const { rows } = await sql<{ id: string }>`select evidence_id as id from cases where id = ${caseId}`.execute(t.owner);
  return rows[0]?.id ?? '';
}
const decide = async (caseId: string, decision: EvidenceDecision) =>
  reviewer('POST /api/v1/health-evidence/:id/decision', {
    params: { id: await evidenceOf(caseId) },
    body: { id: randomUUID(), decision, note: '已与实验室核对' },
  });
const askWithdrawal = async (caseId: string) =>
  (await t.staff('data_team'))('POST /api/v1/health-evidence/:id/withdrawal-requests', {
    params: { id: await evidenceOf(caseId) },
    body: { id: randomUUID(), reason: '样本登记错误' },
  });
async function trace(caseId: string): Promise<string> {
  const order = { legalBasis: 'infectious_disease_law', basisReference: '疾控〔2026〕7号', purpose: '流行病学调查' } as const;
  const { id } = await epidemiologist('POST /api/v1/traces', { body: { id: randomUUID(), caseId, ...order, from: iso(2), to: iso(0) } });
  return id;
}
const approve = (id: string) => approver('POST /api/v1/traces/:id/decision', { params: { id }, body: { approve: true, note: '同意' } });
const refused = (context: 'open' | 'earlier') => ({ code: 'CASE_EXISTS', values: { context } });

describe('somebody is a case again', () => {
  it('when the first was refused, and its repeat changes nothing', async () => {
    const first = await enter(70);
    await expect(enter(70)).rejects.toMatchObject(refused('open'));
    await decide(first.id, 'refuse');
    const second = await enter(70);
    expect(second.number).not.toBe(first.number);
    expect((await enter(70, { id: first.id })).number).toBe(first.number);
    expect((await enter(70, { id: second.id })).number).toBe(second.number);
    expect(await t.count('cases', sql`person_id = ${await t.personId(70)}`)).toBe(2);
    expect(await t.count('health_evidence', sql`person_id = ${await t.personId(70)}`)).toBe(2);
    await decide(second.id, 'confirm');
    expect(await t.scan(70, 0)).toMatchObject({ verdict: 'stop' });
  });

  it('when the first was withdrawn, not while that is only asked for', async () => {
    const first = await enter(71);
    await decide(first.id, 'confirm');
    await askWithdrawal(first.id);
    await expect(enter(71, { daysAgo: 1 })).rejects.toMatchObject(refused('open'));
    await decide(first.id, 'withdraw');
    // Of the same day or an earlier one: what was withdrawn says nothing about it.
    expect(await enter(71, { daysAgo: 5 })).toMatchObject({ traces: 0 });
  });

  it('by a later infection, and by no earlier one', async () => {
    const first = await enter(72, { daysAgo: 9 });
    await expect(enter(72, { daysAgo: 1 })).rejects.toMatchObject(refused('open'));
    await decide(first.id, 'confirm');
    await expect(enter(72, { daysAgo: 9.1 })).rejects.toMatchObject(refused('earlier'));
    const second = await enter(72, { daysAgo: 1 });
    await expect(enter(72, { daysAgo: 0.5 })).rejects.toMatchObject(refused('open'));
    await decide(second.id, 'confirm');
    expect((await epidemiologist('GET /api/v1/cases', { query: { limit: 100 } })).items.map(({ id }) => id)).toEqual(
      expect.arrayContaining([first.id, second.id]),
    );
  });

  it('once, of several who enter it at the same moment', async () => {
    const answers = await Promise.allSettled(Array.from({ length: 5 }, () => enter(73)));
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await t.count('cases', sql`person_id = ${await t.personId(73)}`)).toBe(1);
  });

  it('and says in words what stands in the way', async () => {
    await enter(74);
    const { documentType, documentNumber } = residentAt(t.city, 74);
    const cookie = await t.staffCookie('epidemiologist');
    const body = {
      id: randomUUID(),
      documentType,
      documentNumber,
      confirmedAt: iso(1),
      onsetAt: iso(2),
      evidenceReference: 'LAB-2026-0003',
    };
    const { json } = await t.send('POST', '/api/v1/cases', { cookie, body, headers: { 'accept-language': 'zh-CN' } });
    expect(json).toMatchObject({ detail: expect.stringContaining('等第二人复核') });
  });
});

describe('evidence of one case', () => {
  it('opens no trace of another case of the same person', async () => {
    const first = await enter(75, { daysAgo: 9 });
    await decide(first.id, 'confirm');
    const second = await enter(75, { daysAgo: 1 });
    await expect(approve(await trace(second.id))).rejects.toMatchObject({ code: 'CASE_NOT_CONFIRMED' });
    await decide(second.id, 'confirm');
    const later = await trace(second.id);
    expect(await approve(later)).toMatchObject({ state: 'completed' });
    // The first is withdrawn: what was found for the second stays to be read.
    await askWithdrawal(first.id);
    await decide(first.id, 'withdraw');
    expect(await epidemiologist('GET /api/v1/traces/:id/contacts', { params: { id: later } })).toMatchObject({ items: expect.any(Array) });
    await askWithdrawal(second.id);
    await decide(second.id, 'withdraw');
    await expect(epidemiologist('GET /api/v1/traces/:id/contacts', { params: { id: later } })).rejects.toMatchObject({
      code: 'CASE_NOT_CONFIRMED',
    });
  });

  it('of a case that a process of the version before entered is found by what it says', async () => {
    const entered = await enter(76);
    await decide(entered.id, 'confirm');
    await sql`update cases set evidence_id = null where id = ${entered.id}`.execute(t.owner);
    expect(await approve(await trace(entered.id))).toMatchObject({ state: 'completed' });
    await expect(enter(76, { daysAgo: 4 })).rejects.toMatchObject(refused('earlier'));
  });

  it('can be swept before the case: then nothing confirms it any more', async () => {
    const entered = await enter(77);
    await decide(entered.id, 'confirm');
    await sql`delete from evidence_steps where evidence_id = ${await evidenceOf(entered.id)}`.execute(t.owner);
    await sql`delete from health_evidence where id = ${await evidenceOf(entered.id)}`.execute(t.owner);
    expect(await evidenceOf(entered.id)).toBe('');
    await expect(approve(await trace(entered.id))).rejects.toMatchObject({ code: 'CASE_NOT_CONFIRMED' });
  });
});
