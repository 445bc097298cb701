import { createHash, randomUUID } from 'node:crypto';
import { PERSONAS, residentAt } from '@tongxing/simulator';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { unpack } from '../../testing/archive';
import { startTestApp, type TestApp } from '../../testing/test-app';

let t: TestApp;
beforeAll(async () => {
  t = await startTestApp();
  await t.scan(PERSONAS.red, 0);
});
afterAll(() => t.stop());

const wish = (more: object = {}) => ({ id: randomUUID(), format: 'csv', reason: '街道核对', filter: {}, ...more });

async function take(path: string, cookie: string, body: object): Promise<{ status: number; type: string; name: string; file: Buffer }> {
  const response = await fetch(`${t.origin}/api/v1/${path}`, {
    method: 'POST',
    headers: { cookie, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const { status, headers } = response;
  const file = Buffer.from(await response.arrayBuffer());
  return { status, file, type: headers.get('content-type') ?? '', name: headers.get('content-disposition') ?? '' };
}

/** What the register holds of an export, once its last byte was handed over. */
async function registered(id: string) {
  const { rows } = await sql<{
    list: string;
    reason: string;
    rows: number;
    written: number | null;
    sha256: Buffer | null;
  }>`select list, reason,
    rows, written, sha256 from exports where id = ${id}`.execute(t.owner);
  return rows[0];
}

describe('a list as a file', () => {
  it.each(['csv', 'xlsx'])('as %s says who took what, when and how much, and is written down with its hash', async (format) => {
    const cookie = await t.staffCookie('headquarters');
    const body = wish({ format });
    const { status, type, name, file } = await take('venue-exports', cookie, body);
    expect(status).toBe(200);
    expect(type).toBe(format === 'csv' ? 'text/csv; charset=utf-8' : 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet');
    expect(name).toMatch(new RegExp(`filename="venues-[\\w-]+-\\d{14}\\.${format}"`));
    const text = format === 'csv' ? file.toString() : (unpack(file)['xl/worksheets/sheet1.xml'] ?? '');
    const count = await t.count('venues');
    expect(text).toMatch(
      new RegExp(`场所清单 · 导出人 [\\w-]+（.+）· 20\\d\\d-.* Asia/Shanghai · 筛选 无 · 共 ${count} 条 · 编号 ${body.id.slice(0, 8)}`),
    );
    expect(text).toContain(`以上共 ${count} 条`);
    expect(text).toContain('****');
    await expect
      .poll(() => registered(body.id))
      .toMatchObject({
        list: 'venues',
        reason: '街道核对',
        rows: count,
        written: count,
        sha256: createHash('sha256').update(file).digest(),
      });
    const auditor = await t.staff('audit_admin');
    const { items } = await auditor('GET /api/v1/audit-events', { query: { action: 'venue.export' } });
    expect(items[0]).toMatchObject({ subject: `export:${body.id}`, reason: '街道核对', after: { format, count } });
  });

  it('of incidents holds no whole name, document or telephone, and keeps to the filter', async () => {
    const cookie = await t.staffCookie('headquarters');
    const { file } = await take('incident-exports', cookie, wish({ filter: { open: true } }));
    const person = residentAt(t.city, PERSONAS.red);
    const text = file.toString();
    expect(text).toContain('"已报"');
    for (const secret of [person.name, person.documentNumber, person.phone]) expect(text).not.toContain(secret);
    const closed = await take('incident-exports', cookie, wish({ filter: { state: 'closed' } }));
    expect(closed.file.toString()).toContain('以上共 0 条');
  });

  it('gives no second file for an id that was used', async () => {
    const cookie = await t.staffCookie('headquarters');
    const body = wish();
    expect((await take('venue-exports', cookie, body)).status).toBe(200);
    expect((await take('venue-exports', cookie, body)).status).toBe(409);
  });

  it('asks for a reason', async () => {
    const cookie = await t.staffCookie('headquarters');
    expect((await take('venue-exports', cookie, { ...wish(), reason: '' })).status).toBe(400);
  });

  it('stays inside the area of the account', async () => {
    const cookie = await t.staffCookie('street_officer');
    const { file } = await take('venue-exports', cookie, wish());
    const { rows } = await sql<{
      name: string;
    }>`select name from venues where division_code not like (select a.area_code || '%' from staff_accounts
      a join roles r on r.id = a.role_id where r.name = 'street_officer' limit 1)`.execute(t.owner);
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.filter(({ name }) => file.toString().includes(`"${name}"`))).toEqual([]);
  });
});

describe('the quota of a role', () => {
  it('refuses the file too many until the next day, in words', async () => {
    await sql`insert into export_quotas values ('street_officer', 2, 100000) on conflict (role) do update set files_per_day = 2`.execute(
      t.owner,
    );
    const cookie = await t.staffCookie('street_officer');
    const statuses = await Promise.all(Array.from({ length: 5 }, async () => (await take('venue-exports', cookie, wish())).status));
    // One was taken above.
    expect(statuses.sort()).toEqual([200, 429, 429, 429, 429]);
    const { json, headers } = await t.send('POST', '/api/v1/venue-exports', { cookie, body: wish() });
    expect(json).toMatchObject({ code: 'EXPORT_QUOTA_USED' });
    expect(Number(headers.get('retry-after'))).toBeLessThanOrEqual(86_400);
    await sql`update exports set at = at - interval '1 day'`.execute(t.owner);
    expect((await take('venue-exports', cookie, wish())).status).toBe(200);
  });

  it('counts rows, before anything is sent', async () => {
    await sql`insert into export_quotas values ('headquarters', 100, 1) on conflict (role) do update set files_per_day = 100, rows_per_day = 1`.execute(
      t.owner,
    );
    const before = await t.count('exports');
    const { json } = await t.send('POST', '/api/v1/venue-exports', { cookie: await t.staffCookie('headquarters'), body: wish() });
    expect(json).toMatchObject({ code: 'EXPORT_QUOTA_USED' });
    expect(await t.count('exports')).toBe(before);
  });
});
