import { NOTICE_VERSION } from '@tongxing/rules';
import { vi } from 'vitest';
import type { TestApp } from './test-app';
import type { Answer } from './wire';

/** A telephone of nobody yet, signed in by the code that was sent to it. @returns its cookie. */
export async function signInBySms(t: TestApp, phone: string): Promise<string> {
  const before = new Set(t.smsCentre.inbox({ to: phone }));
  await t.nobody('POST /api/v1/sign-in/codes', { body: { phone } });
  const code = await vi.waitUntil(
    () => /\d{6}/.exec(t.smsCentre.inbox({ to: phone }).find((message) => !before.has(message))?.text ?? '')?.[0],
    { timeout: 8_000 },
  );
  const answer = await t.send('POST', '/api/v1/sign-in/sessions', { body: { phone, code } });
  return cookieOf(answer);
}

/** The cookie that an answer sets; empty for none. */
export const cookieOf = ({ headers }: Answer): string => headers.getSetCookie()[0]?.split(';')[0] ?? '';

/** Registers a signed-in telephone. */
export function register(
  t: TestApp,
  cookie: string,
  { name, documentType, documentNumber }: { documentType: string; documentNumber: string; name: string },
): Promise<Answer> {
  return t.send('POST', '/api/v1/me/registration', {
    cookie,
    body: { name, documentType, documentNumber, notice: NOTICE_VERSION, sensitive: true },
  });
}
