import { randomUUID } from 'node:crypto';
import type { ErrorCode, RolePreset } from '@tongxing/contract';
import { NOTICE_VERSION } from '@tongxing/rules';
import { CITY_CODE, makeCity, PERSONAS, residentAt, venueAt } from '@tongxing/simulator';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FAILURES, type Failure, withFailingCall } from './testing/failing-calls';
import { difference, type TableCounts, tableCounter } from './testing/table-counts';
import { startTestApp, type TestApp } from './testing/test-app';

/** A use case that made more calls than this would never end its row of tests. */
const MOST_CALLS = 40;
const DAY_MS = 86_400_000;
/** Residents from here on become cases. */
const FIRST_CASE = 100;
/** People of a larger city: nobody here is registered with their documents. */
const OTHERS = makeCity({ size: 'small' });

interface Command {
  readonly method?: 'POST' | 'PUT';
  readonly url: string;
  readonly cookie: string;
  readonly body: object;
}

interface UseCase {
  readonly name: string;
  /** Everything before the command, and the command, each time for something new. */
  readonly prepare: () => Promise<Command>;
  /** How a repeat is answered whose first attempt was done and whose answer was lost, when not by the same answer. */
  readonly repeatedAnswer?: readonly ErrorCode[];
  /** Tables whose rows are no part of what is done. */
  readonly aside?: readonly string[];
}

let t: TestApp;
let count: () => Promise<TableCounts>;
let caseId: string;
let people = 0;
/** A number nobody has used yet. */
const next = () => people++;
const iso = (offsetMs: number) => new Date(t.clock.now() + offsetMs).toISOString();

beforeAll(async () => {
  t = await startTestApp();
  count = await tableCounter(t.owner);
  caseId = (await send(await newCase())).json<{ id: string }>().id;
  await t.confirmEvidence();
});
afterAll(() => t.stop());

async function unregistered(): Promise<string> {
  const phone = `139${String(next()).padStart(8, '0')}`;
  const { rows } = await sql<{ id: number }>`insert into resident_accounts (phone_index, phone_sealed)
    values (${t.vault.index('phone', phone)}, ${t.vault.seal('phone', phone)}) returning id`.execute(t.owner);
  return t.cookie('resident', rows[0]?.id ?? 0);
}

/** A stop that raises a new warning and a new incident. */
async function stopSomebody(): Promise<{ warningId: string; incidentId: string }> {
  await closeIncidents();
  const { eventId } = await t.scan(PERSONAS.red, 1);
  const { rows } = await sql<{ id: string; incidentId: string }>`select id, incident_id as "incidentId" from warnings
    where event_id = ${eventId}`.execute(t.owner);
  const [row] = rows;
  if (row === undefined) throw new Error('a stop without a warning');
  return { warningId: row.id, incidentId: row.incidentId };
}

async function closeIncidents(): Promise<void> {
  await sql`update incidents set state = 'closed', result = 'released', closed_at = now() where state <> 'closed'`.execute(t.owner);
}

const staff = async (role: RolePreset, url: string, body: object): Promise<Command> => ({ url, cookie: await t.staffCookie(role), body });
const scanBy = async (resident: number): Promise<Command> => ({
  url: '/api/v1/scans',
  cookie: await t.residentCookie(resident),
  body: { eventId: t.eventId(), code: venueAt(t.city, 2).code },
});

/** Nobody looks for more than thirty people in a minute, but tests. */
const forgetLooks = () => sql`delete from attempts`.execute(t.owner);

let cases = 0;
/** A person has one case. */
async function newCase(): Promise<Command> {
  await forgetLooks();
  const { documentType, documentNumber } = residentAt(t.city, FIRST_CASE + cases++);
  const body = {
    id: randomUUID(),
    documentType,
    documentNumber,
    confirmedAt: iso(-3_600_000),
    onsetAt: iso(-2 * DAY_MS),
    evidenceReference: 'LAB-1',
  };
  return staff('epidemiologist', '/api/v1/cases', body);
}

