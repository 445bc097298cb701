import type { Client } from '@tongxing/contract/client';
import { PERSONAS } from '@tongxing/simulator';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../testing/test-app';

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
    expect(items[0]).toMatchObject({ actor: 'auditor', role: 'audit_admin', action: 'audit.read', subject: 'audit:audit.read' });
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

  it('is not shown when the reading cannot be recorded', async () => {
    await sql`create function break_it() returns trigger language plpgsql as $$ begin raise exception 'broken by a test'; end $$`.execute(
      t.owner,
    );
    await sql`create trigger broken before insert on audit_events for each row execute function break_it()`.execute(t.owner);
    await expect(auditor('GET /api/v1/audit-events')).rejects.toMatchObject({ status: 500 });
    await sql`drop trigger broken on audit_events`.execute(t.owner);
  });
});
