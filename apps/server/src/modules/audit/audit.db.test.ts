import { randomUUID } from 'node:crypto';
import type { Client } from '@tongxing/contract/client';
import { CITY_CODE, PERSONAS, residentAt, venueAt } from '@tongxing/simulator';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../testing/test-app';
import { personToken } from './person-token';

let t: TestApp;
let auditor: Client;
beforeAll(async () => {
  t = await startTestApp();
  auditor = await t.staff('audit_admin');
});
afterAll(() => t.stop());

describe('the audit log', () => {
  it('records its own reading, with the request it came by', async () => {
    await auditor('GET /api/v1/audit-events');
    const { items } = await auditor('GET /api/v1/audit-events', { query: { action: 'audit.read' } });
    expect(items[0]).toMatchObject({
      actor: 'auditor',
      role: 'audit_admin',
      area: CITY_CODE,
      action: 'audit.read',
      subject: 'audit:audit.read',
    });
    expect(items[1]).toMatchObject({ subject: 'audit:all', requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) });
  });

  it('is read page by page, newest first, without a gap', async () => {
    await t.scan(PERSONAS.red, 0);
    const data = await t.staff('data_team');
    for (const { id } of (await data('GET /api/v1/warnings')).items)
      await data('POST /api/v1/warnings/:id/acknowledgement', { params: { id }, body: {} });
    for (let n = 0; n < 6; n += 1) await auditor('GET /api/v1/audit-events');
    const ids: number[] = [];
    for (let cursor: string | undefined, more = true; more; ) {
      const page = await auditor('GET /api/v1/audit-events', { query: { limit: 3, cursor } });
      ids.push(...page.items.map((event) => Number(event.id)));
      cursor = page.nextCursor ?? undefined;
      more = page.nextCursor !== null && ids.length < 100;
    }
    const { rows } = await sql<{ id: number }>`select id from audit_events where id <= ${ids[0] ?? 0} order by id desc`.execute(t.owner);
    expect(ids).toEqual(rows.map((row) => row.id));
  });

  it('is searched by time, person, action and case, and only what fits is shown', async () => {
    const { documentType, documentNumber } = residentAt(t.city, PERSONAS.red);
    const { token } = await auditor('POST /api/v1/audit-tokens', { body: { documentType, documentNumber } });
    expect(token).toBe(personToken(t.vault, await t.personId(PERSONAS.red)).toString('hex'));
    const mine = await auditor('GET /api/v1/audit-events', { query: { token, limit: 100 } });
    expect(mine.items.map((event) => event.action)).toEqual(expect.arrayContaining(['audit.read', 'audit.find', 'warning.acknowledge']));
    expect(mine.items.every((event) => event.token === token)).toBe(true);
    const matter = mine.items.find((event) => event.action === 'warning.acknowledge')?.matter ?? '';
    const ofIncident = await auditor('GET /api/v1/audit-events', { query: { matter, action: 'warning.acknowledge' } });
    expect(ofIncident.items).toMatchObject([{ matter, actor: 'data', role: 'data_team' }]);
    const at = ofIncident.items[0]?.at ?? '';
    const later = new Date(Date.parse(at) + 1).toISOString();
    expect((await auditor('GET /api/v1/audit-events', { query: { matter, action: 'warning.acknowledge', to: at } })).items).toEqual([]);
    expect(
      (await auditor('GET /api/v1/audit-events', { query: { matter, action: 'warning.acknowledge', from: at, to: later } })).items,
    ).toHaveLength(1);
    expect((await auditor('GET /api/v1/audit-events', { query: { matter: 'C2026-9999' } })).items).toEqual([]);
    await expect(
      auditor('POST /api/v1/audit-tokens', { body: { documentType, documentNumber: '11010519491231002X' } }),
    ).rejects.toMatchObject({
      code: 'PERSON_UNKNOWN',
    });
  });

  it('is exported as a file that no spreadsheet carries out, and that is recorded with its size', async () => {
    const street = await t.staff('street_officer');
    const id = venueAt(t.city, 0).publicId;
    await street('POST /api/v1/venues/:id/state', { params: { id }, body: { state: 'suspended', reason: '=HYPERLINK("x")' } });
    const body = { id: randomUUID(), format: 'csv', reason: '季度审计', filter: {} };
    const { status, type, text } = await t.send('POST', '/api/v1/audit-exports', { cookie: await t.staffCookie('audit_admin'), body });
    expect({ status, type }).toEqual({ status: 200, type: 'text/csv; charset=utf-8' });
    expect(text).toContain(`"'=HYPERLINK(""x"")"`);
    const { items } = await auditor('GET /api/v1/audit-events', { query: { action: 'audit.export' } });
    expect(items[0]).toMatchObject({ reason: '季度审计', subject: `export:${body.id}` });
    // Watermark, headings and the count around it; the line of the export itself is there already when it is read.
    expect(text.trim().split('\r\n').length - 3).toBe(Number(items[0]?.after?.count) + 1);
  });

  it('keeps what staff may not, and by whom', async () => {
    const cookie = await t.staffCookie('dispatcher_110');
    const { status } = await t.send('GET', '/api/v1/traces', { cookie });
    expect(status).toBe(403);
    const { items } = await auditor('GET /api/v1/audit-events', { query: { action: 'request.refuse' } });
    expect(items[0]).toMatchObject({
      actor: 'dispatcher',
      role: 'dispatcher_110',
      subject: 'route:GET /api/v1/traces',
      reason: 'FORBIDDEN',
    });
  });

  it('keeps sign-ins, good and refused, and never what was typed', async () => {
    const body = { username: 'auditor', password: 'not-the-password' };
    expect((await t.send('POST', '/api/v1/staff/sessions', { body })).status).toBe(401);
    expect((await t.send('POST', '/api/v1/staff/sessions', { body: { ...body, username: 'hunter2' } })).status).toBe(401);
    expect((await t.send('POST', '/api/v1/staff/sessions', { body: { ...body, password: 'tongxing-demo' } })).status).toBe(200);
    const { items } = await auditor('GET /api/v1/audit-events', { query: { limit: 4 } });
    expect(items.map(({ action, actor, subject }) => ({ action, actor, subject })).slice(1)).toEqual([
      { action: 'session.start', actor: 'auditor', subject: 'account:auditor' },
      { action: 'session.refuse', actor: 'nobody', subject: 'account:unknown' },
      { action: 'session.refuse', actor: 'nobody', subject: 'account:auditor' },
    ]);
  });

  it('says what changed, as it was and as it is', async () => {
    const { items } = await auditor('GET /api/v1/audit-events', { query: { action: 'venue.suspended' } });
    expect(items[0]).toMatchObject({ before: { state: 'active' }, after: { state: 'suspended' } });
  });

  it('is not shown when the reading cannot be recorded', async () => {
    await sql`create function break_it() returns trigger language plpgsql as $$ begin raise exception 'broken by a test'; end $$`.execute(
      t.owner,
    );
    await sql`create trigger broken before insert on audit_events for each row execute function break_it()`.execute(t.owner);
    await expect(auditor('GET /api/v1/audit-events')).rejects.toMatchObject({ status: 500 });
    await sql`drop trigger broken on audit_events`.execute(t.owner);
  });
});
