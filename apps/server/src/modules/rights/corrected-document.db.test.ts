import { randomUUID } from 'node:crypto';
import type { Client } from '@tongxing/contract/client';
import { CITY_CODE, residentAt, venueAt } from '@tongxing/simulator';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { register, signInBySms } from '../../testing/phone';
import { startTestApp, type TestApp } from '../../testing/test-app';

const HOUR_MS = 3_600_000;

let t: TestApp;
let officer: Client;
let recorder: Client;
beforeAll(async () => {
  t = await startTestApp();
  officer = t.clientWith(await t.extraStaff({ permissions: ['rights_request.read', 'rights_request.handle'], areaCode: CITY_CODE }));
  recorder = t.clientWith(await t.extraStaff({ permissions: ['evidence.create', 'evidence.read'], areaCode: CITY_CODE }));
});
afterAll(() => t.stop());

const ago = (ms: number) => new Date(t.clock.now() - ms).toISOString();
const documentOf = (index: number) => {
  const { documentType, documentNumber } = residentAt(t.city, index);
  return { documentType, documentNumber };
};

async function recordContact(index: number): Promise<void> {
  const body = { id: randomUUID(), ...documentOf(index), kind: 'close_contact' as const, source: '疾控 3 号', sampledAt: ago(HOUR_MS) };
  await recorder('POST /api/v1/health-evidence', { body });
}

async function enterCase(index: number): Promise<void> {
  const body = { id: randomUUID(), ...documentOf(index), confirmedAt: ago(HOUR_MS), onsetAt: ago(2 * HOUR_MS), evidenceReference: 'LAB-1' };
  await (await t.staff('epidemiologist'))('POST /api/v1/cases', { body });
}

/** Asks to have another document, and has it granted. @returns `done` or what was refused. */
async function corrected(index: number, documentNumber: string): Promise<string> {
  const body = {
    id: randomUUID(),
    kind: 'document' as const,
    documentType: 'foreign_passport' as const,
    documentNumber,
    reason: '登记时写错',
  };
  const { id } = await (await t.resident(index))('POST /api/v1/me/requests', { body });
  const decision = { decision: 'granted', answer: '已核对证件，予以更正。' } as const;
  return officer('POST /api/v1/rights-requests/:id/decision', { params: { id }, body: decision }).then(
    () => 'done',
    (error: { code: string }) => error.code,
  );
}

async function keyedEntry(index: number) {
  const venue = venueAt(t.city, 0).publicId;
  const { rows } = await sql<{
    id: number;
  }>`select id from staff_accounts where role_id = (select id from roles where name = 'venue_manager')
    and venue_id = (select id from venues where public_id = ${venue})`.execute(t.owner);
  const cookie = await t.cookie('staff', rows[0]?.id ?? 0);
  const body = { eventId: t.eventId(), ...documentOf(index), direction: 'in' as const };
  return t.clientWith(cookie)('POST /api/v1/venues/:id/entries', { params: { id: venue }, body });
}

describe('a document cannot be corrected away', () => {
  it.each([
    { what: 'a confirmed case', index: 120, record: enterCase, verdict: 'stop', phone: '13911110001', number: 'AA1000001' },
    { what: 'a close contact', index: 121, record: recordContact, verdict: 'attention', phone: '13911110002', number: 'AA1000002' },
  ])('by $what: no second registration under it is green', async ({ index, record, phone, number, verdict }) => {
    await record(index);
    await t.confirmEvidence();
    expect((await keyedEntry(index)).verdict).toBe(verdict);
    expect(await corrected(index, number)).toBe('DOCUMENT_HELD');
    const { name } = residentAt(t.city, index);
    const again = await register(t, await signInBySms(t, phone), { ...documentOf(index), name });
    expect([again.status, again.json?.code]).toEqual([409, 'ALREADY_REGISTERED']);
    expect((await keyedEntry(index)).verdict).toBe(verdict);
  });

  it('while evidence waits for its second person', async () => {
    await recordContact(122);
    expect(await corrected(122, 'AA1000003')).toBe('DOCUMENT_HELD');
  });

  it('and is, when nothing stands against it', async () => {
    await t.scan(123, 0);
    expect(await corrected(123, 'AA1000004')).toBe('done');
  });
});
