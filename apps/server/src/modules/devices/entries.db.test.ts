import { randomUUID } from 'node:crypto';
import type { EntryAnswer } from '@tongxing/contract';
import { DIRECTIONS, EVIDENCE_GRADES, NOTICE_VERSION, SCAN_METHODS, VERDICTS } from '@tongxing/rules';
import { makeCity, PERSONAS, residentAt, type SimulatedDevice, venueAt } from '@tongxing/simulator';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createLogger } from '../../platform/logs';
import { registerTestDevice } from '../../testing/devices';
import { startTestApp, type TestApp } from '../../testing/test-app';
import type { Answer } from '../../testing/wire';

/** The venue that the test city's manager and the first device belong to. */
const VENUE = 0;
const ELSEWHERE = 1;
const HOUR_MS = 3_600_000;
/** People of a larger city: nobody here has recorded them. */
const OTHERS = makeCity({ size: 'small' });

let t: TestApp;
let device: SimulatedDevice;
let managerCookie: string;
const log: string[] = [];
beforeAll(async () => {
  t = await startTestApp({ logger: createLogger('debug', { write: (line) => void log.push(line) }) });
  device = await registerTestDevice(t, VENUE);
  managerCookie = await t.staffCookie('venue_manager');
});
afterAll(() => t.stop());

let strangers = 5_000;
const stranger = () => residentAt(OTHERS, strangers++);

type Resident = ReturnType<typeof residentAt>;
type Body = Record<string, unknown>;
const bodyOf = ({ documentType, documentNumber }: Resident, more: Body = {}): Body => ({
  eventId: t.eventId(),
  documentType,
  documentNumber,
  ...more,
});
const read = (body: Body, headers = device.headers) => t.send('POST', '/api/v1/device/verifications', { headers, body });
const key = (body: Body, venueIndex = VENUE, cookie = managerCookie) => {
  // Nobody keys faster than two a second.
  t.clock.advance(1_000);
  return t.send('POST', `/api/v1/venues/${venueAt(t.city, venueIndex).publicId}/entries`, { cookie, body });
};

const WAYS = [
  { way: 'a card read by a device', enter: (body: Body) => read(body), method: 'id_card', evidence: 'device' },
  { way: 'a number keyed by staff', enter: (body: Body) => key(body), method: 'keyed', evidence: 'staff' },
] as const;

interface Visit {
  readonly at: Date;
  readonly personId: number;
  readonly venue: string;
  readonly temperature: number | null;
  readonly words: string;
}

async function visitOf(eventId: unknown): Promise<Visit> {
  const { rows } = await sql<Visit & Record<'verdict' | 'evidence' | 'method' | 'direction', number>>`select l.at, l.person_id,
      v.public_id as venue, l.temperature, l.verdict, l.evidence, l.method, l.direction
    from visit_log l join venues v on v.id = l.venue_id where l.event_id = ${eventId}`.execute(t.running);
  const [row, ...more] = rows;
  if (row === undefined || more.length > 0) throw new Error(`${rows.length} visits instead of one`);
  const { at, personId, venue, temperature, verdict, evidence, method, direction } = row;
  const words = [VERDICTS[verdict], EVIDENCE_GRADES[evidence], SCAN_METHODS[method], DIRECTIONS[direction]].join(' ');
  return { at, personId, venue, temperature, words };
}

const answerOf = (answer: Answer) => answer.json as unknown as EntryAnswer;
const peopleNow = () => t.count('persons');

