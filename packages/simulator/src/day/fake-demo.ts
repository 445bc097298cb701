import type { ErrorCode, ScanAnswer } from '@tongxing/contract';
import { type City, residentAt, venuesOf } from '../city';
import { LAB_REPORT } from './tracing';

/**
 * For tests: just enough of a demo server, behind `fetch`, to play a day against. It loses answers, refuses for load
 * and records each event id once, as the real one must.
 */
export interface FakeDemo {
  readonly fetch: typeof fetch;
  /** First answers by event id: what a database would hold. */
  readonly visits: ReadonlyMap<string, ScanAnswer>;
  /** How often each event id was sent. */
  readonly attempts: ReadonlyMap<string, number>;
}

/** How the fake server is set up. */
export interface FakeDemoOptions {
  readonly city: City;
  /** Residents 0 to `registered` - 1 are registered already. */
  readonly registered: number;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly demo?: boolean;
}

interface Call {
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: Record<string, unknown>;
  readonly cookie: string;
}

type Handler = (call: Call) => Response;

function json(body: unknown, status = 200, cookie?: string): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: cookie === undefined ? {} : { 'set-cookie': `${cookie}; Path=/; HttpOnly` },
  });
}

function problem(code: ErrorCode, status: number): Response {
  return json({ type: 'about:blank', title: code, status, code, detail: code, requestId: 'r', retryAfterSeconds: 0 }, status);
}

const ROLES = ['data_team', 'dispatcher_110', 'epidemiologist', 'evidence_reviewer', 'trace_approver'];
const WAY = ['reported', 'dispatched', 'on_site', 'handed_over', 'closed'];

class Fake {
  readonly visits = new Map<string, ScanAnswer>();
  readonly attempts = new Map<string, number>();
  readonly #registered: Set<string>;
  readonly #inbox = new Map<string, { id: string; text: string }[]>();
  readonly #venueCodes: Set<string>;
  readonly #redPhones: Set<string>;
  /** Place in {@link WAY} by incident. */
  readonly #incidents = new Map<string, number>();
  #isConfirmed = false;
  #isApproved = false;

  constructor(private readonly options: FakeDemoOptions) {
    const { city } = options;
    const residents = Array.from({ length: city.size.residents }, (_, index) => residentAt(city, index));
    this.#registered = new Set(residents.slice(0, options.registered).map(({ phone }) => phone));
    this.#redPhones = new Set(residents.filter(({ abnormal }) => abnormal === 'red').map(({ phone }) => phone));
    this.#venueCodes = new Set(Array.from(venuesOf(city), ({ code }) => code));
  }

