import { setTimeout as wait } from 'node:timers/promises';
import { type City, residentAt } from '@tongxing/simulator';

const PATIENCE_MS = 30_000;
const POLL_MS = 50;
const BUSY_MS = 1_000;
const TOKEN = /^tongxing_resident=([^;]+)/;
const CODE = /\d{6}/;

/** Comes back while it is told that the platform is busy, as a phone does. */
async function post(url: string, body: object): Promise<Response> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
    if (response.status !== 503 || performance.now() > deadline) return response;
    await response.body?.cancel();
    await wait(BUSY_MS);
  }
}

/** The code as it arrived in the demo's inbox. */
async function awaitCode(origin: string, phone: string): Promise<string> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    const { items } = (await (await fetch(`${origin}/api/v1/demo/messages?phone=${phone}`)).json()) as { items: { text: string }[] };
    const code = CODE.exec(items[0]?.text ?? '')?.[0];
    if (code !== undefined) return code;
    if (performance.now() > deadline) throw new Error(`no sign-in code came for ${phone}`);
    await wait(POLL_MS);
  }
}

async function signIn(origin: string, phone: string): Promise<string> {
  const asked = await post(`${origin}/api/v1/sign-in/codes`, { phone });
  if (!asked.ok) throw new Error(`a sign-in code was refused with ${asked.status}`);
  const entered = await post(`${origin}/api/v1/sign-in/sessions`, { phone, code: await awaitCode(origin, phone) });
  const token = TOKEN.exec(entered.headers.getSetCookie()[0] ?? '')?.[1];
  if (token === undefined) throw new Error(`a sign-in was answered with ${entered.status} and no session`);
  return token;
}

/** Signs the first residents of the city in as they do it themselves, by SMS code. @returns session tokens */
export function signInFirst(origin: string, city: City, count: number): Promise<string[]> {
  return Promise.all(Array.from({ length: count }, (_, index) => signIn(origin, residentAt(city, index).phone)));
}
