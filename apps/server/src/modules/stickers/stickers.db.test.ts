import { randomUUID } from 'node:crypto';
import type { Client } from '@tongxing/contract/client';
import { CITY_CODE, PERSONAS, venueAt } from '@tongxing/simulator';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLogger } from '../../platform/logs';
import { startTestApp, type TestApp } from '../../testing/test-app';
import { OldStickers } from './old-stickers';

let t: TestApp;
let officer: Client;
beforeAll(async () => {
  t = await startTestApp({ settings: { TONGXING_PUBLIC_URL: 'https://pass.example.org' } });
  officer = t.clientWith(await t.extraStaff({ permissions: ['venue.read', 'venue.edit'], areaCode: CITY_CODE }));
});
afterAll(() => t.stop());

const replace = (index: number, id: string = randomUUID()) =>
  officer('POST /api/v1/venues/:id/code-replacements', {
    params: { id: venueAt(t.city, index).publicId },
    body: { id, cause: 'leaked', reason: '照片被转发' },
  });
const lookUp = (code: string) => t.nobody('GET /api/v1/venue-codes/:code', { params: { code } });
const DOOR = { latitude: 31.95, longitude: 118.84, accuracy: 10 };
const ELSEWHERE = { latitude: 31.98, longitude: 118.84, accuracy: 10 };
const check = (sticker: string, position: typeof DOOR | null) =>
  officer('POST /api/v1/sticker-checks', { body: { id: randomUUID(), sticker, position } });
const findingsAt = async (index: number) =>
  (await officer('GET /api/v1/sticker-findings', { query: { limit: 100 } })).items.filter(
    ({ venue }) => venue.id === venueAt(t.city, index).publicId,
  );

describe('a code that is replaced', () => {
  it('says so from the very next look-up and scan, and the new one passes; the venue keeps its visits', async () => {
    const { code: old, publicId, name } = venueAt(t.city, 5);
    await t.scan(PERSONAS.green, 5);
    const { code, issue } = await replace(5);
    expect(issue).toBe(2);
    expect(await lookUp(old)).toMatchObject({ state: 'replaced', name });
    expect(await lookUp(code)).toMatchObject({ state: 'active', name });
    expect(await t.scan(PERSONAS.green, 5)).toMatchObject({ verdict: 'unknown', reasons: ['VENUE_REPLACED'], advice: 'use_current_code' });
    const resident = await t.resident(PERSONAS.green);
    expect(await resident('POST /api/v1/scans', { body: { eventId: t.eventId(), code } })).toMatchObject({
      verdict: 'pass',
      venue: { id: publicId },
    });
    const { today } = await officer('GET /api/v1/venues/:id/totals', { params: { id: publicId } });
    expect(today).toMatchObject({ pass: 2, unfinished: 1 });
  });

  it('is replaced once by one request, and stays known through many more and on a node that starts anew', async () => {
    const { code: first, publicId } = venueAt(t.city, 6);
    const id = randomUUID();
    const [one, two] = [await replace(6, id), await replace(6, id)];
    expect(two).toEqual(one);
    const third = await replace(6);
    expect(third.issue).toBe(3);
    const another = await startTestApp({ beside: t });
    for (const code of [first, one.code])
      expect(await another.nobody('GET /api/v1/venue-codes/:code', { params: { code } })).toMatchObject({ state: 'replaced' });
    await another.stop();
    const { items } = await officer('GET /api/v1/venues/:id/code-issues', { params: { id: publicId }, query: { limit: 2 } });
    expect(items.map(({ issue, replaced }) => [issue, replaced?.cause])).toEqual([
      [3, undefined],
      [2, 'leaked'],
    ]);
    await expect(replace(7, id)).rejects.toMatchObject({ code: 'STATE_CONFLICT' });
  });

  it('is given to one of many who replace at the same time, one after the other', async () => {
    const answers = await Promise.all(Array.from({ length: 6 }, () => replace(8)));
    expect(answers.map(({ issue }) => issue).sort()).toEqual([2, 3, 4, 5, 6, 7]);
    expect(await t.count('replaced_codes', sql`venue_id = (select id from venues where public_id = ${venueAt(t.city, 8).publicId})`)).toBe(
      6,
    );
  });

  it('that still hangs somewhere is counted and found, without anybody who found it', async () => {
    const { code } = venueAt(t.city, 9);
    await replace(9);
    const stickers = new OldStickers({ db: t.running, clock: t.clock, logger: createLogger('silent') });
    for (let look = 0; look < 3; look += 1) stickers.note(code);
    await stickers.write();
    await stickers.write();
    const { items } = await officer('GET /api/v1/venues/:id/code-issues', { params: { id: venueAt(t.city, 9).publicId } });
    expect(items[1]?.replaced).toMatchObject({ scans: 3, lastScannedAt: expect.any(String) });
    expect(await findingsAt(9)).toMatchObject([{ kind: 'replaced_scanned', issue: 1, closed: null }]);
  });

  it('of a retired venue is replaced by none', async () => {
    await sql`update venues set state = 'retired' where public_id = ${venueAt(t.city, 10).publicId}`.execute(t.owner);
    await expect(replace(10)).rejects.toMatchObject({ code: 'STATE_CONFLICT' });
  });
});

