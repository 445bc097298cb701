import { randomUUID } from 'node:crypto';
import { venueLink } from '@tongxing/codes';
import { venueAt } from '@tongxing/simulator';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { cropped, readCode, renderPdf } from '../../testing/rendering';
import { startTestApp, type TestApp } from '../../testing/test-app';

let t: TestApp;
let officer: string;
const RARE = 3;
const RETIRED = 4;
beforeAll(async () => {
  t = await startTestApp({ settings: { TONGXING_PUBLIC_URL: 'https://pass.example.org' } });
  officer = await t.extraStaff({ permissions: ['venue.read'], areaCode: '99' });
  await sql`update venues set name = '𠮷田书店' where code = ${venueAt(t.city, RARE).code}`.execute(t.owner);
  await sql`update venues set state = 'retired' where code = ${venueAt(t.city, RETIRED).code}`.execute(t.owner);
});
afterAll(() => t.stop());
// Drawing pages holds up the server of these tests, which stands in the same process and then puts off what can wait.
beforeEach(() => expect.poll(async () => (await t.nobody('GET /api/v1/system')).load, { timeout: 20_000 }).toBe('normal'));

async function take(method: string, path: string, cookie: string, body?: object) {
  const response = await fetch(`${t.origin}/api/v1/${path}`, {
    method,
    headers: { cookie, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const file = Buffer.from(await response.arrayBuffer());
  return { status: response.status, type: response.headers.get('content-type') ?? '', file };
}

const pathTo = (index: number) => `venues/${venueAt(t.city, index).publicId}`;
const printed = (index: number, size = 'sticker') => take('POST', `${pathTo(index)}/poster-prints`, officer, { size });
/** Codes of a file, page by page; undefined where none is. The code of a sticker stands in its upper two thirds. */
const codesOf = async (file: Buffer) => (await renderPdf(file, 100)).map((page) => readCode(cropped(page, [0.1, 0.15, 0.9, 0.62])));

describe('one poster', () => {
  it('is a PDF whose code leads to the venue, and its print is written down', async () => {
    const { status, type, file } = await printed(0);
    expect([status, type]).toEqual([200, 'application/pdf; charset=utf-8']);
    expect(await codesOf(file)).toEqual([venueLink('https://pass.example.org', venueAt(t.city, 0).code)]);
    expect(await t.count('audit_events', sql`action = 'poster.print' and subject = ${`venue:${venueAt(t.city, 0).publicId}`}`)).toBe(1);
  });

  it('is previewed as a picture', async () => {
    const { status, file } = await take('GET', `${pathTo(0)}/poster?size=a4`, officer);
    expect(status).toBe(200);
    expect(JSON.parse(file.toString()).svg).toMatch(/^<svg .*<path /);
  });

  it('is refused with the name of the character that would be blank, and for a venue that is retired', async () => {
    const { status, file } = await printed(RARE);
    expect(status).toBe(422);
    expect(JSON.parse(file.toString())).toMatchObject({
      code: 'POSTER_NOT_PRINTABLE',
      errors: [{ field: 'name', code: 'not_printable', message: '海报字库没有这些字：𠮷' }],
    });
    expect((await take('GET', `${pathTo(RARE)}/poster?size=a5`, officer)).status).toBe(422);
    expect((await printed(RETIRED)).status).toBe(409);
  });
});

describe('posters of a street', () => {
  const wish = (more: object = {}) => ({ id: randomUUID(), size: 'sticker', reason: '换发全街道海报', filter: {}, ...more });

  it('are one file with a page each, counted against the quota and kept with its hash', async () => {
    const body = wish();
    const { status, file } = await take('POST', 'poster-exports', officer, body);
    expect(status).toBe(200);
    expect((await take('POST', 'poster-exports', officer, body)).status).toBe(409);
    const codes = await codesOf(file);
    const count = await t.count('venues', sql`state <> 'retired'`);
    expect(codes).toHaveLength(count);
    // The one that could not be drawn says so instead.
    expect(codes.filter((code) => code === undefined)).toHaveLength(1);
    expect(new Set(codes).size).toBe(count);
    const { rows } = await sql`select list, format, rows, written, sha256 is not null as whole from exports where id = ${body.id}`.execute(
      t.owner,
    );
    expect(rows).toEqual([{ list: 'posters', format: 'pdf', rows: count, written: count, whole: true }]);
  });

  it('are only those of the own area and of the filter; none are no file', async () => {
    const { divisionCode } = venueAt(t.city, 0);
    const elsewhere = await t.extraStaff({ permissions: ['venue.read'], areaCode: divisionCode });
    const { file } = await take('POST', 'poster-exports', elsewhere, wish());
    expect((await take('POST', 'poster-exports', officer, wish({ filter: { search: '没有这家' } }))).status).toBe(409);
    expect(await codesOf(file)).toHaveLength(await t.count('venues', sql`state <> 'retired' and division_code = ${divisionCode}`));
  });

  it('end where the quota of the day ends', async () => {
    const other = await t.extraStaff({ permissions: ['venue.read'], areaCode: '99' });
    await sql`update roles set export_files = 3`.execute(t.owner);
    for (let file = 0; file < 3; file += 1) expect((await take('POST', 'poster-exports', other, wish())).status).toBe(200);
    expect((await take('POST', 'poster-exports', other, wish())).status).toBe(429);
  });
});
