import { randomUUID } from 'node:crypto';
import { ROLE_PRESETS, type RolePreset } from '@tongxing/contract';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ALL_ENDPOINTS, everybody, pathOf, type Shown } from './testing/samples';
import { startTestApp, type TestApp } from './testing/test-app';

let t: TestApp;
let shown: Awaited<ReturnType<typeof everybody>>;
beforeAll(async () => {
  t = await startTestApp();
  shown = await everybody(t);
});
afterAll(() => t.stop());

const call = ({ method, path }: (typeof ALL_ENDPOINTS)[number]['endpoint'], who: Shown, headers: Record<string, string> = {}) =>
  t.send(method, pathOf(path), { ...who, headers: { ...who.headers, ...headers }, ...(method === 'POST' ? { body: {} } : {}) });

/** Sign-outs would end the session the next case needs. */
const isSignOut = (path: string) => path.endsWith('/current');
const staffEndpoints = ALL_ENDPOINTS.filter(({ endpoint }) => endpoint.access.who === 'staff');
const closed = ALL_ENDPOINTS.filter(({ endpoint }) => endpoint.access.who !== 'anyone' && endpoint.access.who !== 'demo');
const open = ALL_ENDPOINTS.filter(({ endpoint }) => endpoint.access.who === 'anyone' || endpoint.access.who === 'demo');

describe('without a session', () => {
  it.each(closed)('$name is refused', async ({ endpoint }) => {
    expect(await call(endpoint, {})).toMatchObject({
      status: 401,
      type: expect.stringContaining('problem+json'),
      json: { code: 'NOT_SIGNED_IN' },
    });
  });

  it.each(closed)('$name is refused to an invented token', async ({ endpoint }) => {
    const token = 'A'.repeat(43);
    const cookie = `tongxing_resident=${token}; tongxing_staff=${token}; tongxing_door=${token}; tongxing_device=${token}`;
    const headers = { authorization: `Tongxing-Device ${randomUUID()}.${token}` };
    expect((await call(endpoint, { cookie, headers })).status).toBe(401);
  });

  it.each(open)('$name is open', async ({ endpoint }) => {
    expect([401, 403]).not.toContain((await call(endpoint, {})).status);
  });
});

describe.each(Object.keys(ROLE_PRESETS) as RolePreset[])('%s', (role) => {
  it.each(staffEndpoints)('may call $name exactly with its permission', async ({ endpoint }) => {
    const { access } = endpoint;
    if (access.who !== 'staff') throw new Error('not a staff route');
    const { status, json } = await call(endpoint, { cookie: await t.staffCookie(role) });
    const may = (ROLE_PRESETS[role] as readonly string[]).includes(access.permission);
    if (may) expect([200, 201, 400, 404]).toContain(status);
    else expect({ status, code: json?.code }).toEqual({ status: 403, code: 'FORBIDDEN' });
  });
});

describe('with the wrong kind of session', () => {
  const kinds = ['resident', 'staff', 'door'] as const;
  const kindOf = (who: string) => ({ self: 'staff', member: 'resident' })[who] ?? who;

  it.each(closed)('$name is refused', async ({ endpoint }) => {
    const wanted = kindOf(endpoint.access.who);
    for (const kind of kinds.filter((one) => one !== wanted)) {
      const { cookie } = shown[kind];
      expect((await call(endpoint, { cookie })).status, kind).toBe(401);
      // The same token under the name of the right cookie, or as a device, is no better.
      const token = cookie.split('=')[1];
      const renamed = { cookie: `tongxing_${wanted}=${token}`, headers: { authorization: `Tongxing-Device ${token}` } };
      expect((await call(endpoint, renamed)).status, `${kind} renamed`).toBe(401);
    }
    if (wanted !== 'device') expect((await call(endpoint, shown.device)).status, 'device').toBe(401);
  });

  it.each(closed.filter(({ endpoint }) => !isSignOut(endpoint.path)))('$name is not refused with the right one', async ({ endpoint }) => {
    expect([401, 403]).not.toContain((await call(endpoint, shown[endpoint.access.who])).status);
  });
});

describe('a resident who has not registered', () => {
  it.each(ALL_ENDPOINTS.filter(({ endpoint }) => endpoint.access.who === 'resident'))(
    'calls $name as its declaration says',
    async ({ endpoint }) => {
      const { rows } = await sql<{ id: number }>`insert into resident_accounts (phone_index, phone_sealed)
      values (${t.vault.index('phone', '13800000000')}, ${t.vault.seal('phone', '13800000000')})
      on conflict (phone_index) do update set phone_index = excluded.phone_index returning id`.execute(t.owner);
      const { status, json } = await call(endpoint, { cookie: await t.cookie('resident', rows[0]?.id ?? 0) });
      if (endpoint.access.who === 'resident' && endpoint.access.registered)
        expect({ status, code: json?.code }).toEqual({ status: 403, code: 'REGISTRATION_REQUIRED' });
      else expect([200, 204, 400]).toContain(status);
    },
  );
});

