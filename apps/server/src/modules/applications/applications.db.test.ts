import { randomUUID } from 'node:crypto';
import type { VENUE_POLICY_PACKS } from '@tongxing/contract';
import { ApiError, type Client } from '@tongxing/contract/client';
import { CITY_CODE, PERSONAS, residentAt, venueAt } from '@tongxing/simulator';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sampleApplication } from '../../testing/samples';
import { startTestApp, type TestApp } from '../../testing/test-app';
import { sweepDrafts } from './draft-store';

let t: TestApp;
let headquarters: Client;
let street: Client;
const HOUR_MS = 3_600_000;

beforeAll(async () => {
  t = await startTestApp();
  headquarters = await t.staff('headquarters');
  street = await t.staff('street_officer');
});
afterAll(() => t.stop());
beforeEach(() => sql`truncate venue_applications, venue_policies, attempts`.execute(t.owner));

const choose = (pack: (typeof VENUE_POLICY_PACKS)[number], divisionCode = CITY_CODE) =>
  headquarters('POST /api/v1/venue-policies', { body: { divisionCode, pack, reason: '按通知执行' } });
let subjects = 0;
/** An application of a subject that nobody applied for before. */
function fresh() {
  subjects += 1;
  return { ...sampleApplication(t), subjectNumber: `1101080${String(subjects).padStart(8, '0')}` };
}
const RESIDENTS = [70, 71, 72, 73, 74];
const apply = async (resident: number, body: object = {}, id = randomUUID()) =>
  (await t.resident(resident))('POST /api/v1/me/venue-applications', { body: { id, ...fresh(), ...body } });
const decide = (by: Client, id: string, decision: 'approve' | 'return' | 'refuse', version = 1, note?: string) =>
  by('POST /api/v1/venue-applications/:id/decision', {
    params: { id },
    body: { decision, version, ...(note === undefined ? {} : { note }) },
  });
const codeOf = (answer: Promise<unknown>) =>
  answer.then(
    () => 'done',
    (error: unknown) => (error instanceof ApiError ? error.code : String(error)),
  );
const fieldsOf = (answer: Promise<unknown>) =>
  answer.then(
    () => [],
    (error: unknown) => (error instanceof ApiError ? error.fields.map(({ field, code }) => `${field} ${code}`) : [String(error)]),
  );

