import { randomUUID } from 'node:crypto';
import type { ApiError, Client } from '@tongxing/contract/client';
import { NOTICE_VERSION, residentIdCheckDigit } from '@tongxing/rules';
import { CITY_CODE, makeCity, NEIGHBOUR_CITY_CODE, PERSONAS, residentAt } from '@tongxing/simulator';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createLogger } from '../../platform/logs';
import { cookieOf } from '../../testing/phone';
import { startTestApp, type TestApp } from '../../testing/test-app';
import { personToken } from '../audit/public';
import { eraseDue } from './jobs';

const DAY_MS = 86_400_000;
const PERMISSIONS = ['rights_request.read', 'rights_request.handle'] as const;

let t: TestApp;
beforeAll(async () => {
  t = await startTestApp();
});
afterAll(() => t.stop());

let next = 100;
/** Somebody of the test city whom no other test here is about. */
async function somebody(): Promise<{ index: number; client: Client; phone: string; personId: number }> {
  next += 1;
  const index = next;
  return { index, client: await t.resident(index), phone: residentAt(t.city, index).phone, personId: await t.personId(index) };
}
const code = (error: ApiError) => error.code;
const refusal = (work: Promise<unknown>) => work.then(() => 'done', code);
const ask = (client: Client, body: object) =>
  client('POST /api/v1/me/requests', { body: { id: randomUUID(), kind: 'name', name: '张三丰', reason: '登记时打错了字', ...body } });
const actionsOf = async (personId: number) => {
  const { rows } = await sql<{
    action: string;
  }>`select action from audit_events where person = ${personToken(t.vault, personId)} order by id`.execute(t.running);
  return rows.map(({ action }) => action);
};
const copy = (cookie: string) => t.send('POST', '/api/v1/me/copies', { cookie });

/** The newest code at a telephone. */
async function codeAt(phone: string): Promise<string> {
  await vi.waitFor(() => expect(t.smsCentre.inbox({ to: phone }).some(({ text }) => /\d{6}/.test(text))).toBe(true), { timeout: 8_000 });
  return /\d{6}/.exec(t.smsCentre.inbox({ to: phone })[0]?.text ?? '')?.[0] ?? '';
}

describe('consent', () => {
  it('to health and itinerary is its own: without it neither is shown or declared, and doors go on', async () => {
    const { client, index } = await somebody();
    expect((await client('GET /api/v1/me')).health?.colour).toBe('green');
    const withdrawn = { id: randomUUID(), kind: 'sensitive', version: NOTICE_VERSION, given: false } as const;
    expect(await client('POST /api/v1/me/consents', { body: withdrawn })).toEqual({
      current: NOTICE_VERSION,
      notice: NOTICE_VERSION,
      sensitive: false,
    });
    // Sent again after a lost answer.
    await client('POST /api/v1/me/consents', { body: withdrawn });
    expect(await client('GET /api/v1/me')).toMatchObject({ health: null, throughRiskArea: false });
    const past = new Date(t.clock.now() - DAY_MS).toISOString();
    const trip = { id: randomUUID(), divisionCode: CITY_CODE, arrivedAt: past, leftAt: past };
    expect(await refusal(client('POST /api/v1/me/trips', { body: trip }))).toBe('CONSENT_REQUIRED');
    expect((await t.scan(index, 0)).verdict).toBe('pass');
    t.clock.advance(1_000);
    await client('POST /api/v1/me/consents', { body: { ...withdrawn, id: randomUUID(), given: true } });
    expect((await client('GET /api/v1/me')).health?.colour).toBe('green');
    expect((await client('GET /api/v1/me/held')).consents.map(({ kind, given }) => [kind, given])).toEqual([
      ['sensitive', true],
      ['sensitive', false],
      ...(await consentsAtFirst()),
    ]);
  });

  const consentsAtFirst = async () => {
    const { client } = await somebody();
    return (await client('GET /api/v1/me/held')).consents.map(({ kind, given }) => [kind, given]);
  };

  it('is asked for again by a new version, and never stands between somebody and a door', async () => {
    const { client, index, phone } = await somebody();
    await sql`delete from consents where account_id = (select id from resident_accounts where phone_index = ${t.vault.index('phone', phone)})`.execute(
      t.owner,
    );
    expect((await client('GET /api/v1/me')).consent).toEqual({ current: NOTICE_VERSION, notice: null, sensitive: false });
    expect((await t.scan(index, 0)).verdict).toBe('pass');
    const old = { id: randomUUID(), kind: 'notice', version: NOTICE_VERSION - 1, given: true } as const;
    expect(await refusal(client('POST /api/v1/me/consents', { body: old }))).toBe('STATE_CONFLICT');
    expect(await refusal(client('POST /api/v1/me/consents', { body: { ...old, version: NOTICE_VERSION, given: false } }))).toBe(
      'INVALID_REQUEST',
    );
  });

  it('is kept as it was given: the running role cannot change a record', async () => {
    await expect(sql`update consents set given = true`.execute(t.running)).rejects.toThrow(/permission denied/);
    await expect(sql`delete from consents`.execute(t.running)).rejects.toThrow(/permission denied/);
  });
});