describe('a look at a sticker', () => {
  it('files the first place, and finds it at two places, and old ones; each once until it is closed', async () => {
    const { code } = venueAt(t.city, 11);
    expect(await check(code, null)).toMatchObject({ state: 'active', filed: false, distance: null, findings: [] });
    expect(await check(`https://pass.example.org/v/${code}`, DOOR)).toMatchObject({ filed: true, findings: [] });
    expect(await check(code.toLowerCase(), DOOR)).toMatchObject({ filed: false, distance: 0, findings: [] });
    expect(await check(code, ELSEWHERE)).toMatchObject({ findings: ['two_places'], distance: 3336 });
    await check(code, DOOR);
    expect(await findingsAt(11)).toMatchObject([{ kind: 'two_places', distance: 3336 }]);
    await replace(11);
    expect(await check(code, DOOR)).toMatchObject({ state: 'replaced', issue: 1, currentIssue: 2, findings: ['replaced_seen'] });
    const [old] = await findingsAt(11);
    const params = { id: old?.id ?? '' };
    expect(await officer('POST /api/v1/sticker-findings/:id/closure', { params, body: { note: '已换贴' } })).toMatchObject({
      kind: 'replaced_seen',
      closed: { note: '已换贴' },
    });
    await expect(officer('POST /api/v1/sticker-findings/:id/closure', { params, body: { note: '再关' } })).rejects.toMatchObject({
      code: 'STATE_CONFLICT',
    });
    await check(code, DOOR);
    expect((await findingsAt(11)).map(({ kind }) => kind).sort()).toEqual(['replaced_seen', 'two_places']);
  });

  it('knows no code of elsewhere, of another site or of another area', async () => {
    const { code, divisionCode } = venueAt(t.city, 12);
    await expect(check(`https://evil.example/v/${code}`, null)).rejects.toMatchObject({ code: 'VENUE_CODE_UNKNOWN' });
    await expect(check('0000-0000-00000', null)).rejects.toMatchObject({ code: 'VENUE_CODE_UNKNOWN' });
    const street =
      Array.from({ length: 20 }, (_, index) => venueAt(t.city, index).divisionCode).find((other) => other !== divisionCode) ?? '';
    const stranger = t.clientWith(await t.extraStaff({ permissions: ['venue.read', 'venue.edit'], areaCode: street }));
    const body = { id: randomUUID(), sticker: code, position: null };
    await expect(stranger('POST /api/v1/sticker-checks', { body })).rejects.toMatchObject({ code: 'VENUE_CODE_UNKNOWN' });
  });
});