describe('an application', () => {
  it('goes from the telephone to the street, back, again, and becomes a venue with a code that opens', async () => {
    await choose('xinan');
    const applicant = await t.resident(70);
    const body = fresh();
    const first = await apply(70, body);
    expect(first).toMatchObject({ state: 'submitted', version: 1, venueCode: null, note: null });
    expect(Date.parse(first.dueAt ?? '') - Date.parse(first.submittedAt)).toBe(24 * HOUR_MS);
    const returned = await decide(street, first.id, 'return', 1, '名称与营业执照不一致');
    expect(returned).toMatchObject({ state: 'returned', mayDecide: false });

    const mine = await applicant('GET /api/v1/me/venue-applications');
    expect(mine.items[0]).toMatchObject({ state: 'returned', note: '名称与营业执照不一致', contactPhone: body.contactPhone });
    const again = await applicant('POST /api/v1/venue-applications/:id/resubmission', {
      params: { id: first.id },
      body: { ...body, name: '银杏路便民超市', version: 1 },
    });
    expect(again).toMatchObject({ state: 'submitted', version: 2, name: '银杏路便民超市', note: null });
    // The decision about what it was before is about nothing now.
    expect(await codeOf(decide(street, first.id, 'approve', 1))).toBe('STATE_CONFLICT');
    const issued = await decide(street, first.id, 'approve', 2);
    expect(issued).toMatchObject({ state: 'issued' });
    const code = (await applicant('GET /api/v1/me/venue-applications')).items[0]?.venueCode ?? '';
    expect(await t.nobody('GET /api/v1/venue-codes/:code', { params: { code } })).toMatchObject({
      name: '银杏路便民超市',
      state: 'active',
    });
    expect(await street('GET /api/v1/venues/:id', { params: { id: issued.venueId ?? '' } })).toMatchObject({ code });
    const managed = await applicant('GET /api/v1/me/venues');
    expect(managed.venues).toMatchObject([{ venue: { name: '银杏路便民超市' }, role: 'manager' }]);
  });

  it('shows officers no person in full, and the code of a unit', async () => {
    const application = await apply(70, { subjectKind: 'unit', subjectNumber: '91350100M000100Y43', subjectName: '银杏商贸有限公司' });
    const shown = await street('GET /api/v1/venue-applications/:id', { params: { id: application.id } });
    expect(shown).toMatchObject({
      subjectNumber: '91350100M000100Y43',
      subjectName: '银杏商贸有限公司',
      contactName: '林**',
      contactPhone: '139****0003',
    });
    const { documentNumber, name } = residentAt(t.city, 71);
    const person = await apply(71, { subjectKind: 'person', subjectNumber: documentNumber, subjectName: name });
    const masked = JSON.stringify(await street('GET /api/v1/venue-applications/:id', { params: { id: person.id } }));
    for (const secret of [documentNumber, name, '13900000003', '林晓禾']) expect(masked).not.toContain(secret);
  });

  it.each([
    ['unit', '91350100M000100Y44', 'subjectNumber document_check_digit'],
    ['sole_trader', '12345', 'subjectNumber document_format'],
    ['person', '11010519491331002X', 'subjectNumber document_birth_date'],
  ])('names what is wrong with the number of a %s', async (subjectKind, subjectNumber, problem) => {
    expect(await fieldsOf(apply(70, { subjectKind, subjectNumber }))).toEqual([problem]);
  });

  it('is of a township, and was located on site within the day', async () => {
    expect(await fieldsOf(apply(70, { divisionCode: CITY_CODE }))).toEqual(['divisionCode township_required']);
    expect(await fieldsOf(apply(70, { divisionCode: '990199999' }))).toEqual(['divisionCode division_unknown']);
    const { location } = fresh();
    const located = (ms: number) => ({ location: { ...location, at: new Date(t.clock.now() + ms).toISOString() } });
    expect(await fieldsOf(apply(70, located(-25 * HOUR_MS)))).toEqual(['location.at located_too_long_ago']);
    expect(await fieldsOf(apply(70, located(HOUR_MS)))).toEqual(['location.at in_the_future']);
  });

  it('keeps WGS-84, whatever the telephone gave', async () => {
    const { location } = fresh();
    const kept = await apply(70, { location: { ...location, latitude: 39.90874, longitude: 116.39713, system: 'gcj02' } });
    expect(kept.location.system).toBe('wgs84');
    expect(kept.location.latitude).toBeCloseTo(39.9073, 3);
    expect(kept.location.longitude).toBeCloseTo(116.3909, 3);
  });

  it('is made once for an id, however often it is sent', async () => {
    const [id, body] = [randomUUID(), fresh()];
    const answers = await Promise.all([1, 2, 3].map(() => apply(70, body, id)));
    expect(new Set(answers.map(({ number }) => number)).size).toBe(1);
    expect(await t.count('venue_applications')).toBe(1);
    expect(await codeOf(apply(71, {}, id))).toBe('STATE_CONFLICT');
  });

  it('can be withdrawn by whoever made it until it is decided', async () => {
    const { id } = await apply(70);
    const withdraw = async (resident: number) =>
      (await t.resident(resident))('POST /api/v1/venue-applications/:id/withdrawal', { params: { id } });
    expect(await codeOf(withdraw(71))).toBe('NOT_FOUND');
    expect(await withdraw(70)).toMatchObject({ state: 'withdrawn' });
    expect(await withdraw(70)).toMatchObject({ state: 'withdrawn' });
    expect(await codeOf(decide(street, id, 'approve'))).toBe('STATE_CONFLICT');
  });
});