describe.each(WAYS)('$way', ({ enter, method, evidence }) => {
  it('is a visit with its own time, method and evidence, answered with a masked name', async () => {
    const person = residentAt(t.city, PERSONAS.green);
    const at = t.clock.now() - HOUR_MS;
    const body = bodyOf(person, { eventId: t.eventId(at), temperatureC: 36.44, direction: 'out' });
    const answer = await enter(body);
    expect(answer.status).toBe(200);
    expect(answerOf(answer)).toEqual({
      eventId: body.eventId,
      at: new Date(at).toISOString(),
      recordedAt: expect.any(String),
      verdict: 'pass',
      advice: 'go_in',
      name: expect.stringMatching(/^.{1,2}\*+$/u),
      sign: expect.stringMatching(/^[0-9a-f]{8}$/),
      repeated: false,
    });
    expect(answer.text).not.toContain(person.name);
    const visit = await visitOf(body.eventId);
    expect(visit.at.getTime()).toBe(at);
    expect(visit).toMatchObject({
      personId: await t.personId(PERSONAS.green),
      venue: venueAt(t.city, VENUE).publicId,
      temperature: 364,
      words: `pass ${evidence} ${method} out`,
    });
  });

  it('is judged like any other scan', async () => {
    const red = await enter(bodyOf(residentAt(t.city, PERSONAS.red)));
    expect(answerOf(red)).toMatchObject({ verdict: 'stop' });
    const hot = await enter(bodyOf(residentAt(t.city, PERSONAS.green), { temperatureC: 38.2 }));
    expect(answerOf(hot)).toMatchObject({ verdict: 'stop' });
    const cold = await enter(bodyOf(residentAt(t.city, 7), { temperatureC: 33 }));
    expect(answerOf(cold)).toMatchObject({ verdict: 'attention', advice: 'measure_again' });
  });

  it('repeated, also at once, gives the first answer and is one visit', async () => {
    const body = bodyOf(residentAt(t.city, 8));
    const [first, second] = await Promise.all([enter(body), enter(body)]);
    const third = await enter(body);
    expect([first, second, third].map(({ status }) => status)).toEqual([200, 200, 200]);
    const { repeated: _, ...said } = answerOf(first);
    expect(answerOf(second)).toMatchObject(said);
    expect(answerOf(third)).toEqual({ ...said, repeated: true });
    await visitOf(body.eventId);
  });

  it('with wrong digits names the field, and records nothing', async () => {
    const { documentNumber } = residentAt(t.city, 9);
    const last = documentNumber.at(-1) === '1' ? '2' : '1';
    const before = await t.count('visit_log');
    for (const [number, code] of [
      [`${documentNumber.slice(0, -1)}${last}`, 'document_check_digit'],
      ['12345', 'document_format'],
    ]) {
      expect(await enter({ eventId: t.eventId(), documentType: 'resident_id', documentNumber: number, name: '张三' })).toMatchObject({
        status: 400,
        json: { code: 'INVALID_REQUEST', errors: [{ field: 'documentNumber', code }] },
      });
    }
    expect(await t.count('visit_log')).toBe(before);
  });

  it('with a temperature that is none of a person names the field', async () => {
    for (const [temperatureC, code] of [
      [29.9, 'too_small'],
      [45.1, 'too_big'],
      ['36.5', 'wrong_type'],
    ])
      expect(await enter(bodyOf(residentAt(t.city, 9), { temperatureC }))).toMatchObject({
        status: 400,
        json: { errors: [{ field: 'temperatureC', code }] },
      });
  });

  it('of somebody nobody knows asks for the name, then records them once, without a telephone', async () => {
    const person = stranger();
    const before = await peopleNow();
    const body = bodyOf(person);
    expect(await enter(body)).toMatchObject({
      status: 422,
      json: { code: 'PERSON_UNKNOWN', errors: [{ field: 'name', code: 'required' }] },
    });
    expect(await enter({ ...body, name: '<b>张三' })).toMatchObject({
      status: 400,
      json: { code: 'INVALID_REQUEST', errors: [{ field: 'name', code: 'name_characters' }] },
    });
    expect(await peopleNow()).toBe(before);
    const answer = await enter({ ...body, name: person.name });
    expect(answerOf(answer)).toMatchObject({ verdict: 'pass', name: expect.stringMatching(/\*/) });
    const { personId } = await visitOf(body.eventId);
    const { rows } = await sql<{ phoneSealed: Buffer | null; nameSealed: Buffer; documentSealed: Buffer }>`select phone_sealed, name_sealed,
        document_sealed from persons where id = ${personId}`.execute(t.running);
    expect(rows[0]?.phoneSealed).toBeNull();
    expect(t.vault.open('name', rows[0]?.nameSealed ?? Buffer.of())).toBe(person.name);
    expect(t.vault.open('document', rows[0]?.documentSealed ?? Buffer.of())).toBe(person.documentNumber);
    expect(await t.count('resident_accounts', sql`person_id = ${personId}`)).toBe(0);
    // From now on the document is enough, and a name is not listened to.
    const again = bodyOf(person, { name: '李四' });
    expect(answerOf(await enter(again)).name).toBe(answerOf(answer).name);
    expect((await visitOf(again.eventId)).personId).toBe(personId);
  });

  it('of somebody unknown by many at once records one person', async () => {
    const person = stranger();
    const answers = await Promise.all(Array.from({ length: 4 }, () => enter(bodyOf(person, { name: person.name }))));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    const ids = await Promise.all(answers.map(async (answer) => (await visitOf(answerOf(answer).eventId)).personId));
    expect(new Set(ids).size).toBe(1);
  });

  it('refuses a time too long ago or ahead', async () => {
    for (const ms of [-73 * HOUR_MS, HOUR_MS])
      expect(await enter(bodyOf(residentAt(t.city, 8), { eventId: t.eventId(t.clock.now() + ms) }))).toMatchObject({
        status: 422,
        json: { code: 'EVENT_TIME_OUT_OF_RANGE' },
      });
  });
});

