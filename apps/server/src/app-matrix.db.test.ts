import type { Endpoint, ErrorCode } from '@tongxing/contract';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { isTold } from './platform/http/server';
import { type Caller, everyCaller, type Place, placeOf } from './testing/matrix-callers';
import { covers, type Expected, expectedOf, isAboutPlace, referencesIn } from './testing/matrix-rules';
import { makeThings, pathTo, referred, type Things } from './testing/matrix-things';
import { ALL_ENDPOINTS, sampleBodies } from './testing/samples';
import { startTestApp, type TestApp } from './testing/test-app';
import type { Answer, Followed } from './testing/wire';

const HOUR_MS = 3_600_000;
type Route = (typeof ALL_ENDPOINTS)[number];
interface Asked {
  readonly route: Route;
  readonly caller: Caller;
  readonly answer: Answer;
}

let t: TestApp;
let place: Place;
let callers: readonly Caller[];
let things: Things;
/** Every answer that was given. */
const asked: Asked[] = [];
/** What lists showed before anything happened at the place, and after; `<route> as <caller>`. */
const [before, after] = [new Map<string, string>(), new Map<string, string>()];
const feeds: { route: Route; caller: Caller; feed: Followed }[] = [];
/** Lists asked for what stands at the place, beside the same list without the filter. */
const filtered: { readonly what: string; readonly narrow: Answer; readonly whole: readonly string[] }[] = [];
let refusalsCounted: number;

const isList = ({ endpoint }: Pick<Route, 'endpoint'>) => endpoint.method === 'GET' && !isAboutPlace(endpoint);
const isFeed = ({ endpoint }: Route) => eventsOf(endpoint) !== undefined;
const eventsOf = ({ events }: Endpoint) => (events instanceof z.ZodObject ? Object.keys(events.shape).sort() : undefined);
const routes = {
  lists: ALL_ENDPOINTS.filter((route) => isList(route) && !isFeed(route)),
  feeds: ALL_ENDPOINTS.filter(isFeed),
  commands: ALL_ENDPOINTS.filter(({ endpoint }) => endpoint.method === 'POST'),
  things: ALL_ENDPOINTS.filter((route) => route.endpoint.method === 'GET' && !isList(route)),
  // The last, since they end the sessions of the callers.
  ends: ALL_ENDPOINTS.filter(({ endpoint }) => endpoint.method === 'DELETE'),
};

async function ask(route: Route, caller: Caller, path = pathTo(things, route.endpoint.path)): Promise<Answer> {
  const answer = await answerOf(route, caller, path);
  asked.push({ route, caller, answer });
  return answer;
}

/** What a busy machine puts off is asked again: nothing has happened yet, and load is another test's. */
async function answerOf(route: Route, caller: Caller, path: string): Promise<Answer> {
  const sent = { ...caller.shown, ...bodyOf(route) };
  const answered = async () => {
    const answer = await t.send(route.endpoint.method, path, sent);
    return answer.json?.code === 'UNAVAILABLE' ? undefined : answer;
  };
  return (await answered()) ?? vi.waitUntil(answered, { timeout: 30_000, interval: 250 });
}

/** A body that would do something at the place. */
function bodyOf({ name, endpoint }: Route): { body?: object } {
  const declared: Endpoint = endpoint;
  if (declared.body === undefined) return {};
  const samples: Readonly<Record<string, object>> = sampleBodies(t);
  const named = referencesIn(declared.body).map((field) => [field, referred(t, things, place)[field]]);
  return { body: { ...samples[name], ...Object.fromEntries(named) } };
}

/** Whoever is refused learns nothing from asking twice, or for less. */
const isLetIn = ({ endpoint }: Route) => {
  return (caller: Caller) => expectedOf(endpoint, caller, place).outcome === 'allowed';
};

/** Everybody, or some of them, ask for everything of some routes. */
async function everybodyAsks(
  which: readonly Route[],
  note?: (key: string, answer: Answer) => void,
  of: (route: Route) => readonly Caller[] = () => callers,
): Promise<void> {
  for (const route of which)
    for (const caller of of(route)) {
      const answer = await ask(route, caller);
      note?.(`${route.name} as ${caller.name}`, answer);
    }
}

/** Without what is new in every answer. */
const shownBy = ({ status, text }: Answer) => `${status} ${text.replace(/"(requestId|now|asOf|lastUsedAt)":"[^"]*"/g, '')}`;