describe('who gets a code', () => {
  it.each([PERSONAS.red, PERSONAS.yellow])('is green: not resident %s', async (resident) => {
    expect(await codeOf(apply(resident))).toBe('APPLICANT_NOT_GREEN');
  });

  it('has it at once where the policy says so, and one a telephone', async () => {
    await choose('luxi');
    const issued = await apply(70);
    expect(issued).toMatchObject({ state: 'issued', dueAt: null });
    expect(await t.nobody('GET /api/v1/venue-codes/:code', { params: { code: issued.venueCode ?? '' } })).toMatchObject({
      state: 'active',
    });
    expect(await codeOf(apply(70))).toBe('CODES_OF_PHONE_USED');
    // A code that is no longer in use does not count.
    await sql`update venues set state = 'retired' where code = ${issued.venueCode}`.execute(t.owner);
    expect(await codeOf(apply(70))).toBe('done');
  });

  it('manages one venue under Xinan and any number under Putuo', async () => {
    await choose('xinan');
    await apply(70);
    expect(await codeOf(apply(70))).toBe('VENUES_OF_MANAGER_USED');
    await choose('putuo');
    expect(await codeOf(apply(70))).toBe('done');
  });

  it('follows the policy of the smallest division', async () => {
    await choose('xinan');
    await choose('luxi', venueAt(t.city, 0).divisionCode);
    expect(await apply(70)).toMatchObject({ state: 'issued' });
    const policy = await (await t.resident(70))('GET /api/v1/venue-application-policy');
    expect(policy.pack).toBe('xinan');
  });

  it('is not the second with the same subject and address', async () => {
    await choose('putuo');
    const body = fresh();
    const first = await apply(70, body);
    expect(await codeOf(apply(71, { ...body, address: '银杏路１２号' }))).toBe('APPLICATION_PENDING');
    expect(await codeOf(apply(71, { ...body, address: '银杏路 14 号' }))).toBe('done');
    await decide(street, first.id, 'approve');
    expect(await codeOf(apply(72, body))).toBe('VENUE_ALREADY_CODED');
  });

  it('is one of five who apply for the same place at once', async () => {
    await choose('luxi');
    const body = fresh();
    const answers = await Promise.all(RESIDENTS.map((resident) => codeOf(apply(resident, body))));
    expect(answers.sort()).toEqual(['VENUE_ALREADY_CODED', 'VENUE_ALREADY_CODED', 'VENUE_ALREADY_CODED', 'VENUE_ALREADY_CODED', 'done']);
  });

  it('gets one of five that one telephone asks for at once', async () => {
    await choose('luxi');
    const answers = await Promise.all(RESIDENTS.map(() => codeOf(apply(70))));
    expect(answers.filter((answer) => answer === 'done')).toHaveLength(1);
    expect(await t.count('venue_applications')).toBe(1);
  });
});

