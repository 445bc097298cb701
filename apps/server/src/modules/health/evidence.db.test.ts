import { randomUUID } from 'node:crypto';
import type { EvidenceDecision, HealthEvidence } from '@tongxing/contract';
import type { Client } from '@tongxing/contract/client';
import { CITY_CODE, residentAt } from '@tongxing/simulator';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../testing/test-app';

const DAY_MS = 86_400_000;
let t: TestApp;
let author: Client;
let reviewer: Client;
beforeAll(async () => {
  t = await startTestApp();
  author = await t.staff('data_team');
  reviewer = await t.staff('evidence_reviewer');
});
afterAll(() => t.stop());

let next = 70;
/** Evidence about somebody whom no other test here is about; about the same one again with an index. */
function record(index = next++, as = author, change: { sampledAt?: string; id?: string } = {}): Promise<HealthEvidence> {
  const { documentType, documentNumber } = residentAt(t.city, index);
  const sampledAt = new Date(t.clock.now() - 60_000).toISOString();
  const said = { id: randomUUID(), kind: 'quarantine_order', source: '区疾控〔虚构〕8 号', sampledAt } as const;
  return as('POST /api/v1/health-evidence', { body: { documentType, documentNumber, ...said, ...change } });
}
const decide = (evidenceId: string, decision: EvidenceDecision, as = reviewer, id: string = randomUUID()) =>
  as('POST /api/v1/health-evidence/:id/decision', { params: { id: evidenceId }, body: { id, decision, note: '已核对原件' } });
const requestWithdrawal = (evidenceId: string, as = author, id: string = randomUUID()) =>
  as('POST /api/v1/health-evidence/:id/withdrawal-requests', { params: { id: evidenceId }, body: { id, reason: '证件号码录错' } });
const verdictOf = async (index: number) => (await t.scan(index, 0)).verdict;
const stepsOf = ({ steps }: HealthEvidence) => steps.map(({ step, by }) => `${step} ${by}`);
const auditsOf = async (id: string) => {
  const { rows } = await sql<{ action: string; person: Buffer | null }>`select action, person from audit_events
    where subject = ${`evidence:${id}`} order by id`.execute(t.owner);
  expect(rows.every(({ person }) => person !== null)).toBe(true);
  return rows.map(({ action }) => action);
};
const ME = ['数据专班·接收员', '转码复核员'] as const;

describe('evidence', () => {
  it('counts from the confirmation by a second person on, to the withdrawal by two', async () => {
    const index = next++;
    const { id, state, mayDecide } = await record(index);
    expect({ state, mayDecide }).toEqual({ state: 'to_confirm', mayDecide: false });
    expect(await verdictOf(index)).toBe('pass');
    expect(await reviewer('GET /api/v1/health-evidence/:id', { params: { id } })).toMatchObject({ mayDecide: true });
    expect(await decide(id, 'confirm')).toMatchObject({ state: 'confirmed', mayDecide: false });
    expect(await verdictOf(index)).toBe('stop');
    await requestWithdrawal(id);
    expect(await verdictOf(index)).toBe('stop');
    const withdrawn = await decide(id, 'withdraw');
    expect(await verdictOf(index)).toBe('pass');
    expect(stepsOf(withdrawn)).toEqual([`recorded ${ME[0]}`, `confirmed ${ME[1]}`, `withdrawal_requested ${ME[0]}`, `withdrawn ${ME[1]}`]);
    expect(await auditsOf(id)).toEqual(['evidence.create', 'evidence.confirm', 'evidence.ask_withdrawal', 'evidence.withdraw']);
    const me = await (await t.resident(index))('GET /api/v1/me');
    expect(me.health).toMatchObject({ colour: 'green', withdrawn: { reason: 'quarantine_order', source: '区疾控〔虚构〕8 号' } });
  });

  it('that was refused never counts', async () => {
    const index = next++;
    const { id } = await record(index);
    expect(await decide(id, 'refuse')).toMatchObject({ state: 'refused' });
    for (const decision of ['confirm', 'withdraw', 'keep'] as const)
      await expect(decide(id, decision)).rejects.toMatchObject({ code: 'STATE_CONFLICT' });
    await expect(requestWithdrawal(id)).rejects.toMatchObject({ code: 'STATE_CONFLICT' });
    expect(await verdictOf(index)).toBe('pass');
    expect(await auditsOf(id)).toEqual(['evidence.create', 'evidence.refuse']);
  });

  it('that was kept counts on, and its withdrawal can be asked for again', async () => {
    const index = next++;
    const { id } = await record(index);
    await decide(id, 'confirm');
    await requestWithdrawal(id);
    expect(await decide(id, 'keep')).toMatchObject({ state: 'confirmed' });
    expect(await verdictOf(index)).toBe('stop');
    expect(await requestWithdrawal(id)).toMatchObject({ state: 'withdrawal_requested' });
    expect(await decide(id, 'withdraw')).toMatchObject({ state: 'withdrawn' });
  });

  it('that ended before anybody confirmed it is confirmed by nobody', async () => {
    const sampledAt = new Date(t.clock.now() - 400 * DAY_MS).toISOString();
    const { id, state } = await record(next++, author, { sampledAt });
    expect(state).toBe('lapsed');
    await expect(decide(id, 'confirm')).rejects.toMatchObject({ code: 'STATE_CONFLICT' });
  });
});

