import { createHash, randomUUID } from 'node:crypto';
import { EXPORT_QUOTAS } from '@tongxing/contract';
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
  const limit = (role: string, files: number, rows: number, rowsOfAll: number) =>
    sql`update roles set export_files = ${files}, export_rows = ${rows}, export_rows_of_all = ${rowsOfAll} where name = ${role}`.execute(
      t.owner,
    );
  const yesterday = () => sql`update exports set at = at - interval '1 day'`.execute(t.owner);
  const refused = async (cookie: string, language = 'zh') => {
    const { json, headers } = await t.send('POST', '/api/v1/venue-exports', {
      cookie,
      body: wish(),
      headers: { 'accept-language': language },
    });
    return { ...json, after: Number(headers.get('retry-after')) };
  };
  /** Of another account with the same role. */
  async function colleague(role: string): Promise<string> {
    const { rows } = await sql<{
      id: number;
    }>`insert into staff_accounts (public_id, username, password_hash, display_name, role_id, area_code)
      select gen_random_uuid(), ${`colleague-${randomUUID()}`}, '', '同事', r.id, '9901' from roles r where r.name = ${role}
      returning id`.execute(t.owner);
    return t.cookie('staff', rows[0]?.id ?? 0);
  }

  it('of shipped roles is that of this version', async () => {
    const { rows } = await sql<{ name: string; quota: object }>`select name, json_build_object('files', export_files, 'rows', export_rows,
      'rowsOfAll', export_rows_of_all) as quota from roles where area_code is null`.execute(t.owner);
    expect(Object.fromEntries(rows.map(({ name, quota }) => [name, quota]))).toMatchObject(EXPORT_QUOTAS);
  });

  it('refuses the file too many until the next day, and says which limit it is and when it is over', async () => {
    await limit('street_officer', 2, 100_000, 100_000);
    const cookie = await t.staffCookie('street_officer');
    const statuses = await Promise.all(Array.from({ length: 5 }, async () => (await take('venue-exports', cookie, wish())).status));
    // One was taken above.
    expect(statuses.sort()).toEqual([200, 429, 429, 429, 429]);
    const problem = await refused(cookie);
    expect(problem).toMatchObject({
      code: 'EXPORT_QUOTA_USED',
      detail: expect.stringMatching(/^本账号今天已导出 2 个文件，您的角色每个账号每天最多 2 个。20\d\d-\d\d-\d\d 00:00 起重新计算/),
      values: { context: 'files', most: 2, taken: 2 },
    });
    expect(problem.after).toBeLessThanOrEqual(86_400);
    await yesterday();
    expect((await take('venue-exports', cookie, wish())).status).toBe(200);
  });

  it('counts rows, before anything is sent', async () => {
    await limit('headquarters', 100, 1, 100_000);
    const before = await t.count('exports');
    const cookie = await t.staffCookie('headquarters');
    const venues = await t.count('venues');
    expect(await refused(cookie, 'en')).toMatchObject({
      detail: expect.stringContaining(`this list has ${venues}; an account of your role may take 1 a day`),
      values: { context: 'rows', most: 1, wanted: venues },
    });
    expect(await t.count('exports')).toBe(before);
  });

  it('is not multiplied by accounts: all of a role together have one as well, also at once', async () => {
    await yesterday();
    const venues = await t.count('venues');
    await limit('headquarters', 100, venues, 3 * venues - 1);
    const cookies = await Promise.all(Array.from({ length: 5 }, () => colleague('headquarters')));
    const taken = await Promise.all(cookies.map(async (cookie) => (await take('venue-exports', cookie, wish())).status));
    expect(taken.sort()).toEqual([200, 200, 429, 429, 429]);
    expect(await refused(await colleague('headquarters'))).toMatchObject({
      detail: expect.stringContaining(`您这个角色的全部账号今天共导出 ${2 * venues} 行`),
      values: { context: 'rows_of_all', most: 3 * venues - 1, taken: 2 * venues },
    });
    // Another role has its own.
    await limit('street_officer', 100, 100_000, 100_000);
    expect((await take('venue-exports', await t.staffCookie('street_officer'), wish())).status).toBe(200);
  });

  it('goes with what an account took in another role that day', async () => {
    await yesterday();
    const venues = await t.count('venues');
    await limit('headquarters', 1, venues, 100_000);
    await limit('data_team', 1, 100_000, 100_000);
    const cookie = await colleague('headquarters');
    expect((await take('venue-exports', cookie, wish())).status).toBe(200);
    // Sessions end with a role; the account signs in anew.
    const { rows } = await sql<{ id: number }>`update staff_accounts set role_id = (select id from roles where name = 'data_team')
      where id = (select max(id) from staff_accounts) returning id`.execute(t.owner);
    const body = { ...wish(), filter: {} };
    const answer = await take('incident-exports', await t.cookie('staff', rows[0]?.id ?? 0), body);
    expect([answer.status, answer.file.toString()]).toEqual([429, expect.stringContaining('EXPORT_QUOTA_USED')]);
  });
});