describe('from another site', () => {
  const writes = ALL_ENDPOINTS.filter(({ endpoint }) => endpoint.method !== 'GET');
  const foreign: Record<string, string>[] = [
    { origin: 'https://elsewhere.example' },
    { origin: 'null' },
    { origin: 'http://127.0.0.1' },
    { 'sec-fetch-site': 'cross-site' },
  ];

  it.each(writes)('$name is refused', async ({ endpoint }) => {
    for (const headers of foreign) {
      const { status, json } = await call(endpoint, shown[endpoint.access.who], headers);
      expect({ status, code: json?.code }, JSON.stringify(headers)).toEqual({ status: 403, code: 'CROSS_SITE' });
    }
  });

  it('but not from our own pages', async () => {
    const { status } = await t.send('POST', '/api/v1/sign-in/sessions', {
      headers: { origin: t.origin, 'sec-fetch-site': 'same-origin' },
      body: {},
    });
    expect(status).toBe(400);
  });
});

describe('the routes there are', () => {
  /** Beside the contract: the way to the pages, health, documents and their page. */
  const OTHERS = [
    '/',
    '/*',
    '/healthz',
    '/readyz',
    '/api/v1/openapi.json',
    '/docs',
    '/docs/',
    '/docs/*',
    '/docs/json',
    '/docs/yaml',
    '/docs/static/index.html',
    '/docs/static/swagger-initializer.js',
  ];

  function routes(): { path: string; methods: string[] }[] {
    const path: string[] = [];
    return t.app.http
      .printRoutes({ commonPrefix: false })
      .split('\n')
      .flatMap((line) => {
        const [, indent = '', segment = '', methods] = /^([│├└─\s]*)(\S*?)(?: \(([A-Z, ]+)\))?$/.exec(line) ?? [];
        path.length = Math.max(indent.length / 4 - 1, 0);
        path.push(segment);
        return methods === undefined ? [] : [{ path: path.join(''), methods: methods.split(', ') }];
      });
  }

  it('are those of the contract and a handful more', () => {
    const declared = new Set(ALL_ENDPOINTS.map(({ endpoint }) => `${endpoint.method} ${endpoint.path}`));
    const served = routes().flatMap(({ path, methods }) =>
      methods.filter((method) => method !== 'HEAD').map((method) => `${method} ${path}`),
    );
    const known = served.filter((route) => declared.has(route));
    expect(known.sort()).toEqual([...declared].sort());
    const others = served.filter((route) => !declared.has(route) && !route.startsWith('OPTIONS'));
    expect(others.filter((route) => !OTHERS.some((path) => route === `GET ${path}`))).toEqual([]);
  });

  it('do not answer other methods or paths', async () => {
    for (const [method, path] of [
      ['PUT', '/api/v1/venues'],
      ['PATCH', '/api/v1/me'],
      ['GET', '/api/v1/persons'],
      ['GET', '/api/v1/visits'],
      ['OPTIONS', '/api/v1/scans'],
    ] as const) {
      expect(await t.send(method, path, shown.staff), `${method} ${path}`).toMatchObject({
        status: 404,
        json: { code: 'NOT_FOUND' },
      });
    }
  });

  it('let nobody follow a feed by HEAD', async () => {
    const response = await fetch(`${t.origin}/api/v1/door/feed`, {
      method: 'HEAD',
      headers: { cookie: await t.cookie('door', 1) },
      signal: AbortSignal.timeout(3_000),
    });
    await response.body?.cancel();
    expect(response.status).toBe(404);
  });

  it('leave nothing readable by anybody without a session but what is meant to be', () => {
    expect(open.map(({ name }) => name).sort()).toEqual([
      'acceptInvitation',
      'beginEnrolment',
      'checkInvitation',
      'confirmEnrolment',
      'enrolDevice',
      'getNotice',
      'getOpenness',
      'getSystem',
      'getVenueByCode',
      'listDemoAccounts',
      'listDemoMessages',
      'listDivisions',
      'listLegalBases',
      'pairDoor',
      'proveSecondFactor',
      'requestSignInCode',
      'signIn',
      'staffSignIn',
      'startDeviceSession',
    ]);
  });
});