describe('somebody recorded at a door', () => {
  it('who is stopped raises an incident and a message to the data team, and none to a telephone that is not there', async () => {
    const person = stranger();
    const body = bodyOf(person, { name: person.name, temperatureC: 39 });
    expect(answerOf(await key(body))).toMatchObject({ verdict: 'stop' });
    const { personId } = await visitOf(body.eventId);
    const { rows } = await sql<{ purpose: string }>`select m.purpose from sms_messages m join warnings w on w.id = m.warning_id
      where w.person_id = ${personId}`.execute(t.running);
    expect(rows).toEqual([{ purpose: 'warning_data_team' }]);
    const dispatcher = await t.staff('dispatcher_110');
    const { items } = await dispatcher('GET /api/v1/incidents');
    const incident = items.find(({ person: shown }) => shown.phone === '');
    expect(incident?.person.name).toMatch(/\*/);
    const revealed = await dispatcher('POST /api/v1/incidents/:id/identity', {
      params: { id: incident?.id ?? '' },
      body: { reason: '现场联系本人' },
    });
    expect(revealed).toEqual({ name: person.name, phone: '' });
  });

  it('by staff is on record with who keyed it', async () => {
    const person = stranger();
    await key(bodyOf(person, { name: person.name }));
    const { rows } = await sql<{ actor: string; subject: string }>`select actor, subject from audit_events
      where action = 'person.record' order by id desc limit 1`.execute(t.running);
    const { rows: people } = await sql<{ publicId: string }>`select public_id from persons order by id desc limit 1`.execute(t.running);
    const { username } = await t.clientWith(managerCookie)('GET /api/v1/staff/me');
    expect(rows).toEqual([{ actor: username, subject: `person:${people[0]?.publicId}` }]);
  });

  it('can register with a telephone later, and is the same person', async () => {
    const person = stranger();
    const body = bodyOf(person, { name: '张三' });
    await read(body);
    const { personId } = await visitOf(body.eventId);
    const { documentType, documentNumber, name } = person;
    const registration = { name, documentType, documentNumber, notice: NOTICE_VERSION, sensitive: false };
    const [one, two] = [await signedIn('13912340001'), await signedIn('13912340002')];
    expect((await t.send('POST', '/api/v1/me/registration', { cookie: one, body: registration })).status).toBe(201);
    expect(await t.count('resident_accounts', sql`person_id = ${personId}`)).toBe(1);
    // What the door recorded stays until an officer has confirmed who it is.
    expect(answerOf(await read(bodyOf(person))).name).toBe('张*');
    // Once there is an account, the document is taken.
    expect(await t.send('POST', '/api/v1/me/registration', { cookie: two, body: registration })).toMatchObject({
      status: 409,
      json: { code: 'ALREADY_REGISTERED' },
    });
  });
});

describe('documents tried out at a door', () => {
  const DAYS = 100 * 24 * HOUR_MS;

  it.each(WAYS)('of a time long ago tell nothing, record nobody and look nobody up: $way', async ({ enter }) => {
    const [persons, visits] = [await peopleNow(), await t.count('visit_log')];
    const old = () => ({ eventId: t.eventId(t.clock.now() - DAYS) });
    const tried = [bodyOf(residentAt(t.city, 3), old()), bodyOf(stranger(), old()), bodyOf(stranger(), { ...old(), name: '张三' })];
    for (const body of tried) expect(await enter(body)).toMatchObject({ status: 422, json: { code: 'EVENT_TIME_OUT_OF_RANGE' } });
    expect([await peopleNow(), await t.count('visit_log')]).toEqual([persons, visits]);
  });

  it('leave a line for each person that a device records', async () => {
    const recorded = sql`action = 'person.record' and role = 'device' and person is not null`;
    const before = await t.count('audit_events', recorded);
    await read(bodyOf(stranger(), { name: '李四' }));
    expect(await t.count('audit_events', recorded)).toBe(before + 1);
  });
});

/** Cookie of a telephone that has signed in and not registered. */
async function signedIn(phone: string): Promise<string> {
  const { rows } = await sql<{ id: number }>`insert into resident_accounts (phone_index, phone_sealed)
    values (${t.vault.index('phone', phone)}, ${t.vault.seal('phone', phone)}) returning id`.execute(t.running);
  return t.cookie('resident', rows[0]?.id ?? 0);
}