  readonly routes: readonly (readonly [RegExp, Handler])[] = [
    [/^GET .*\/system$/, () => json({ demo: this.options.demo ?? true, now: new Date(this.options.now).toISOString() })],
    [/^GET .*\/venue-codes\//, (call) => this.#venue(call)],
    [/^GET .*\/demo\/accounts$/, () => json({ items: ROLES.map((role) => ({ username: role, password: 'p', role })) })],
    [/^GET .*\/demo\/messages$/, ({ query }) => json({ items: this.#inbox.get(query.get('phone') ?? '') ?? [] })],
    [/^POST .*\/sign-in\/codes$/, ({ body }) => this.#sendCode(String(body.phone))],
    [/^POST .*\/sign-in\/sessions$/, ({ body }) => this.#signIn(String(body.phone), String(body.code))],
    [/^POST .*\/me\/registration$/, ({ cookie }) => this.#register(cookie)],
    [/^POST .*\/scans$/, (call) => this.#scan(call)],
    [/^POST .*\/staff\/sessions$/, ({ body }) => json({}, 200, `staff=${body.username}`)],
    [/^GET .*\/warnings$/, () => this.#listed()],
    [/^POST .*\/acknowledgement$/, () => json({})],
    [/^GET .*\/incidents$/, () => this.#listed()],
    [/\/incidents\//, (call) => this.#incident(call)],
    [/^POST .*\/cases$/, () => problem('STATE_CONFLICT', 409)],
    [/^GET .*\/cases\//, () => json({ id: 'case', number: 'C-1' })],
    [/^GET .*\/health-evidence$/, () => json({ items: [{ id: 'evidence', source: LAB_REPORT }], nextCursor: null })],
    [/^POST .*\/health-evidence\/.*\/decision$/, ({ cookie }) => this.#confirm(cookie)],
    [/^POST .*\/traces$/, ({ body }) => json({ id: body.id })],
    [/^POST .*\/decision$/, ({ cookie }) => this.#decide(cookie)],
    [/\/trajectory$/, () => json({ items: [{}, {}, {}] })],
    [/\/contacts$/, ({ query }) => json({ items: [{}, {}], nextCursor: query.get('cursor') === null ? 'more' : null })],
    [/^GET .*\/traces\//, () => json({ state: this.#isApproved ? 'completed' : 'requested' })],
  ];

  #venue({ path }: Call): Response {
    const venue = Array.from(venuesOf(this.options.city)).find(({ code }) => path.endsWith(code));
    return venue === undefined ? problem('VENUE_CODE_UNKNOWN', 404) : json({ name: venue.name, address: venue.address });
  }

  #sendCode(phone: string): Response {
    const old = this.#inbox.get(phone) ?? [{ id: 'old', text: '验证码 000000' }];
    this.#inbox.set(phone, [{ id: `m${old.length}`, text: `【通行】验证码 ${phone.slice(-6)}，5 分钟内有效` }, ...old]);
    return json({ expiresInSeconds: 300, resendInSeconds: 60 }, 202);
  }

  #signIn(phone: string, code: string): Response {
    if (code !== phone.slice(-6)) return problem('SIGN_IN_FAILED', 401);
    return json({ registered: this.#registered.has(phone) }, 200, `resident=${phone}`);
  }

  #register(cookie: string): Response {
    this.#registered.add(cookie.replace('resident=', ''));
    return json({}, 201);
  }

  #scan({ body, cookie }: Call): Response {
    const phone = cookie.replace('resident=', '');
    const eventId = String(body.eventId);
    if (!this.#registered.has(phone)) return problem('REGISTRATION_REQUIRED', 403);
    if (!this.#venueCodes.has(String(body.code))) return problem('VENUE_CODE_UNKNOWN', 404);
    const attempt = (this.attempts.get(eventId) ?? 0) + 1;
    this.attempts.set(eventId, attempt);
    const kept = this.visits.get(eventId);
    if (kept !== undefined) return json({ ...kept, repeated: true });
    const isUnlucky = attempt === 1 && this.attempts.size % 25 === 0;
    if (isUnlucky && this.attempts.size % 2 === 0) return problem('UNAVAILABLE', 503);
    const answer = this.#record(eventId, this.#redPhones.has(phone));
    // Recorded, but the answer gets lost on the way.
    if (isUnlucky) throw new TypeError('fetch failed');
    return json(answer);
  }

  #record(eventId: string, isRed: boolean): ScanAnswer {
    const number = this.visits.size + 1;
    const recordedAt = new Date(this.options.now + number).toISOString();
    const verdict = isRed ? 'stop' : 'pass';
    const answer = { eventId, verdict, recordedAt, sign: '00000000', repeated: false } as ScanAnswer;
    this.visits.set(eventId, answer);
    if (isRed) this.#incidents.set(`i${number}`, 0);
    return answer;
  }

  #listed(): Response {
    return json({ items: Array.from(this.#incidents.keys(), (id) => ({ id })), nextCursor: null });
  }

  #incident({ path, body }: Call): Response {
    const id = path.split('/').find((part) => this.#incidents.has(part)) ?? '';
    if (body.to !== undefined) this.#incidents.set(id, WAY.indexOf(String(body.to)));
    const place = this.#incidents.get(id) ?? 0;
    return json({ state: WAY[place], next: WAY.slice(place + 1, place + 2) });
  }

  #confirm(cookie: string): Response {
    if (cookie !== 'staff=evidence_reviewer') return problem('SECOND_PERSON_REQUIRED', 403);
    this.#isConfirmed = true;
    return json({});
  }

  #decide(cookie: string): Response {
    if (cookie !== 'staff=trace_approver') return problem('SECOND_PERSON_REQUIRED', 403);
    if (!this.#isConfirmed) return problem('CASE_NOT_CONFIRMED', 409);
    this.#isApproved = true;
    return json({});
  }
}

/** Makes a fake demo server. */
export function fakeDemo(options: FakeDemoOptions): FakeDemo {
  const fake = new Fake(options);
  const answer: typeof fetch = async (input, init) => {
    const url = new URL(String(input));
    const call: Call = {
      path: url.pathname,
      query: url.searchParams,
      body: init?.body == null ? {} : JSON.parse(String(init.body)),
      cookie: new Headers(init?.headers).get('cookie') ?? '',
    };
    const route = `${init?.method ?? 'GET'} ${url.pathname}`;
    const handler = fake.routes.find(([pattern]) => pattern.test(route))?.[1];
    return handler?.(call) ?? problem('NOT_FOUND', 404);
  };
  return { fetch: answer, visits: fake.visits, attempts: fake.attempts };
}