async function refusalsInMetrics(): Promise<number> {
  const { values } = await t.app.metrics.requests.get();
  const refused = values.filter(({ metricName, labels }) => metricName?.endsWith('_count') && isRefusal(Number(labels.status)));
  return refused.reduce((sum, { value }) => sum + value, 0);
}

const isRefusal = (status: number) => [401, 403, 404].includes(status);

/** What a list shows a caller, page after page. */
async function idsOfAll(route: Route, caller: Caller): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let from: unknown = ''; typeof from === 'string'; ) {
    const answer = await ask(route, caller, `${route.endpoint.path}?limit=100${from === '' ? '' : `&cursor=${from}`}`);
    ids.push(...idsIn(answer));
    from = answer.json?.nextCursor;
  }
  return ids;
}

/** Lists narrowed down to the place. */
async function everybodyFilters(): Promise<void> {
  for (const route of routes.lists) {
    const declared: Endpoint = route.endpoint;
    for (const field of referencesIn(declared.query))
      for (const caller of callers.filter(isLetIn(route))) {
        const narrow = await ask(route, caller, `${declared.path}?limit=100&${field}=${referred(t, things, place)[field]}`);
        const whole = await idsOfAll(route, caller);
        filtered.push({ what: `${route.name} by ${field} as ${caller.name}`, narrow, whole });
      }
  }
}

async function everybodyFollows(): Promise<void> {
  for (const route of routes.feeds)
    for (const caller of callers)
      if (expectedOf(route.endpoint, caller, place).outcome === 'allowed')
        feeds.push({ route, caller, feed: await t.follow(route.endpoint.path, caller.shown.cookie ?? '') });
}

beforeAll(async () => {
  t = await startTestApp();
  // Early in an hour, so that figures by hour do not move on by themselves.
  t.clock.advance(HOUR_MS - (t.clock.now() % HOUR_MS) + 60_000);
  place = placeOf(t);
  callers = await everyCaller(t, place);
  await everybodyAsks(
    routes.lists,
    (key, answer) => before.set(key, shownBy(answer)),
    (route) => callers.filter(isLetIn(route)),
  );
  await everybodyFollows();
  things = await makeThings(t, callers, place);
  await everybodyAsks(routes.lists, (key, answer) => after.set(key, shownBy(answer)));
  await everybodyFilters();
  await everybodyAsks(routes.feeds);
  await everybodyAsks(routes.commands);
  await everybodyAsks(routes.things);
  await everybodyAsks(routes.ends);
  refusalsCounted = await refusalsInMetrics();
}, 300_000);
afterAll(async () => {
  for (const { feed } of feeds) feed.close();
  await t.stop();
});

function problemOf({ route: { endpoint }, caller, answer: { status, json } }: Asked): string | undefined {
  const declared: Endpoint = endpoint;
  const expected: Expected = expectedOf(declared, caller, place);
  const said = `${status} ${json?.code ?? ''}`;
  if (expected.outcome === 'refused') return said === `${expected.status} ${expected.code}` ? undefined : `${said}, not ${expected.code}`;
  const mayFail: readonly string[] = declared.errors.filter((code) => code !== 'NOT_FOUND');
  return status === declared.status || mayFail.includes(String(json?.code)) ? undefined : `${said}, not ${declared.status}`;
}

interface RefusalLine {
  readonly subject: string;
  readonly reason: string;
  readonly requestId: string;
  /** Null for the first of the same. */
  readonly repeated: number | null;
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}

const tellsOf = ({ subject, reason }: RefusalLine, { route: { endpoint }, answer }: Asked) =>
  subject === `route:${endpoint.method} ${endpoint.path}` && reason === answer.json?.code;

/** What was refused to staff, doors, devices and systems that hold, at routes that ask who calls. */
function knownRefusals(): Asked[] {
  const ended = new Set<string>();
  return asked.filter(({ route: { endpoint }, caller, answer }) => {
    const isKnown =
      ['staff', 'door', 'device', 'client'].includes(caller.kind) && caller.isOutside !== 'expired' && !ended.has(caller.name);
    // A session that was ended is nobody's.
    if (endpoint.method === 'DELETE' && answer.status === endpoint.status) ended.add(caller.name);
    const asksWho = !['anyone', 'demo'].includes(endpoint.access.who) || answer.json?.code === 'NOT_SIGNED_IN';
    const isKept = isTold({ status: answer.status, code: answer.json?.code as ErrorCode });
    return isKnown && isKept && asksWho;
  });
}

