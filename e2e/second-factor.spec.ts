import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { totpCode, totpStep } from '../apps/server/src/platform/crypto/totp';
import { expectAccessible } from './harness/accessibility';
import { apiUser, STAFF_PASSWORD } from './harness/api';
import { type ScreenSize, useBrowser } from './harness/browser';
import { makeServerFolder, type ServerFolder } from './harness/folder';
import { freePort, type Program, startProgram } from './harness/program';
import { readQr } from './harness/qr';
import { shot, still } from './harness/screenshots';
import { settled } from './harness/settled';
import { refuseOnce } from './harness/stale-proof';

const JOURNEY = 'second-factor';
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

let folder: ServerFolder;
let program: Program;
beforeAll(async () => {
  folder = await makeServerFolder();
  program = await startProgram(folder.dataDir, await freePort(), { TONGXING_SECOND_FACTOR: 'required' });
});
afterAll(async () => {
  await program.stop();
  await folder.remove();
});
const browsers = useBrowser(() => program.origin);

function bytesOf(key: string): Buffer {
  const bits = Array.from(key.replace(/\s/g, ''), (letter) => BASE32.indexOf(letter).toString(2).padStart(5, '0')).join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}

async function enterPassword(page: Page, username: string): Promise<void> {
  await page.goto(`${program.origin}/console/`);
  await page.locator('input[autocomplete="username"]').fill(username);
  await page.locator('input[type="password"]').fill(STAFF_PASSWORD);
  await page.locator('#sign-in').click();
}

const codeField = (page: Page) => page.locator('input[autocomplete="one-time-code"]');
async function enterCode(page: Page, code: string): Promise<void> {
  await codeField(page).fill(code);
  await codeField(page).press('Enter');
}

async function inspect(page: Page, name: string): Promise<void> {
  await shot(page, `${JOURNEY}/${name}`, { full: true });
  await expectAccessible(page, name);
}

/** Whoever signs in for the first time: the key and the recovery codes that were shown. */
async function enrol(page: Page, username: string, pictures: string): Promise<{ secret: Buffer; recoveryCodes: string[] }> {
  await enterPassword(page, username);
  const key = await page.locator('.enrolment-key code').innerText();
  const scanned = readQr(await page.locator('.enrolment-code').screenshot());
  expect(new URL(scanned ?? 'none:').searchParams.get('secret')).toBe(key.replace(/\s/g, ''));
  await inspect(page, `01-enrol-${pictures}`);
  const secret = bytesOf(key);
  await enterCode(page, totpCode(secret, totpStep(Date.now())));
  await page.locator('.recovery-codes li').first().waitFor();
  await inspect(page, `02-recovery-codes-${pictures}`);
  const recoveryCodes = await page.locator('.recovery-codes code').allInnerTexts();
  expect(recoveryCodes).toHaveLength(10);
  await page.locator('.recovery-actions .ant-btn-primary').click();
  await page.locator('.account-button').waitFor();
  return { secret, recoveryCodes };
}

async function signOut(page: Page): Promise<void> {
  // Pages that come draw the corner anew; nobody unfolds its menu within that moment.
  await page.locator('h1').first().waitFor();
  await settled(page);
  await page.locator('.account-button').click();
  const leave = page.locator('.ant-dropdown-menu-item').last();
  await leave.waitFor();
  // The menu unfolds under the pointer: what is aimed at meanwhile may be its neighbour.
  await still(page, 'the menu');
  await leave.click();
  await page.locator('#sign-in').waitFor();
}

describe('a second factor', () => {
  const SEATS: readonly { readonly size: ScreenSize; readonly language: 'zh' | 'en'; readonly username: string }[] = [
    { size: 'desktop', language: 'zh', username: 'data' },
    { size: 'phone', language: 'en', username: 'dispatcher' },
  ];

  it.each(SEATS)(
    'is set up, signs in, and is replaced by a recovery code: $username, $size, $language',
    async ({ size, language, username }) => {
      const { page, guard } = await browsers.open({ size, language });
      const pictures = `${size}-${language}`;
      guard.allow(401, '/api/v1/');
      const { secret, recoveryCodes } = await enrol(page, username, pictures);
      await signOut(page);

      await enterPassword(page, username);
      await codeField(page).waitFor();
      await inspect(page, `03-code-${pictures}`);
      await enterCode(page, '000000');
      await page.getByRole('alert').first().waitFor();
      await inspect(page, `04-code-refused-${pictures}`);
      // The one that was used at the enrolment is not good again; the next one is already.
      await enterCode(page, totpCode(secret, totpStep(Date.now()) + 1));
      await page.locator('.account-button').waitFor();
      await signOut(page);

      await enterPassword(page, username);
      await enterCode(page, recoveryCodes[0] ?? '');
      await page.locator('.account-button').waitFor();
      await page.goto(`${program.origin}/console/account`);
      await page.locator('.own-sessions li').first().waitFor();
      await page.getByText(language === 'zh' ? '还剩 9 个' : '9 left').waitFor();
      await inspect(page, `05-account-${pictures}`);
    },
  );

  it('a session that was left behind is seen and ended', async () => {
    const left = await browsers.open({ size: 'phone', language: 'zh' });
    const { recoveryCodes } = await enrol(left.page, 'hotline', 'phone-zh');
    left.guard.allow(401, '/api/v1/');
    left.guard.allowFailures();
    const own = await browsers.open({ size: 'desktop', language: 'en' });
    own.guard.allow(401, '/api/v1/');
    await enterPassword(own.page, 'hotline');
    await enterCode(own.page, recoveryCodes[0] ?? '');
    await own.page.locator('.account-button').waitFor();
    await own.page.goto(`${program.origin}/console/account`);
    await own.page.locator('.own-sessions li').nth(1).waitFor();
    await inspect(own.page, '06-sessions-desktop-en');
    await own.page.locator('.own-sessions li button').click();
    await expect.poll(() => own.page.locator('.own-sessions li').count()).toBe(1);
    await left.page.locator('#sign-in').waitFor();
  });
});

describe('a dangerous step some time after the sign-in', () => {
  it('asks for a proof and goes on by itself', async () => {
    const { page, guard } = await browsers.open({ size: 'desktop', language: 'zh' });
    const { secret } = await enrol(page, 'headquarters', 'desktop-zh-2');
    guard.allow(403, '/api/v1/staff/second-factor/recovery-codes');
    guard.allow(401, '/api/v1/');
    await page.goto(`${program.origin}/console/account`);
    await page.locator('.own-sessions li').first().waitFor();
    await refuseOnce(page, '/api/v1/staff/second-factor/recovery-codes');
    await page.getByRole('button', { name: '重新生成恢复码' }).click();
    await codeField(page).waitFor();
    await inspect(page, '07-proof-desktop-zh');
    await enterCode(page, totpCode(secret, totpStep(Date.now()) + 1));
    await page.locator('.recovery-codes li').nth(9).waitFor();
    await inspect(page, '08-new-recovery-codes-desktop-zh');
  });

  it('is refused by the server to whoever did not prove it', async () => {
    const stranger = apiUser(program.origin);
    const answer = await stranger.call('POST /api/v1/staff/sessions', { body: { username: 'approver', password: STAFF_PASSWORD } });
    expect(answer.next).toBe('enrol');
    await expect(stranger.call('GET /api/v1/staff/me')).rejects.toMatchObject({ code: 'NOT_SIGNED_IN' });
  });
});
