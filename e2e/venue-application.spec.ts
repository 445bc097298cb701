import { residentAt, venueAt } from '@tongxing/simulator';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { expectAccessible } from './harness/accessibility';
import { CITY, residentUser, staffUser } from './harness/api';
import { useBrowser } from './harness/browser';
import { shot } from './harness/screenshots';
import { sharedOrigin } from './harness/workers';
import { ConsoleDesk } from './pages/console-desk';

const JOURNEY = 'venue-application';
const APPLICANT = 130;
const STREET = venueAt(CITY, 0).divisionCode;
/** A street other than the officer's, where the journey chooses Luxi. */
const OTHER_STREET =
  Array.from({ length: CITY.size.venues }, (_, n) => venueAt(CITY, n).divisionCode).find((code) => code !== STREET) ?? '';

/** Fills in one question a screen, from the place to the contact. */
async function answer(page: Page, division: string, number: string, see: (name: string) => Promise<void>): Promise<void> {
  const next = () => page.getByRole('button', { name: '下一步' }).click();
  await page.getByLabel('场所名称').fill('银杏路便民点');
  await page.getByLabel('场所类型').selectOption({ label: '超市' });
  await see('02-place');
  await next();
  await page.getByLabel('主体类型').selectOption({ label: '单位' });
  await page.getByLabel('单位名称').fill('银杏商贸有限公司');
  await page.getByLabel('统一社会信用代码').fill(`${number.slice(0, -1)}${number.endsWith('3') ? '4' : '3'}`);
  await page.getByText('号码有一位不对').or(page.locator('.field-error')).first().waitFor();
  await see('03-wrong-digit');
  await page.getByLabel('统一社会信用代码').fill(number);
  await page.getByText('号码无误').waitFor();
  await next();
  for (const [level, digits] of [
    ['province', 2],
    ['city', 4],
    ['district', 6],
    ['township', 9],
  ] as const)
    await page.locator(`select[name=${level}]`).selectOption(division.slice(0, digits));
  await see('04-division');
  await next();
  await page.getByLabel('详细地址').fill('银杏路 12 号');
  await page.getByRole('button', { name: '现场定位' }).click();
  await page.getByText('已定位，精度约 25 米').waitFor();
  await see('05-address');
  await next();
  await page.getByLabel('联系人姓名').fill('林晓禾');
  await page.getByLabel('联系电话').fill('139 0000 0003');
  await next();
}