describe('somebody under 14', () => {
  /** Ten years old, whenever this runs. */
  const born = `${new Date().getFullYear() - 10}0101`;
  const stem = `${residentAt(makeCity({ size: 'small' }), 9_000).documentNumber.slice(0, 6)}${born}001`;
  const documentNumber = stem + residentIdCheckDigit(stem);

  it('is registered when a guardian agrees, who is recorded apart', async () => {
    const phone = '13912340077';
    await t.nobody('POST /api/v1/sign-in/codes', { body: { phone } });
    const answer = await t.send('POST', '/api/v1/sign-in/sessions', { body: { phone, code: await codeAt(phone) } });
    const client = t.clientWith(answer.headers.getSetCookie()[0]?.split(';')[0] ?? '');
    const body = { name: '王小明', documentType: 'resident_id' as const, documentNumber, notice: NOTICE_VERSION, sensitive: false };
    const { fields } = await client('POST /api/v1/me/registration', { body }).then(
      () => ({ fields: [] }),
      (error: ApiError) => error,
    );
    expect(fields).toMatchObject([{ field: 'guardian', code: 'required' }]);
    expect(await refusal(client('POST /api/v1/me/registration', { body: { ...body, notice: 1 } }))).toBe('INVALID_REQUEST');
    const registered = await client('POST /api/v1/me/registration', {
      body: { ...body, guardian: { name: '王建国', relation: 'grandparent' } },
    });
    expect(registered).toMatchObject({ registered: true, health: null, consent: { notice: NOTICE_VERSION, sensitive: false } });
  });
});

describe('a copy', () => {
  it('holds everything of the person, of nobody else, three times a day, and each is counted and recorded', async () => {
    const { index, client, personId } = await somebody();
    await t.scan(index, 0);
    await t.scan(5, 1);
    const cookie = await t.residentCookie(index);
    const before = (await t.nobody('GET /api/v1/openness')).total.copies;
    const { text, headers } = await copy(cookie);
    const own = residentAt(t.city, index);
    expect(headers.get('content-disposition')).toMatch(/attachment; filename="tongxing-[\d-]+\.json"/);
    const file = JSON.parse(text);
    expect(Object.keys(file)).toEqual(['format', 'madeAt', 'registration', 'consents', 'evidence', 'trips', 'visits', 'uses', 'requests']);
    expect(file.registration).toMatchObject({ name: own.name, phone: own.phone, documentNumber: own.documentNumber });
    expect(file.visits).toHaveLength((await client('GET /api/v1/me/visits')).items.length);
    expect(text).not.toContain(residentAt(t.city, 5).documentNumber);
    expect([(await copy(cookie)).status, (await copy(cookie)).status, (await copy(cookie)).status]).toEqual([200, 200, 429]);
    expect((await actionsOf(personId)).filter((action) => action === 'copy.download')).toHaveLength(3);
    t.clock.advance(61_000);
    expect((await t.nobody('GET /api/v1/openness')).total.copies).toBe(before + 3);
  });
});