async function newTrace(): Promise<Command & { readonly body: { readonly id: string } }> {
  const body = {
    id: randomUUID(),
    caseId,
    legalBasis: 'infectious_disease_law',
    basisReference: '疾控〔2026〕7号',
    purpose: '流行病学调查',
    from: iso(-5 * DAY_MS),
    to: iso(0),
  };
  return { ...(await staff('epidemiologist', '/api/v1/traces', body)), body };
}

async function newEvidence(): Promise<Command & { readonly body: { readonly id: string } }> {
  await forgetLooks();
  const { documentType, documentNumber } = residentAt(t.city, 10);
  const body = { id: randomUUID(), documentType, documentNumber, kind: 'fever_declared', source: '发热门诊', sampledAt: iso(-60_000) };
  return { ...(await staff('data_team', '/api/v1/health-evidence', body)), body };
}

/** Within this process, so that only what the command itself causes is counted. */
function send({ method = 'POST', url, cookie, body }: Command) {
  const headers = { 'content-type': 'application/json', 'accept-language': 'en', ...(cookie === '' ? {} : { cookie }) };
  return t.app.http.inject({ method, url, headers, payload: JSON.stringify(body) });
}

/** That somebody looked for a person stays, whatever comes of it: in the counter, and in a line of the log of its own. */
const LOOKED_UP = ['attempts', 'audit_events'];

const USE_CASES: readonly UseCase[] = [
  {
    name: 'registering',
    // What was copied before is no registered session: the token from before is over as soon as the node has heard of it.
    repeatedAnswer: ['NOT_SIGNED_IN', 'ALREADY_REGISTERED'],
    // Tries are counted whatever comes of them.
    aside: ['sessions', 'attempts'],
    prepare: async () => {
      const cookie = await unregistered();
      const { name, documentType, documentNumber } = residentAt(OTHERS, 1_000 + next());
      return {
        url: '/api/v1/me/registration',
        cookie,
        body: { name, documentType, documentNumber, notice: NOTICE_VERSION, sensitive: true },
      };
    },
  },
  { name: 'a scan that passes', prepare: () => scanBy(PERSONAS.green) },
  {
    name: 'a scan that stops, with warning and incident',
    prepare: async () => {
      await closeIncidents();
      return scanBy(PERSONAS.red);
    },
  },
  {
    name: 'acknowledging a warning',
    prepare: async () => staff('data_team', `/api/v1/warnings/${(await stopSomebody()).warningId}/acknowledgement`, { note: '已电话联系' }),
  },
  {
    name: 'moving an incident',
    prepare: async () =>
      staff('dispatcher_110', `/api/v1/incidents/${(await stopSomebody()).incidentId}/transitions`, { to: 'dispatched' }),
  },
  { name: 'entering a case', aside: LOOKED_UP, prepare: newCase },
  { name: 'requesting a trace', prepare: newTrace },
  {
    name: 'approving a trace and running it',
    repeatedAnswer: ['STATE_CONFLICT'],
    prepare: async () => {
      const requested = await newTrace();
      await send(requested);
      return staff('trace_approver', `/api/v1/traces/${requested.body.id}/decision`, { approve: true, note: '已核对依据' });
    },
  },
  {
    name: 'declaring a trip',
    prepare: async () => ({
      url: '/api/v1/me/trips',
      cookie: await t.residentCookie(PERSONAS.green),
      body: { id: randomUUID(), divisionCode: CITY_CODE, arrivedAt: iso(-2 * DAY_MS), leftAt: iso(-DAY_MS) },
    }),
  },
  {
    name: 'recording evidence',
    aside: LOOKED_UP,
    prepare: newEvidence,
  },
  {
    name: 'confirming evidence',
    prepare: async () => {
      const recorded = await newEvidence();
      await send(recorded);
      return staff('evidence_reviewer', `/api/v1/health-evidence/${recorded.body.id}/decision`, {
        id: randomUUID(),
        decision: 'confirm',
        note: '已核对',
      });
    },
  },
  {
    name: 'switching the regime',
    prepare: () =>
      staff('headquarters', '/api/v1/regimes', {
        id: randomUUID(),
        divisionCode: CITY_CODE,
        regime: 'normal',
        noticeNumber: '第9号',
        title: '测试',
      }),
  },
  {
    name: 'creating a venue',
    prepare: () =>
      staff('street_officer', '/api/v1/venues', {
        id: randomUUID(),
        name: '测试站',
        class: 'other',
        scene: 'ordinary',
        address: '测试路 1 号',
        divisionCode: venueAt(t.city, 0).divisionCode,
        contactPhone: '13900000001',
      }),
  },
  {
    name: 'pairing a door',
    // That the used code is refused is recorded.
    aside: ['attempts', 'audit_events'],
    // The code is used up: a tablet that lost its session gets a new one from the manager.
    repeatedAnswer: ['SIGN_IN_FAILED'],
    prepare: async () => {
      const manager = await t.staff('venue_manager');
      const { pairingCode } = await manager('POST /api/v1/venues/:id/door-pairings', { params: { id: venueAt(t.city, 0).publicId } });
      return { url: '/api/v1/door/sessions', cookie: '', body: { pairingCode } };
    },
  },
];