const idsIn = ({ json }: Answer) => ((json?.items ?? []) as { id: string }[]).map(({ id }) => id);

/** What a route showed some caller changed when something happened at the place. */
const isChanged = (name: string, caller: Caller) => before.get(`${name} as ${caller.name}`) !== after.get(`${name} as ${caller.name}`);
const nameOf = (caller: Caller) => caller.name;

describe('the matrix of every route, every role and every relation', () => {
  it('leaves no route and nobody out', () => {
    const pairs = new Set(asked.map(({ route, caller }) => `${route.name} ${caller.name}`));
    expect(pairs.size).toBe(ALL_ENDPOINTS.length * callers.length);
  });

  it.each(ALL_ENDPOINTS)('$name answers as it is declared', ({ name }) => {
    const wrong = asked.filter(({ route }) => route.name === name).map((one) => [one.caller.name, problemOf(one)] as const);
    expect(wrong.filter(([, problem]) => problem !== undefined)).toEqual([]);
  });

  it.each(ALL_ENDPOINTS.filter(({ endpoint }) => endpoint.access.who === 'staff'))('$name is open to somebody', ({ name, endpoint }) => {
    expect(asked.some(({ route, answer }) => route.name === name && answer.status === endpoint.status)).toBe(true);
  });

  it.each(routes.lists)('$name shows what happened to those it concerns, and to nobody else', ({ name, endpoint }) => {
    const declared: Endpoint = endpoint;
    const allowed = callers.filter((caller) => expectedOf(declared, caller, place).outcome === 'allowed');
    const concerned = allowed.filter((caller) => covers(declared, caller, place));
    const others = allowed.filter((caller) => !concerned.includes(caller));
    expect(others.filter((caller) => isChanged(name, caller)).map(nameOf)).toEqual([]);
    // What an account sees of itself, and what is the same for all, need not have changed.
    if (declared.access.who !== 'staff' || typeof declared.access.area === 'object') return;
    expect(concerned.filter((caller) => !isChanged(name, caller)).map(nameOf)).toEqual([]);
  });

  it('shows no more by a filter', () => {
    const more = filtered.filter(({ narrow, whole }) => idsIn(narrow).some((id) => !whole.includes(id)));
    expect(more.map(({ what }) => what)).toEqual([]);
    expect(filtered.some(({ narrow }) => idsIn(narrow).length > 0)).toBe(true);
  });

  it.each(routes.feeds)('$name tells those it concerns, and everybody no more than it declares', ({ name, endpoint }) => {
    const heard = feeds.filter(({ route }) => route.name === name);
    expect(heard.length).toBeGreaterThan(0);
    for (const { caller, feed } of heard) {
      for (const { data } of feed.events) expect(Object.keys(data).sort()).toEqual(eventsOf(endpoint));
      if (endpoint.access.who === 'door') expect(feed.events.length > 0, caller.name).toBe(covers(endpoint, caller, place));
    }
  });

  it('leaves a line of the audit log for whoever is known, once a minute for the same, and none for residents', async () => {
    const { rows } = await sql<RefusalLine>`select subject, reason, request_id as "requestId", (after->>'repeated')::integer as repeated
      from audit_events where action = 'request.refuse'`.execute(t.owner);
    const lines = grouped(rows, ({ requestId }) => requestId);
    const groups = grouped(knownRefusals(), ({ route, caller, answer }) => `${caller.name} ${route.name} ${answer.json?.code}`);
    expect(groups.size).toBeGreaterThan(1_000);
    const wrong = [...groups].filter(([, same]) => {
      const found = same.flatMap(({ answer }) => lines.get(String(answer.json?.requestId)) ?? []);
      const [first] = same;
      const isFirstKept = first !== undefined && lines.has(String(first.answer.json?.requestId));
      const counted = found.reduce((sum, { repeated }) => sum + (repeated ?? 1), 0);
      return !isFirstKept || counted > same.length || found.some((line) => first !== undefined && !tellsOf(line, first));
    });
    expect(wrong.map(([what]) => what)).toEqual([]);
    const known = new Set(knownRefusals().map(({ answer }) => answer.json?.requestId));
    expect(rows.filter(({ requestId }) => !known.has(requestId))).toEqual([]);
  });

  it('is counted, refusal by refusal', () => {
    const refused = [...asked].filter(({ answer }) => isRefusal(answer.status));
    expect(refused.length).toBeGreaterThan(1_000);
    expect(refusalsCounted).toBe(refused.length);
  });
});