describe('a telephone', () => {
  it('is changed with the codes sent to both, and not to one that is somebody else’s', async () => {
    const { index, client, phone, personId } = await somebody();
    const fresh = '13912340088';
    await client('POST /api/v1/me/phone-codes', { body: { phone: fresh } });
    const codes = { present: await codeAt(phone), next: await codeAt(fresh) };
    const wrong = { ...codes, next: codes.next === '000000' ? '000001' : '000000' };
    expect(await refusal(client('POST /api/v1/me/phone', { body: { phone: fresh, codes: wrong } }))).toBe('SIGN_IN_FAILED');
    const changed = await t.send('POST', '/api/v1/me/phone', { cookie: await t.residentCookie(index), body: { phone: fresh, codes } });
    expect(changed.json).toMatchObject({ phone: '139****0088' });
    const again = t.clientWith(cookieOf(changed));
    expect((await again('GET /api/v1/me/held')).phone).toBe(fresh);
    expect(await actionsOf(personId)).toContain('phone.change');
    const other = await somebody();
    t.clock.advance(120_000);
    await again('POST /api/v1/me/phone-codes', { body: { phone: other.phone } });
    await vi.waitFor(() => expect(t.smsCentre.inbox({ to: fresh }).length).toBe(2), { timeout: 8_000 });
    const both = { present: await codeAt(fresh), next: await codeAt(other.phone) };
    expect(await refusal(again('POST /api/v1/me/phone', { body: { phone: other.phone, codes: both } }))).toBe('ALREADY_REGISTERED');
  });
});