const changeOf = ({ aside = [] }: UseCase, before: TableCounts, after: TableCounts) =>
  Object.fromEntries(Object.entries(difference(before, after)).filter(([key]) => !aside.includes(key.split('.')[0] ?? '')));

/** Everything a use case changes when nothing fails; the second time, since a first one may find nothing to end. */
async function wholeChange(useCase: UseCase): Promise<Record<string, number>> {
  expect((await send(await useCase.prepare())).statusCode).toBeLessThan(300);
  const command = await useCase.prepare();
  const before = await count();
  expect((await send(command)).statusCode).toBeLessThan(300);
  return changeOf(useCase, before, await count());
}

/** One failure and one repeat. @returns the statement that failed; undefined when the command made fewer calls. */
async function failAndRepeat(useCase: UseCase, whole: Record<string, number>, n: number, how: Failure): Promise<string | undefined> {
  const command = await useCase.prepare();
  const before = await count();
  const { result, failed } = await withFailingCall(n, how, () => send(command));
  const at = `call ${n}, ${how}: ${failed}`;
  const middle = changeOf(useCase, before, await count());
  const isDone = Object.keys(middle).length > 0;
  if (isDone) expect(middle, at).toEqual(whole);
  if (result.statusCode < 300) expect(isDone, at).toBe(true);
  else {
    expect({ at, status: result.statusCode, ...result.json() }).toMatchObject({ at, status: 503, code: 'UNAVAILABLE' });
    expect(Number(result.headers['retry-after']), at).toBeGreaterThan(0);
  }
  const repeat = await sendAgain(command);
  const { repeatedAnswer } = useCase;
  if (isDone && repeatedAnswer !== undefined && repeat.statusCode >= 300)
    expect(repeatedAnswer, at).toContain(repeat.json<{ code: ErrorCode }>().code);
  else expect({ at, status: repeat.statusCode }).toEqual({ at, status: expect.toSatisfy((status: number) => status < 300) });
  expect(changeOf(useCase, before, await count()), at).toEqual(whole);
  return failed;
}

/** As a client does: what is told to come back comes back. A line that was cut may have left a dead connection in the pool. */
async function sendAgain(command: Command) {
  for (let tries = 1; ; tries += 1) {
    const answer = await send(command);
    if (answer.statusCode !== 503 || tries === 5) return answer;
  }
}

/** Between "nothing happened" and "it is done" there is nothing, whichever call to the database fails. */
describe.each(USE_CASES)('$name', (useCase) => {
  it.each(FAILURES)('is whole or has not happened, and can be repeated, when a call is %s', async (how) => {
    const whole = await wholeChange(useCase);
    expect(Object.keys(whole).length).toBeGreaterThan(0);
    let calls = 0;
    while (calls < MOST_CALLS && (await failAndRepeat(useCase, whole, calls + 1, how)) !== undefined) calls += 1;
    expect(calls).toBeGreaterThan(0);
    expect(calls).toBeLessThan(MOST_CALLS);
  });
});