describe('a device', () => {
  it('records at its own venue and cannot name another', async () => {
    const there = await registerTestDevice(t, ELSEWHERE);
    const body = bodyOf(residentAt(t.city, 11));
    for (const field of ['venueId', 'code'])
      expect(await read({ ...body, [field]: venueAt(t.city, ELSEWHERE).publicId })).toMatchObject({
        status: 400,
        json: { errors: [{ field, code: 'unknown_field' }] },
      });
    await read(body);
    expect((await visitOf(body.eventId)).venue).toBe(venueAt(t.city, VENUE).publicId);
    // Nor does the id of a visit here tell anything there.
    expect(await read(body, there.headers)).toMatchObject({ status: 409, json: { code: 'EVENT_ID_TAKEN' } });
    expect((await visitOf(body.eventId)).venue).toBe(venueAt(t.city, VENUE).publicId);
  });

  it('is told when its venue is closed', async () => {
    const other = await registerTestDevice(t, 2);
    const officer = t.clientWith(await t.extraStaff({ permissions: ['venue.edit'], areaCode: venueAt(t.city, 2).divisionCode }));
    const params = { id: venueAt(t.city, 2).publicId };
    await officer('POST /api/v1/venues/:id/state', { params, body: { state: 'suspended', reason: '测试' } });
    expect(answerOf(await read(bodyOf(residentAt(t.city, 12)), other.headers))).toMatchObject({
      advice: 'not_open',
    });
  });

  it('gets each of many people right who stand at its lanes at once', async () => {
    const people = Array.from({ length: 25 }, (_, index) => 20 + index);
    const bodies = people.map((index) => bodyOf(residentAt(t.city, index)));
    // A moment earlier others may have used the burst up.
    t.clock.advance(2_000);
    const answers = await Promise.all(bodies.map((body) => read(body)));
    expect(answers.map(({ status }) => status)).toEqual(people.map(() => 200));
    for (const [n, body] of bodies.entries()) expect((await visitOf(body.eventId)).personId).toBe(await t.personId(people[n] ?? -1));
  });
});

describe('keying', () => {
  it('faster than anybody can is told when to come back, and holds nobody else up', async () => {
    const hasty = await t.extraStaff({ permissions: ['entry.key'], areaCode: venueAt(t.city, VENUE).divisionCode });
    const path = `/api/v1/venues/${venueAt(t.city, VENUE).publicId}/entries`;
    const body = () => bodyOf(residentAt(t.city, 13));
    const answers = await Promise.all(Array.from({ length: 60 }, () => t.send('POST', path, { cookie: hasty, body: body() })));
    const refused = answers.filter(({ status }) => status !== 200);
    expect(refused.length).toBeGreaterThan(0);
    expect(refused[0]).toMatchObject({ status: 429, json: { code: 'TOO_MANY_REQUESTS' } });
    expect(refused[0]?.headers.get('retry-after')).toBe('1');
    expect((await key(body())).status).toBe(200);
  });

  it('is for the own venue, or one of the own area', async () => {
    const body = () => bodyOf(residentAt(t.city, 14));
    expect(await key(body(), ELSEWHERE)).toMatchObject({ status: 404, json: { code: 'NOT_FOUND' } });
    const here = await t.extraStaff({ permissions: ['entry.key'], areaCode: venueAt(t.city, VENUE).divisionCode });
    expect((await key(body(), VENUE, here)).status).toBe(200);
    const other = Array.from({ length: t.city.size.venues }, (_, n) => n).find(
      (n) => venueAt(t.city, n).divisionCode !== venueAt(t.city, VENUE).divisionCode,
    );
    expect(await key(body(), other, here)).toMatchObject({ status: 404, json: { code: 'NOT_FOUND' } });
    expect(await t.send('POST', `/api/v1/venues/${randomUUID()}/entries`, { cookie: here, body: body() })).toMatchObject({ status: 404 });
  });
});

describe('nothing of it', () => {
  it('is in a log, whatever goes wrong', async () => {
    const people = [residentAt(t.city, PERSONAS.green), stranger(), stranger()];
    await sql`create function break_it() returns trigger language plpgsql as $$ begin raise exception 'broken by a test'; end $$`.execute(
      t.owner,
    );
    await sql`create trigger broken before insert on persons for each row execute function break_it()`.execute(t.owner);
    for (const person of people.slice(1)) {
      expect((await read(bodyOf(person, { name: person.name }))).status).toBe(500);
      expect((await key(bodyOf(person, { name: person.name }))).status).toBe(500);
    }
    await sql`drop trigger broken on persons`.execute(t.owner);
    await read(bodyOf(people[0] ?? stranger(), { documentNumber: 'x'.repeat(20) }));
    await vi.waitFor(() => expect(log.join('')).toContain('broken by a test'));
    const text = log.join('');
    for (const { name, documentNumber } of people) {
      expect(text).not.toContain(name);
      expect(text).not.toContain(documentNumber);
    }
    const { authorization } = device.headers;
    expect(text).not.toContain(authorization.split(' ')[1]);
  });
});