describe('the queue', () => {
  const officer = async (areaCode: string = CITY_CODE) => t.clientWith(await t.extraStaff({ permissions: PERMISSIONS, areaCode }));

  it('shows a request masked, in its city only; what is granted is corrected, and the person is told without content', async () => {
    const { client, phone, personId } = await somebody();
    const request = await ask(client, {});
    expect(request).toMatchObject({ state: 'open', answer: null });
    expect(Date.parse(request.dueAt) - Date.parse(request.madeAt)).toBe(15 * DAY_MS);
    const as = await officer();
    const [row] = (await as('GET /api/v1/rights-requests', { query: { state: 'open' } })).items.filter(({ id }) => id === request.id);
    expect(row).toMatchObject({ wanted: '张**', overdue: false, number: request.number });
    const params = { id: request.id };
    expect(await refusal((await officer(NEIGHBOUR_CITY_CODE))('GET /api/v1/rights-requests/:id', { params }))).toBe('NOT_FOUND');
    expect(await as('POST /api/v1/rights-requests/:id/identity', { params, body: { reason: '核对身份证件' } })).toMatchObject({
      wanted: '张三丰',
      phone,
    });
    const body = { decision: 'granted', answer: '已核对证件，予以更正。' } as const;
    const decided = await as('POST /api/v1/rights-requests/:id/decision', { params, body });
    expect(decided).toMatchObject({ state: 'granted', answer: body.answer });
    // Sent again it is the same decision; of somebody else it is not.
    expect(await as('POST /api/v1/rights-requests/:id/decision', { params, body })).toEqual(decided);
    const another = await officer();
    expect(await refusal(another('POST /api/v1/rights-requests/:id/decision', { params, body: { ...body, decision: 'refused' } }))).toBe(
      'STATE_CONFLICT',
    );
    expect(await refusal(as('POST /api/v1/rights-requests/:id/identity', { params, body: { reason: '再看一眼' } }))).toBe('STATE_CONFLICT');
    expect((await client('GET /api/v1/me/held')).name).toBe('张三丰');
    expect((await client('GET /api/v1/me/requests')).items[0]).toMatchObject({ id: request.id, state: 'granted', answer: body.answer });
    await vi.waitFor(() => expect(t.smsCentre.inbox({ to: phone })[0]?.text).toContain(request.number), { timeout: 8_000 });
    expect(t.smsCentre.inbox({ to: phone })[0]?.text).not.toMatch(/张|更正/);
    expect(await actionsOf(personId)).toEqual(['rights_request.make', 'person.reveal', 'rights_request.granted']);
  });

  it('lets one of two officers decide', async () => {
    const { client } = await somebody();
    const params = { id: (await ask(client, {})).id };
    const both = await Promise.all([officer(), officer()]);
    const body = { decision: 'refused', answer: '材料不足，请补充。' } as const;
    const outcomes = await Promise.all(both.map((as) => refusal(as('POST /api/v1/rights-requests/:id/decision', { params, body }))));
    expect(outcomes.sort()).toEqual(['STATE_CONFLICT', 'done']);
  });

  it('refuses a document that is somebody else’s and leaves the request open', async () => {
    const { client } = await somebody();
    const { documentType, documentNumber } = residentAt(t.city, 3);
    const params = { id: (await ask(client, { kind: 'document', name: undefined, documentType, documentNumber })).id };
    const as = await officer();
    expect(
      await refusal(as('POST /api/v1/rights-requests/:id/decision', { params, body: { decision: 'granted', answer: '予以更正。' } })),
    ).toBe('ALREADY_REGISTERED');
    expect(await as('GET /api/v1/rights-requests/:id', { params })).toMatchObject({ state: 'open', answer: null });
  });

  it('takes one request of a kind at a time, ten a day, none of evidence that is not one’s own, and lets each be withdrawn by its owner', async () => {
    const { client } = await somebody();
    const { id } = await ask(client, {});
    expect(await refusal(ask(client, {}))).toBe('STATE_CONFLICT');
    expect(await refusal(ask(client, { kind: 'evidence', name: undefined, evidence: randomUUID() }))).toBe('INVALID_REQUEST');
    expect(await refusal(ask(client, { kind: 'name', name: undefined }))).toBe('INVALID_REQUEST');
    const stranger = await somebody();
    expect(await refusal(stranger.client('POST /api/v1/rights-requests/:id/withdrawal', { params: { id } }))).toBe('NOT_FOUND');
    expect((await client('POST /api/v1/rights-requests/:id/withdrawal', { params: { id } })).state).toBe('withdrawn');
    for (let n = 0; n < 6; n += 1) await refusal(ask(client, {}));
    expect(await refusal(ask(client, {}))).toBe('TOO_MANY_REQUESTS');
  });

  it('says what is overdue', async () => {
    const { client } = await somebody();
    await ask(client, {});
    const as = await officer();
    const overdue = async () =>
      (await as('GET /api/v1/staff/work')).items.find(({ kind }) => kind === 'rights_requests_overdue')?.count ?? 0;
    expect(await overdue()).toBe(0);
    await sql`update rights_requests set due_at = ${new Date(t.clock.now() - 1_000)} where state = 'open'`.execute(t.owner);
    expect(await overdue()).toBeGreaterThan(0);
    const { items } = await as('GET /api/v1/rights-requests', { query: { overdue: 'true' } });
    expect(items.length).toBe(await overdue());
    expect(items.every((item) => item.overdue)).toBe(true);
  });
});

