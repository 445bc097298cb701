import { randomUUID } from 'node:crypto';
import { maskPhone } from '@tongxing/rules';
import { residentAt } from '@tongxing/simulator';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { type ApiUser, CITY, residentUser, staffUser } from './harness/api';
import { useBrowser } from './harness/browser';
import { shot } from './harness/screenshots';
import { sharedOrigin } from './harness/workers';
import { ConsoleDesk } from './pages/console-desk';

const JOURNEY = 'evidence-asks-for-two';
const PERSON = residentAt(CITY, 90);
const MINUTE_MS = 60_000;

describe('evidence that was a mistake', () => {
  const origin = sharedOrigin();
  const browsers = useBrowser();
  let data: ApiUser;
  let resident: ApiUser;
  let evidenceId: string;
  let desk: ConsoleDesk;
  let page: Page;

  beforeAll(async () => {
    [data, resident] = await Promise.all([staffUser(origin, 'data'), residentUser(origin, PERSON.index)]);
    const { documentType, documentNumber } = PERSON;
    const sampledAt = new Date(Date.now() - MINUTE_MS).toISOString();
    const said = { kind: 'quarantine_order', source: '区疾控〔虚构〕52 号', sampledAt } as const;
    evidenceId = randomUUID();
    await data.call('POST /api/v1/health-evidence', { body: { id: evidenceId, documentType, documentNumber, ...said } });
  });

  const colour = async () => (await resident.call('GET /api/v1/me')).health?.colour;

  /** A step on the page of the evidence, with the words that stay with it. */
  async function take(step: string, label: string, words: string, done: string): Promise<void> {
    await desk.button(step).click();
    await desk.dialog.getByLabel(label).fill(words);
    await shot(page, `${JOURNEY}/${done}-asked`);
    await desk.button(step, desk.dialog).click();
    await desk.dialog.waitFor({ state: 'hidden' });
  }

  it('counts from the confirmation to the withdrawal, minutes later, and the person is told', async () => {
    ({ page } = await browsers.open({ size: 'desktop' }));
    desk = new ConsoleDesk(page, origin);
    await desk.signIn('reviewer');
    expect(await colour()).toBe('green');
    await page.getByRole('link', { name: '待复核的健康证据' }).click();
    const row = page.getByRole('row').filter({ hasText: maskPhone(PERSON.phone) });
    await row.waitFor();
    expect(await page.getByText(PERSON.name).count(), 'masked').toBe(0);
    await shot(page, `${JOURNEY}/01-waits`, { full: true });
    await row.getByRole('link').first().click();
    await desk.button('复核通过').waitFor();
    await shot(page, `${JOURNEY}/02-evidence`, { full: true });
    await take('复核通过', '复核意见', '已与区疾控核对文书。', '03-confirm');
    await page.getByText('经两人核对').waitFor();
    await shot(page, `${JOURNEY}/04-counts`, { full: true });
    expect(await colour()).toBe('red');
    const body = { id: randomUUID(), reason: '证件号码录错一位' };
    await data.call('POST /api/v1/health-evidence/:id/withdrawal-requests', { params: { id: evidenceId }, body });
    await desk.button('撤销').waitFor();
    await take('撤销', '撤销理由', '与原件不符，撤销。', '05-withdraw');
    await page.getByText('证据有误').first().waitFor();
    await shot(page, `${JOURNEY}/06-withdrawn`, { full: true });
    expect(await colour()).toBe('green');
    const phone = await browsers.open({ size: 'phone', cookies: resident.cookies() });
    await phone.page.goto(`${origin}/m/`);
    await phone.page.getByText('已撤销一份有误的健康证据').waitFor();
    await shot(phone.page, `${JOURNEY}/07-told`, { full: true });
  });

  it('is read on a phone, too, and in English', async () => {
    const { cookies } = await staffUser(origin, 'reviewer');
    const small = await browsers.open({ size: 'phone', language: 'en', cookies: cookies() });
    await small.page.goto(`${origin}/console/evidence/${evidenceId}`);
    await small.page.getByText('It was wrong and was withdrawn').waitFor();
    await shot(small.page, `${JOURNEY}/08-phone`, { full: true });
    await small.page.goto(`${origin}/console/evidence?state=withdrawn`);
    await small.page.getByRole('link', { name: 'Quarantine order' }).first().waitFor();
    await shot(small.page, `${JOURNEY}/09-phone-list`, { full: true });
  });
});