describe('a review', () => {
  it('is decided by one of two officers at once; the other is told', async () => {
    const { id } = await apply(70);
    const other = t.clientWith(await t.extraStaff({ permissions: ['venue.review'], areaCode: CITY_CODE }));
    const venues = await t.count('venues');
    const answers = await Promise.all([codeOf(decide(street, id, 'approve')), codeOf(decide(other, id, 'refuse', 1, '不属于场所'))]);
    expect(answers.sort()).toEqual(['STATE_CONFLICT', 'done']);
    const { state } = await street('GET /api/v1/venue-applications/:id', { params: { id } });
    expect(await t.count('venues')).toBe(venues + (state === 'issued' ? 1 : 0));
  });

  it('can be repeated by whoever decided, and issues one code', async () => {
    const { id } = await apply(70);
    const venues = await t.count('venues');
    const [first, second] = [await decide(street, id, 'approve'), await decide(street, id, 'approve')];
    expect(second.venueId).toBe(first.venueId);
    expect(await t.count('venues')).toBe(venues + 1);
    expect(await t.count('audit_events', sql`action = 'venue_application.approve' and subject = ${`venue_application:${id}`}`)).toBe(1);
  });

  it('says why something is returned or refused', async () => {
    const { id } = await apply(70);
    expect(await fieldsOf(decide(street, id, 'return'))).toEqual(['note required']);
    expect(await fieldsOf(decide(street, id, 'refuse'))).toEqual(['note required']);
  });

  it('is for those whom the policy names: an industry decides under Putuo, not under Xinan', async () => {
    await t.extraStaff({ permissions: ['venue.review'], areaCode: CITY_CODE });
    const { rows } = await sql<{
      id: number;
    }>`update staff_accounts set area_code = null, industry = ${venueAt(t.city, 0).class}, industry_code = ${CITY_CODE}
      where id = (select max(id) from staff_accounts) returning id`.execute(t.owner);
    const industry = t.clientWith(await t.cookie('staff', rows[0]?.id ?? 0));
    await choose('xinan');
    const xinan = await apply(70);
    expect(await codeOf(decide(industry, xinan.id, 'approve'))).toBe('STATE_CONFLICT');
    await choose('putuo');
    const putuo = await apply(71);
    expect((await decide(industry, putuo.id, 'approve')).state).toBe('issued');
    const otherClass = await apply(72, { class: venueAt(t.city, 0).class === 'hotel' ? 'school' : 'hotel' });
    expect(await codeOf(decide(industry, otherClass.id, 'approve'))).toBe('NOT_FOUND');
  });

  it('lists oldest first, by page and filter, and what is overdue', async () => {
    await choose('putuo');
    const made = [];
    for (const resident of RESIDENTS) made.push(await apply(resident, { name: resident === 72 ? '听雨茶馆' : '银杏路便民店' }));
    const ids = made.map(({ id }) => id);
    const first = await street('GET /api/v1/venue-applications', { query: { limit: 3 } });
    const rest = await street('GET /api/v1/venue-applications', { query: { limit: 3, cursor: first.nextCursor ?? '' } });
    expect([...first.items, ...rest.items].map(({ id }) => id)).toEqual(ids);
    const found = async (query: object) =>
      (await street('GET /api/v1/venue-applications', { query })).items.map(({ id }) => ids.indexOf(id));
    expect(await found({ search: '茶馆' })).toEqual([2]);
    expect(await found({ search: made[3]?.number ?? '' })).toEqual([3]);
    await decide(street, ids[0] ?? '', 'refuse', 1, '不属于场所');
    expect(await found({ state: 'refused' })).toEqual([0]);
    expect(await found({ overdue: 'true' })).toEqual([]);
    await sql`update venue_applications set due_at = submitted_at where id = ${ids[4]}`.execute(t.owner);
    expect(await found({ overdue: 'true' })).toEqual([4]);
  });
});

describe('a draft', () => {
  it('is kept sealed for its own telephone, and goes with the submission or after a month', async () => {
    const [own, other] = [await t.resident(70), await t.resident(71)];
    const draft = { step: 3, name: '银杏路便民店', subjectNumber: '1101' };
    await own('POST /api/v1/me/venue-application-draft', { body: draft });
    expect(await own('GET /api/v1/me/venue-application-draft')).toEqual({ draft });
    expect(await other('GET /api/v1/me/venue-application-draft')).toEqual({ draft: null });
    const { rows } = await sql<{ draftSealed: Buffer }>`select draft_sealed from venue_application_drafts`.execute(t.owner);
    expect(rows[0]?.draftSealed.includes('1101')).toBe(false);
    await apply(70);
    expect(await own('GET /api/v1/me/venue-application-draft')).toEqual({ draft: null });
    await own('POST /api/v1/me/venue-application-draft', { body: draft });
    await sweepDrafts(t.running, new Date(t.clock.now() + 1));
    expect(await t.count('venue_application_drafts')).toBe(0);
  });
});