describe('erasing', () => {
  const erased = async (personId: number) => {
    const { rows } =
      await sql<object>`select name_sealed, document_sealed, document_index, phone_sealed from persons where id = ${personId} and erased_at is not null`.execute(
        t.owner,
      );
    return rows;
  };
  const deletion = { kind: 'deletion', name: undefined, reason: undefined };

  it('is done at once where nothing has to be kept: no name, no session, only a number', async () => {
    const { client, personId, phone } = await somebody();
    expect((await client('GET /api/v1/me/deletion')).kept).toEqual([]);
    expect((await ask(client, deletion)).state).toBe('granted');
    expect(await erased(personId)).toEqual([{ nameSealed: null, documentSealed: null, documentIndex: null, phoneSealed: null }]);
    expect(await t.count('resident_accounts', sql`phone_index = ${t.vault.index('phone', phone)}`)).toBe(0);
    await vi.waitFor(async () => expect(await refusal(client('GET /api/v1/me'))).toBe('NOT_SIGNED_IN'), { timeout: 8_000 });
    expect(await actionsOf(personId)).toEqual(['rights_request.make', 'person.erase']);
  });

  it('waits for the day of the last visit, says so, may be withdrawn, and is carried out by itself', async () => {
    const { client, personId, index } = await somebody();
    await t.scan(index, 0);
    const request = await ask(client, deletion);
    expect(request).toMatchObject({ state: 'waiting', kept: [{ what: 'visits' }] });
    expect(Date.parse(request.kept[0]?.until ?? '') - t.clock.now()).toBeGreaterThan(28 * DAY_MS);
    const context = {
      db: t.running,
      vault: t.vault,
      clock: t.clock,
      config: { retentionDays: 28, timeZone: 'Asia/Shanghai' },
      logger: createLogger('silent'),
    };
    await eraseDue(context as unknown as Parameters<typeof eraseDue>[0]);
    expect(await erased(personId)).toEqual([]);
    await sql`delete from visits where person_id = ${personId}`.execute(t.owner);
    await eraseDue(context as unknown as Parameters<typeof eraseDue>[0]);
    expect(await erased(personId)).toHaveLength(1);
    expect(await t.count('rights_requests', sql`id = ${request.id} and state = 'granted'`)).toBe(1);
  });

  it('waits for an open incident and for evidence that counts', async () => {
    const client = await t.resident(PERSONAS.red);
    await t.scan(PERSONAS.red, 0);
    const { kept } = await client('GET /api/v1/me/deletion');
    expect(kept.map(({ what }) => what)).toEqual(['visits', 'incident', 'evidence']);
    expect(kept.find(({ what }) => what === 'incident')?.until).toBeNull();
  });
});

describe('orders', () => {
  it('are entered and ended by headquarters, on record as they were and as they are, and shown to everybody', async () => {
    const headquarters = await t.staff('headquarters');
    const { items } = await t.nobody('GET /api/v1/legal-bases');
    expect(items).toMatchObject([{ state: 'in_force' }]);
    const today = new Date(t.clock.now() + 8 * 3_600_000).toISOString().slice(0, 10);
    const body = {
      id: randomUUID(),
      purposes: ['tracing' as const],
      title: '关于流调的通告',
      number: '第2号',
      issuer: '甲市指挥部',
      beginsOn: today,
      endsOn: today,
    };
    const added = await headquarters('POST /api/v1/legal-bases', { body });
    expect(await headquarters('POST /api/v1/legal-bases', { body })).toEqual(added);
    expect((await t.nobody('GET /api/v1/notice')).sections.find(({ id }) => id === 'basis')?.paragraphs.join()).toContain('第2号');
    const params = { id: items[0]?.id ?? '' };
    const endsOn = new Date(t.clock.now() - 2 * DAY_MS).toISOString().slice(0, 10);
    expect(await headquarters('POST /api/v1/legal-bases/:id/end', { params, body: { endsOn, reason: '提前结束' } })).toMatchObject({
      state: 'expired',
    });
    const { purposes } = await t.nobody('GET /api/v1/legal-bases');
    expect(purposes.filter(({ coveredUntil }) => coveredUntil !== null)).toEqual([{ purpose: 'tracing', coveredUntil: today }]);
    const work = (await headquarters('GET /api/v1/staff/work')).items.find(({ kind }) => kind === 'purposes_uncovered');
    expect(work?.count).toBe(5);
    const { rows } = await sql<{
      before: object;
      after: object;
    }>`select before, after from audit_events where action = 'legal_basis.end'`.execute(t.running);
    expect(rows).toEqual([{ before: { endsOn: items[0]?.endsOn }, after: { endsOn } }]);
    expect(
      await refusal(headquarters('POST /api/v1/legal-bases/:id/end', { params, body: { endsOn: '2099-01-01', reason: '延长' } })),
    ).toBe('INVALID_REQUEST');
  });
});
