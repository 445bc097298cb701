import { residentAt, venueAt } from '@tongxing/simulator';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectAccessible } from './harness/accessibility';
import { type ApiUser, CITY, eventId, residentUser, staffUser } from './harness/api';
import { useBrowser } from './harness/browser';
import { shot } from './harness/screenshots';
import { sharedOrigin } from './harness/workers';
import { ConsoleDesk } from './pages/console-desk';

const JOURNEY = 'venue-people';
const STREET = venueAt(CITY, 0).divisionCode;
/** Of the street officer's own street. */
const VENUE = venueAt(
  CITY,
  Array.from({ length: CITY.size.venues }, (_, n) => n).findLast((n) => venueAt(CITY, n).divisionCode === STREET) ?? 0,
);
/** Residents of this journey alone. */
const [MANAGER, INSPECTOR, NEXT] = [140, 141, 142] as const;
/** Registered in the city, without a phone at hand. */
const VISITOR = residentAt(CITY, 143);

describe('the people of a venue', () => {
  const origin = sharedOrigin();
  const browsers = useBrowser();
  let manager: ApiUser;
  let inspector: ApiUser;
  let next: ApiUser;

  beforeAll(async () => {
    [manager, inspector, next] = await Promise.all([
      residentUser(origin, MANAGER),
      residentUser(origin, INSPECTOR),
      residentUser(origin, NEXT),
    ]);
  });

  const phoneOf = (user: ApiUser, options: { language?: 'zh' | 'en'; storage?: Record<string, string> } = {}) =>
    browsers.open({ size: 'phone', cookies: user.cookies(), bypassCSP: true, ...options });
  const seen = async (page: Page, name: string) => {
    await expectAccessible(page, name);
    await shot(page, `${JOURNEY}/${name}`, { full: true });
  };
  const to = (path = '') => `${origin}/m/venues${path}`;

  it('the street asks, the manager accepts, sets up a gate and makes a number', async () => {
    const street = await staffUser(origin, 'street');
    const { page: desk } = await browsers.open({ size: 'desktop', cookies: street.cookies(), bypassCSP: true });
    const console_ = new ConsoleDesk(desk, origin);
    await console_.open(`/venues/${VENUE.publicId}`);
    await console_.button('邀请管理员').click();
    await console_.dialog.getByLabel('手机号').fill(residentAt(CITY, MANAGER).phone);
    await console_.button('发出邀请', console_.dialog).click();
    await desk.getByText('等待对方接受').waitFor();
    await seen(desk, '01-console');

    const { page } = await phoneOf(manager);
    await page.goto(`${origin}/m/`);
    await page.getByRole('link', { name: '我的场所' }).click();
    await page.getByRole('heading', { name: `街道请您管理“${VENUE.name}”` }).waitFor();
    await seen(page, '02-offer');
    await page.getByRole('button', { name: '接受，担任场所管理员' }).click();
    await page.getByRole('link', { name: '管理场所' }).click();
    await page.getByRole('link', { name: '检测点' }).click();
    await page.getByRole('button', { name: '增加检测点' }).click();
    await page.getByLabel('名称').fill('南门');
    await seen(page, '03-point-form');
    await page.getByRole('button', { name: '保存' }).click();
    await page.getByRole('heading', { name: '南门' }).waitFor();
    await seen(page, '04-points');
    await page.goto(to(`/${VENUE.publicId}/people`));
    await page.getByRole('button', { name: '生成场所申报码' }).click();
    const number = await page.locator('.venue-number').innerText();
    await seen(page, '05-number');

    const { page: other } = await phoneOf(inspector);
    await other.goto(to('/join'));
    await other.getByLabel('场所码', { exact: true }).fill(VENUE.code);
    await other.getByLabel('场所申报码').fill(number.replace(/\D/g, ''));
    await seen(other, '06-join');
    await other.getByRole('button', { name: '绑定为检测员' }).click();
    await other.getByRole('button', { name: '不再担任检测员' }).waitFor();
    await seen(other, '07-inspector');
  });

  it('the inspector registers people through a dead spot; a reload loses nobody, and storage tells nobody', async () => {
    const { page, guard } = await phoneOf(inspector);
    await page.goto(to(`/${VENUE.publicId}/inspect`));
    await page.getByLabel('检测点').selectOption({ label: '南门' });
    await page.getByLabel('证件号码').fill(VISITOR.documentNumber);
    await page.getByRole('button', { name: '体温正常' }).click();
    await seen(page, '10-form');
    await page.getByRole('button', { name: '登记', exact: true }).click();
    await page.locator('.entry-answer[data-verdict="pass"]').waitFor();
    await seen(page, '11-answer');
    expect(await page.getByText(VISITOR.name).count()).toBe(0);

    guard.allowFailures();
    await page.route('**/entries', (route) => route.abort());
    await page.getByLabel('证件号码').fill(residentAt(CITY, 144).documentNumber);
    await page.getByLabel('或填体温（℃）').fill('38.1');
    await page.getByText('请休息 5 分钟后重测').waitFor();
    await seen(page, '12-too-high');
    await page.getByRole('button', { name: '重测' }).click();
    await page.getByLabel('或填体温（℃）').fill('36.6');
    await page.getByRole('button', { name: '登记', exact: true }).click();
    await page.getByText('有 1 条等待发送').waitFor();
    await seen(page, '13-waiting');
    const stored = await page.evaluate(async () => {
      const database = await new Promise<IDBDatabase>((resolve) => {
        const request = indexedDB.open('tongxing.entries');
        request.onsuccess = () => resolve(request.result);
      });
      const rows = await new Promise<{ sealed: ArrayBuffer }[]>((resolve) => {
        const request = database.transaction('entries').objectStore('entries').getAll();
        request.onsuccess = () => resolve(request.result);
      });
      const texts = rows.map((row) => new TextDecoder('latin1').decode(row.sealed));
      return JSON.stringify([rows, texts, { ...localStorage }, { ...sessionStorage }]);
    });
    expect(stored.length).toBeGreaterThan(100);
    expect(stored).not.toContain(residentAt(CITY, 144).documentNumber);
    await page.reload();
    await page.getByText('有 1 条等待发送').waitFor();
    await page.unroute('**/entries');
    await page.locator('.rows li').first().waitFor();
    await page.getByText('有 1 条等待发送').waitFor({ state: 'detached' });
  });

  it('the manager sees totals of which none speaks of a few, unbinds, and hands over', async () => {
    const { page } = await phoneOf(manager);
    await page.goto(to(`/${VENUE.publicId}/totals`));
    await page.getByRole('heading', { name: '按检测员（今天）' }).waitFor();
    await page.getByText('<5').first().waitFor();
    await seen(page, '20-totals');

    await page.goto(to(`/${VENUE.publicId}/people`));
    await page.getByRole('button', { name: '解绑', exact: true }).click();
    await seen(page, '21-unbind');
    await page.getByRole('alertdialog').getByRole('button', { name: '解绑', exact: true }).click();
    await page.getByText('还没有检测员').waitFor();
    const { documentType, documentNumber } = VISITOR;
    const body = { eventId: eventId(), documentType, documentNumber };
    const registers = inspector.call('POST /api/v1/own-venues/:id/entries', { params: { id: VENUE.publicId }, body });
    await expect(registers).rejects.toMatchObject({ code: 'NOT_FOUND' });

    await page.getByRole('button', { name: '生成移交码' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: '生成移交码' }).click();
    const number = (await page.locator('.venue-number').innerText()).replace(/\D/g, '');
    const { page: other } = await phoneOf(next, { language: 'en' });
    await other.goto(to('/join'));
    await other.getByLabel('The new manager (taking over)').check();
    await other.getByLabel('Venue code').fill(VENUE.code);
    await other.getByLabel('Venue number').fill(number);
    await other.getByRole('button', { name: 'Take over as manager' }).click();
    await other.getByRole('link', { name: 'Visits' }).click();
    await other.getByRole('heading', { name: 'By inspector, today' }).waitFor();
    await seen(other, '22-totals-en');
    await page.goto(to());
    await page.getByText('您还不是任何场所').waitFor();
    await seen(page, '23-no-more');
  });

  it('the pages stand in English and in the elder view', async () => {
    const { page: en } = await phoneOf(next, { language: 'en' });
    const { page: elder } = await phoneOf(next, { storage: { 'tongxing.elder': 'large' } });
    for (const path of [
      '',
      '/join',
      `/${VENUE.publicId}`,
      `/${VENUE.publicId}/people`,
      `/${VENUE.publicId}/points`,
      `/${VENUE.publicId}/inspect`,
    ])
      for (const [view, page] of [
        ['en', en],
        ['elder', elder],
      ] as const) {
        await page.goto(to(path));
        await page.waitForFunction(() => document.querySelectorAll('.loading').length === 0);
        await page.waitForLoadState('networkidle');
        await seen(page, `30${path.replace(VENUE.publicId, 'venue').replaceAll('/', '-')}-${view}`);
      }
  });
});