describe('a code for a venue', () => {
  const origin = sharedOrigin();
  const browsers = useBrowser();

  async function seen(page: Page, name: string): Promise<void> {
    await shot(page, `${JOURNEY}/${name}`, { full: true });
    await expectAccessible(page, name);
  }

  async function phoneOf(resident: number, options: { language?: 'zh' | 'en'; storage?: Record<string, string> } = {}) {
    const user = await residentUser(origin, resident);
    const { page, context } = await browsers.open({ size: 'phone', cookies: user.cookies(), ...options });
    await context.grantPermissions(['geolocation'], { origin });
    await context.setGeolocation({ latitude: 31.2304, longitude: 121.4737, accuracy: 25 });
    return page;
  }

  it('is applied for by phone, returned by the street, corrected, approved, and opens', async () => {
    const page = await phoneOf(APPLICANT);
    const see = (name: string) => seen(page, name);
    await page.goto(`${origin}/m/`);
    await page.getByRole('link', { name: '为场所申请场所码' }).click();
    await page.getByText('还没有申请。').waitFor();
    await see('00-none');
    await page.getByRole('link', { name: '申请场所码' }).click();
    await page.getByLabel('我已阅读并同意').check();
    await see('01-agreement');
    await page.getByRole('button', { name: '开始填写' }).click();
    await answer(page, STREET, '91350100M000100Y43', see);
    await page.getByRole('heading', { name: '核对并提交' }).waitFor();
    await see('06-check');

    // A closed page loses nothing but the position, which is of the day and the place.
    await page.getByText('已填内容已保存').waitFor();
    await page.goto(`${origin}/m/applications`);
    await page.getByRole('link', { name: '继续填写：银杏路便民点' }).click();
    await page.getByText('请先完成现场定位。').waitFor();
    await page.getByRole('button', { name: '修改 地址与定位' }).click();
    await page.getByRole('button', { name: '现场定位' }).click();
    await page.getByText('已定位').waitFor();
    await page.getByRole('button', { name: '下一步' }).click();
    await page.getByRole('button', { name: '下一步' }).click();
    await page.getByRole('button', { name: '提交申请' }).click();
    await page.getByText('待审核').waitFor();
    await see('07-submitted');

    const officer = await staffUser(origin, 'street');
    const desk = new ConsoleDesk((await browsers.open({ size: 'desktop', cookies: officer.cookies() })).page, origin);
    await desk.open('/venue-applications?state=submitted');
    await desk.button('银杏路便民点').waitFor();
    await seen(desk.page, '10-queue');
    await desk.button('银杏路便民点').click();
    await desk.page.getByText('139****0003').waitFor();
    await seen(desk.page, '11-application');
    await desk.button('退回补正').click();
    await desk.dialog.getByLabel('意见').fill('名称与营业执照不一致');
    await desk.button('退回补正', desk.dialog).click();
    await desk.page.getByText('名称与营业执照不一致').waitFor();

    await page.reload();
    await page.getByText('名称与营业执照不一致').waitFor();
    await see('12-returned');
    await page.getByRole('link', { name: '修改后重新提交' }).click();
    await page.getByLabel('场所名称').fill('银杏路便民超市');
    for (let question = 0; question < 3; question += 1) await page.getByRole('button', { name: '下一步' }).click();
    await page.getByRole('button', { name: '现场定位' }).click();
    await page.getByText('已定位').waitFor();
    for (let question = 0; question < 2; question += 1) await page.getByRole('button', { name: '下一步' }).click();
    await page.getByRole('button', { name: '提交申请' }).click();
    await page.getByText('待审核').waitFor();

    await desk.open('/venue-applications?state=submitted');
    await desk.button('银杏路便民超市').click();
    await desk.button('通过并发码').click();
    await desk.button('通过并发码', desk.dialog).click();
    await desk.page.getByRole('link', { name: '查看场所' }).waitFor();
    await seen(desk.page, '13-approved');

    await page.reload();
    await page.getByText('已发码').waitFor();
    await see('14-issued');
    await page.getByRole('link', { name: '打开场所码页面' }).click();
    await page.getByText('银杏路便民超市').waitFor();
    expect(new URL(page.url()).pathname).toMatch(/^\/v\//);
  });

  it('is issued at once where headquarters chose Luxi', async () => {
    const headquarters = await staffUser(origin, 'headquarters');
    const desk = new ConsoleDesk((await browsers.open({ size: 'desktop', cookies: headquarters.cookies() })).page, origin);
    await headquarters.call('POST /api/v1/venue-policies', { body: { divisionCode: OTHER_STREET, pack: 'luxi', reason: '按县通知' } });
    await desk.open('/venue-policies');
    await desk.page.getByText('即时发码').first().waitFor();
    await seen(desk.page, '20-policies');
    const page = await phoneOf(APPLICANT + 1);
    await page.goto(`${origin}/m/applications/new`);
    await page.getByLabel('我已阅读并同意').check();
    await page.getByRole('button', { name: '开始填写' }).click();
    await answer(page, OTHER_STREET, '91350100M000100Y43', async () => undefined);
    await page.getByRole('button', { name: '提交申请' }).click();
    await page.getByText('已发码').waitFor();
  });

  it.each([
    ['en', 'en', {}],
    ['elder', 'zh', { 'tongxing.elder': 'large' }],
  ] as const)('the pages stand in %s', async (view, language, storage) => {
    const page = await phoneOf(view === 'en' ? APPLICANT + 2 : APPLICANT + 3, { language, storage });
    await page.goto(`${origin}/m/applications/new`);
    await page.getByRole('checkbox').check();
    await seen(page, `30-agreement-${view}`);
    await page.getByRole('button', { name: view === 'en' ? 'Begin' : '开始填写' }).click();
    await page.locator('input[name=name]').fill(residentAt(CITY, 1).name);
    await page.locator('select[name=class]').selectOption('market');
    await page.getByRole('button', { name: view === 'en' ? 'Next' : '下一步' }).click();
    await page.locator('input[name=subjectNumber]').waitFor();
    await seen(page, `31-subject-${view}`);
  });

  it('the desk stands in English', async () => {
    const officer = await staffUser(origin, 'street');
    const { page } = await browsers.open({ size: 'desktop', language: 'en', cookies: officer.cookies() });
    await page.goto(`${origin}/console/venue-applications`);
    await page.getByRole('heading', { name: 'Venue applications' }).waitFor();
    await page.waitForLoadState('networkidle');
    await seen(page, '40-queue-en');
  });
});
