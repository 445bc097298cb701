import { readFileSync } from 'node:fs';
import { residentAt, venueAt } from '@tongxing/simulator';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { expectAccessible } from './harness/accessibility';
import { type ApiUser, CITY, eventId, residentUser, staffUser } from './harness/api';
import { useBrowser } from './harness/browser';
import { shot } from './harness/screenshots';
import { sharedOrigin } from './harness/workers';

const JOURNEY = 'rights';
const VENUE = venueAt(CITY, 4);

describe('the rights of the person', () => {
  const origin = sharedOrigin();
  const browsers = useBrowser();

  async function seen(page: Page, name: string): Promise<void> {
    await shot(page, `${JOURNEY}/${name}`, { full: true });
    await expectAccessible(page, name);
  }

  async function phoneOf(user: ApiUser, options: { language?: 'zh' | 'en'; storage?: Record<string, string> } = {}) {
    const { page } = await browsers.open({ size: 'phone', cookies: user.cookies(), ...options });
    return page;
  }

  it('what is held is seen, copied, and the consent withdrawn by one tap', async () => {
    const user = await residentUser(origin, 120);
    const own = residentAt(CITY, 120);
    const page = await phoneOf(user);
    await page.goto(`${origin}/m/`);
    await page.getByRole('link', { name: '我的信息与权利' }).click();
    await page.getByText(own.phone).waitFor();
    await seen(page, '01-rights');
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: '下载我的信息' }).click();
    const file = JSON.parse(readFileSync(await (await download).path(), 'utf8'));
    expect(file.registration).toMatchObject({ name: own.name, phone: own.phone });
    await page.getByText('已下载。').waitFor();
    await page.getByRole('button', { name: '撤回同意' }).click();
    await page.getByText('您没有同意。').waitFor();
    await page.goto(`${origin}/m/`);
    await page.getByText('您没有单独同意在本机显示').waitFor();
    await seen(page, '02-home-without-consent');
    await page.goto(`${origin}/m/rights`);
    await page.getByRole('button', { name: '同意', exact: true }).click();
    await page.getByText('您已同意在本机显示').waitFor();
  });

  it('the name is corrected by the officer, who sees it masked, and the answer is read on the phone', async () => {
    const user = await residentUser(origin, 121);
    const page = await phoneOf(user);
    await page.goto(`${origin}/m/rights/name`);
    await page.getByLabel('正确的姓名').fill('欧阳小明');
    await page.getByLabel('哪里不对').fill('登记时打错了一个字');
    await seen(page, '10-ask-name');
    await page.getByRole('button', { name: '提交申请' }).click();
    await page.getByText('更正姓名 · 待答复').waitFor();

    const officer = await staffUser(origin, 'privacy');
    const desk = await browsers.open({ size: 'desktop', cookies: officer.cookies() });
    await desk.page.goto(`${origin}/console/`);
    await desk.page.getByText('待答复的个人信息权利申请').waitFor();
    await shot(desk.page, `${JOURNEY}/11-officer-home`);
    await desk.page.goto(`${origin}/console/rights-requests?state=open`);
    await desk.page
      .getByRole('button', { name: /^R\d{4}-/ })
      .first()
      .waitFor();
    await seen(desk.page, '12-queue');
    await desk.page
      .getByRole('button', { name: /^R\d{4}-/ })
      .last()
      .click();
    await desk.page.getByText('改为：欧阳').waitFor();
    await seen(desk.page, '13-request');
    await desk.page.getByRole('radio', { name: '同意', exact: true }).check();
    await desk.page.getByLabel('答复内容').fill('已核对证件，予以更正。');
    await desk.page.getByRole('button', { name: '答复申请人' }).click();
    await desk.page.getByRole('button', { name: '答复申请人' }).waitFor({ state: 'detached' });

    await page.reload();
    await page.getByText('更正姓名 · 同意').waitFor();
    await page.getByText('已核对证件，予以更正。').waitFor();
    await page.getByText('欧阳小明').waitFor();
    await seen(page, '14-answer');
  });

  it('who scanned is told until when that is kept, and who did not is erased at once', async () => {
    const scanned = await residentUser(origin, 122);
    await scanned.call('POST /api/v1/scans', { body: { eventId: eventId(Date.now()), code: VENUE.code } });
    const page = await phoneOf(scanned);
    await page.goto(`${origin}/m/rights/deletion`);
    await page.getByText('通行记录').waitFor();
    await seen(page, '20-kept-until');
    await page.getByLabel('我知道删除后不能恢复。').check();
    await page.getByRole('button', { name: '申请删除' }).click();
    await page.getByText('删除账号和登记 · 等待期满').waitFor();
    await seen(page, '21-waits');
    await page.getByRole('button', { name: '撤回', exact: true }).click();
    await page.getByText('删除账号和登记 · 已撤回').waitFor();

    const other = await phoneOf(await residentUser(origin, 123));
    await other.goto(`${origin}/m/rights/deletion`);
    await other.getByText('提交后立即删除').waitFor();
    await other.getByLabel('我知道删除后不能恢复。').check();
    await other.getByRole('button', { name: '申请删除' }).click();
    await other.getByText('已删除。').waitFor();
    await other.goto(`${origin}/m/`);
    await other.getByRole('link', { name: '登录' }).waitFor();
  });

  it.each([
    ['en', 'en', {}],
    ['elder', 'zh', { 'tongxing.elder': 'large' }],
  ] as const)('all pages stand in %s', async (view, language, storage) => {
    const page = await phoneOf(await residentUser(origin, view === 'en' ? 124 : 125), { language, storage });
    for (const path of ['rights', 'rights/notice', 'rights/notice/1', 'rights/phone', 'rights/document', 'rights/deletion', 'openness']) {
      await page.goto(`${origin}/m/${path}`);
      await page.waitForFunction(() => document.querySelectorAll('.loading').length === 0);
      await page.waitForLoadState('networkidle');
      await seen(page, `30-${path.replaceAll('/', '-')}-${view}`);
    }
  });

  it('headquarters keeps the orders', async () => {
    const headquarters = await staffUser(origin, 'headquarters');
    const { page } = await browsers.open({ size: 'desktop', cookies: headquarters.cookies() });
    await page.goto(`${origin}/console/legal-bases`);
    await page.getByText('演示指发〔2026〕1号').waitFor();
    await seen(page, '40-orders');
  });
});
