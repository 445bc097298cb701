import { randomUUID } from 'node:crypto';
import type { Client } from '@tongxing/contract/client';
import { NOTICE_VERSION } from '@tongxing/rules';
import { makeCity, PERSONAS, residentAt, residentsOf, venueAt, venuesOf } from '@tongxing/simulator';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createLogger } from './platform/logs';
import { everybody } from './testing/samples';
import { startTestApp, type TestApp } from './testing/test-app';

const HOUR_MS = 3_600_000;

let t: TestApp;
const log: string[] = [];
const urls: string[] = [];
/** Telephone of somebody who signs in for the first time here. */
const FRESH = '13987654321';
const REGISTERED = { name: '欧阳测试', documentNumber: residentAt(makeCity({ size: 'small' }), 8_000).documentNumber };

beforeAll(async () => {
  t = await startTestApp({ logger: createLogger('debug', { write: (line) => void log.push(line) }) });
  t.app.http.server.on('request', (request) => void urls.push(request.url ?? ''));
  await busyDay();
}, 60_000);
afterAll(() => t.stop());

/** Everything that is ever done with a person, well and badly. */
async function busyDay(): Promise<void> {
  await Promise.all(Array.from({ length: 60 }, (_, index) => t.scan(index, index % 20)));
  await t.scan(PERSONAS.red, 3);
  await signUp();
  await dispose(await t.staff('dispatcher_110'), await t.staff('data_team'));
  await trace(await t.staff('epidemiologist'), await t.staff('trace_approver'));
  await failures();
  await vi.waitFor(async () => expect(await t.count('sms_messages', sql`state <> 'delivered'`)).toBe(0), { timeout: 15_000 });
}

async function signUp(): Promise<void> {
  await t.nobody('POST /api/v1/sign-in/codes', { body: { phone: FRESH } });
  await vi.waitFor(() => expect(t.smsCentre.inbox({ to: FRESH })).toHaveLength(1), { timeout: 5_000 });
  const code = /\d{6}/.exec(t.smsCentre.inbox({ to: FRESH })[0]?.text ?? '')?.[0] ?? '';
  const answer = await t.send('POST', '/api/v1/sign-in/sessions', { body: { phone: FRESH, code } });
  const cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const agreed = { notice: NOTICE_VERSION, sensitive: true };
  const body = { ...REGISTERED, documentType: 'resident_id', ...agreed };
  const registered = await t.send('POST', '/api/v1/me/registration', { cookie, body });
  expect(registered.status).toBe(201);
  // Somebody else's document: the database refuses it, and its error names the key.
  const { documentNumber, name } = residentAt(t.city, 9);
  await t.send('POST', '/api/v1/me/registration', { cookie, body: { name, documentNumber, documentType: 'resident_id', ...agreed } });
}

async function dispose(dispatcher: Client, data: Client): Promise<void> {
  for (const { id } of (await dispatcher('GET /api/v1/incidents')).items) {
    await dispatcher('POST /api/v1/incidents/:id/identity', { params: { id }, body: { reason: '现场联系本人' } });
    await dispatcher('POST /api/v1/incidents/:id/transitions', { params: { id }, body: { to: 'dispatched' } });
  }
  for (const { id } of (await data('GET /api/v1/warnings')).items)
    await data('POST /api/v1/warnings/:id/acknowledgement', { params: { id }, body: {} });
  const { documentType, documentNumber } = residentAt(t.city, 70);
  const body = {
    id: randomUUID(),
    documentType,
    documentNumber,
    kind: 'close_contact',
    source: '流调',
    sampledAt: new Date(t.clock.now()).toISOString(),
  } as const;
  await data('POST /api/v1/health-evidence', { body });
}

async function trace(epidemiologist: Client, approver: Client): Promise<void> {
  const { documentType, documentNumber } = residentAt(t.city, PERSONAS.case);
  const iso = (ms: number) => new Date(t.clock.now() + ms).toISOString();
  const entered = await epidemiologist('POST /api/v1/cases', {
    body: { id: randomUUID(), documentType, documentNumber, confirmedAt: iso(0), onsetAt: iso(-HOUR_MS), evidenceReference: 'LAB-0001' },
  });
  const asked = {
    id: randomUUID(),
    caseId: entered.id,
    legalBasis: 'infectious_disease_law',
    basisReference: '第7号',
    purpose: '流行病学调查',
    from: iso(-48 * HOUR_MS),
    to: iso(0),
  } as const;
  const { id } = await epidemiologist('POST /api/v1/traces', { body: asked });
  await t.confirmEvidence();
  await approver('POST /api/v1/traces/:id/decision', { params: { id }, body: { approve: true, note: '同意' } });
  await epidemiologist('GET /api/v1/traces/:id/trajectory', { params: { id } });
  await epidemiologist('GET /api/v1/traces/:id/contacts', { params: { id } });
}

