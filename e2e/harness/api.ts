import { randomBytes, randomUUID } from 'node:crypto';
import { eventIdFrom } from '@tongxing/codes';
import { type Client, createClient } from '@tongxing/contract/client';
import { type City, makeCity, residentAt } from '@tongxing/simulator';
import { eventually } from './eventually';

/** The city every server of these tests is filled with. */
export const CITY: City = makeCity({ size: 'tiny' });
/** Of every account of the demonstration. */
export const STAFF_PASSWORD = 'tongxing-demo';
/** Telephones of staff accounts, in the order the demonstration numbers them. */
export const STAFF_PHONES = { data: '16200000001' } as const;

export interface SessionCookie {
  readonly name: string;
  readonly value: string;
}

/** Somebody who uses the API directly. */
export interface ApiUser {
  readonly call: Client;
  /** What a browser must hold to be the same person. */
  readonly cookies: () => readonly SessionCookie[];
}

/** A `fetch` that keeps the cookies it is given, as a browser does. */
export function apiUser(origin: string): ApiUser {
  const jar = new Map<string, string>();
  const send: typeof fetch = async (input, init) => {
    const headers = new Headers(init?.headers);
    headers.set('origin', origin);
    headers.set('cookie', Array.from(jar, ([name, value]) => `${name}=${value}`).join('; '));
    const response = await fetch(input, { ...init, headers });
    for (const header of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(header) ?? [];
      jar.set(name, value);
    }
    return response;
  };
  return {
    call: createClient({ baseUrl: origin, fetch: send, language: () => 'zh-CN' }),
    cookies: () => Array.from(jar, ([name, value]) => ({ name, value })),
  };
}

async function messagesTo(call: Client, phone: string): Promise<readonly string[]> {
  const { items } = await call('GET /api/v1/demo/messages', { query: { phone } });
  return items.map(({ text }) => text);
}

/** The sign-in code of the message that comes after the first `before`. */
function awaitCode(call: Client, phone: string, before: number): Promise<string> {
  return eventually(`a sign-in code for ${phone}`, async () => {
    const texts = await messagesTo(call, phone);
    return texts.length > before ? /\d{6}/.exec(texts[0] ?? '')?.[0] : undefined;
  });
}

/** Signs a resident of the city in by SMS code; a number may ask once a minute, so each test takes residents of its own. */
export async function residentUser(origin: string, index: number): Promise<ApiUser> {
  const user = apiUser(origin);
  const { phone } = residentAt(CITY, index);
  const before = (await messagesTo(user.call, phone)).length;
  await user.call('POST /api/v1/sign-in/codes', { body: { phone } });
  const code = await awaitCode(user.call, phone, before);
  await user.call('POST /api/v1/sign-in/sessions', { body: { phone, code } });
  return user;
}

export async function staffUser(origin: string, username: string): Promise<ApiUser> {
  const user = apiUser(origin);
  await user.call('POST /api/v1/staff/sessions', { body: { username, password: STAFF_PASSWORD } });
  return user;
}

/** An event id captured at a moment, epoch ms. */
export function eventId(at: number = Date.now()): string {
  return eventIdFrom(at, randomBytes(10));
}

/** A second person confirms all evidence that waits: nothing follows from it before. */
export async function confirmEvidence(origin: string): Promise<void> {
  const { call } = await staffUser(origin, 'reviewer');
  const { items } = await call('GET /api/v1/health-evidence', { query: { state: 'to_confirm', limit: 100 } });
  for (const { id } of items)
    await call('POST /api/v1/health-evidence/:id/decision', {
      params: { id },
      body: { id: randomUUID(), decision: 'confirm', note: '已核对原件' },
    });
}