describe('the second person', () => {
  const both = async () => {
    // No role holds both; somebody whose role was changed between the two steps did both.
    const cookie = await t.extraStaff({ permissions: ['evidence.read', 'evidence.create'], areaCode: CITY_CODE });
    const client = t.clientWith(cookie);
    const evidence = await record(next++, client);
    const { rows } = await sql<{ id: number }>`select by_account as id from evidence_steps where evidence_id = ${evidence.id}`.execute(
      t.owner,
    );
    const accountId = rows[0]?.id ?? 0;
    const become = async (...permissions: string[]) => {
      await sql`update roles set permissions = ${permissions} where id = (select role_id from staff_accounts where id = ${accountId})`.execute(
        t.owner,
      );
      return t.clientWith(await t.cookie('staff', accountId));
    };
    return { id: evidence.id, accountId, become };
  };

  it('is another than the first, in the API and in the database', async () => {
    const { id, accountId, become } = await both();
    const reviewing = await become('evidence.read', 'evidence.confirm');
    for (const decision of ['confirm', 'refuse'] as const)
      await expect(decide(id, decision, reviewing)).rejects.toMatchObject({ code: 'SECOND_PERSON_REQUIRED', status: 403 });
    for (const database of [t.running, t.owner]) {
      const forced = sql`insert into evidence_steps (id, evidence_id, position, kind, by_account, note, previous_kind, previous_by)
        values (${randomUUID()}, ${id}, 2, 'confirmed', ${accountId}, '', 'recorded', ${accountId})`.execute(database);
      await expect(forced).rejects.toThrow(/evidence_steps_second_person/);
    }
    await decide(id, 'refuse');
  });

  it('confirms nothing of an account that lost its right meanwhile', async () => {
    const { id, become } = await both();
    await become('evidence.read');
    await expect(decide(id, 'confirm')).rejects.toMatchObject({ code: 'AUTHOR_WITHOUT_RIGHT', status: 409 });
    expect(await decide(id, 'refuse')).toMatchObject({ state: 'refused' });
  });

  it('confirms nothing of an account that was suspended', async () => {
    const { id, accountId } = await both();
    await sql`update staff_accounts set suspended_at = now() where id = ${accountId}`.execute(t.owner);
    await expect(decide(id, 'confirm')).rejects.toMatchObject({ code: 'AUTHOR_WITHOUT_RIGHT' });
    await decide(id, 'refuse');
  });

  it('acts once, however often the same id comes and however many act at once', async () => {
    const { id } = await record();
    const stepId = randomUUID();
    const same = await Promise.all(Array.from({ length: 4 }, () => decide(id, 'confirm', reviewer, stepId)));
    expect(new Set(same.map(({ state }) => state))).toEqual(new Set(['confirmed']));
    expect(await auditsOf(id)).toEqual(['evidence.create', 'evidence.confirm']);
    await expect(decide(id, 'refuse', reviewer, stepId)).rejects.toMatchObject({ code: 'STATE_CONFLICT' });
    const other = (await record()).id;
    await expect(decide(other, 'confirm', reviewer, stepId)).rejects.toMatchObject({ code: 'STATE_CONFLICT' });
    const at = await Promise.allSettled((['confirm', 'refuse', 'confirm', 'refuse'] as const).map((decision) => decide(other, decision)));
    expect(at.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await auditsOf(other)).toHaveLength(2);
  });
});

describe('the database', () => {
  const step = (id: string, kind: string, previous: string, by = 1) =>
    sql`insert into evidence_steps (id, evidence_id, position, kind, by_account, note, previous_kind, previous_by)
      select ${randomUUID()}, evidence_id, position + 1, ${kind}, ${by}, '', ${previous}, by_account
      from evidence_steps where evidence_id = ${id} order by position desc limit 1`.execute(t.running);

  it('lets no program pretend that evidence is older than second persons', async () => {
    await expect(step((await record()).id, 'before_second_persons', 'recorded')).rejects.toThrow(/evidence_steps_asked/);
  });

  it('lets no program invent what came before, leave a step out, or record a first one', async () => {
    const { id } = await record();
    await expect(step(id, 'withdrawn', 'withdrawal_requested')).rejects.toThrow(/evidence_steps_previous/);
    await expect(step(id, 'withdrawn', 'recorded')).rejects.toThrow(/evidence_steps_order/);
    await expect(step(id, 'recorded', 'recorded')).rejects.toThrow(/evidence_steps_linked/);
  });
});

describe('what waits', () => {
  it('is counted for whoever may decide on it, and listed by its state', async () => {
    await t.confirmEvidence();
    const { id } = await record();
    const second = (await record()).id;
    await decide(second, 'confirm');
    await requestWithdrawal(second);
    const { items } = await reviewer('GET /api/v1/staff/work');
    expect(items).toEqual([
      expect.objectContaining({ kind: 'evidence_to_confirm', count: 1 }),
      expect.objectContaining({ kind: 'withdrawals_to_decide', count: 1 }),
    ]);
    for (const [state, only] of [
      ['to_confirm', id],
      ['withdrawal_requested', second],
    ] as const)
      expect((await reviewer('GET /api/v1/health-evidence', { query: { state } })).items.map((one) => one.id)).toEqual([only]);
    for (const state of ['confirmed', 'refused', 'withdrawn'] as const) {
      const listed = await reviewer('GET /api/v1/health-evidence', { query: { state, limit: 100 } });
      expect(listed.items.length, state).toBeGreaterThan(0);
      expect(listed.items.every((one) => one.state === state)).toBe(true);
    }
  });
});