/** Errors are where identifiers get into logs. */
async function failures(): Promise<void> {
  const { phone, name, documentNumber } = residentAt(t.city, PERSONAS.red);
  await sql`create function break_it() returns trigger language plpgsql as $$ begin raise exception 'broken by a test'; end $$`.execute(
    t.owner,
  );
  for (const table of ['warnings', 'sign_in_codes', 'health_evidence']) {
    await sql`create trigger broken before insert on ${sql.table(table)} for each row execute function break_it()`.execute(t.owner);
  }
  await t.scan(PERSONAS.red, 11).catch(() => undefined);
  await t.send('POST', '/api/v1/sign-in/codes', { body: { phone: '13987650000' } });
  const { staff } = await everybody(t);
  const body = {
    id: randomUUID(),
    documentType: 'resident_id',
    documentNumber,
    kind: 'close_contact',
    source: '流调',
    sampledAt: new Date(t.clock.now()).toISOString(),
  };
  await t.send('POST', '/api/v1/health-evidence', { ...staff, body });
  for (const table of ['warnings', 'sign_in_codes', 'health_evidence'])
    await sql`drop trigger broken on ${sql.table(table)}`.execute(t.owner);
  await t.send('POST', '/api/v1/sign-in/sessions', { body: { phone, code: 'x', name, documentNumber } });
  await t.send('POST', '/api/v1/scans', { raw: `{"phone":"${phone}","name":"${name}"` });
}

/** Whatever identifies a person of the city, or one who signed up here. */
function identifiers(): string[] {
  const people = [...residentsOf(t.city)].flatMap((resident) => [resident.name, resident.phone, resident.documentNumber]);
  const contacts = [...venuesOf(t.city)].map((venue) => venue.contactPhone);
  return [...people, ...contacts, FRESH, REGISTERED.name, REGISTERED.documentNumber, '13987650000'];
}

const hits = (text: string) => identifiers().filter((identifier) => text.includes(identifier));

describe('identifiers of people', () => {
  it('are found by this search where they are', () => {
    expect(hits(JSON.stringify(t.smsCentre.inbox({ limit: 1_000 })))).toContain(FRESH);
    expect(identifiers()).toHaveLength(200 * 3 + 20 + 4);
  });

  it('stand in no table in the clear, nor as their bytes', async () => {
    const { rows: tables } = await sql<{
      name: string;
    }>`select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'`.execute(t.owner);
    expect(tables.length).toBeGreaterThan(25);
    let size = 0;
    for (const { name } of tables) {
      const { rows } = await sql<{ line: string }>`select x::text as line from ${sql.table(name)} x`.execute(t.owner);
      const text = rows.map((row) => row.line).join('\n');
      size += rows.length;
      const bytes = Buffer.from([...text.matchAll(/\\x([0-9a-f]+)/g)].map((match) => match[1]).join(''), 'hex').toString('latin1');
      expect(hits(text), name).toEqual([]);
      expect(
        identifiers().filter((identifier) => bytes.includes(Buffer.from(identifier).toString('latin1'))),
        `${name}, bytes`,
      ).toEqual([]);
    }
    expect(size).toBeGreaterThan(500);
  });

  it('are in no line of the log at level debug, and no secret is', () => {
    const text = log.join('');
    expect(text).toContain('visits not recorded');
    expect(hits(text)).toEqual([]);
    expect(text).not.toMatch(/tongxing_(resident|staff|door)=/);
    for (const { text: sms } of t.smsCentre.inbox({ limit: 1_000 })) expect(text).not.toContain(sms);
  });

  it('are in no address', () => {
    // Of scans there are none: what the lane takes has the one address of its declaration.
    expect(urls.length).toBeGreaterThan(20);
    expect(hits(decodeURIComponent(urls.join('\n')))).toEqual([]);
  });

  it('are not in the answers of a venue’s page, nor of anybody’s lists', async () => {
    const answers = [
      await (await t.staff('venue_manager'))('GET /api/v1/venues'),
      await (await t.staff('data_team'))('GET /api/v1/warnings', { query: { limit: 100 } }),
      await (await t.staff('data_team'))('GET /api/v1/health-evidence', { query: { limit: 100 } }),
      await (await t.staff('dispatcher_110'))('GET /api/v1/incidents', { query: { limit: 100 } }),
      await (await t.staff('epidemiologist'))('GET /api/v1/cases'),
      await (await t.staff('audit_admin'))('GET /api/v1/audit-events', { query: { limit: 100 } }),
      await t.nobody('GET /api/v1/venue-codes/:code', { params: { code: venueAt(t.city, 0).code } }),
    ];
    expect(hits(JSON.stringify(answers))).toEqual([]);
  });
});
