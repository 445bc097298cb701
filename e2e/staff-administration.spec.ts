import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { expectAccessible } from './harness/accessibility';
import { useBrowser } from './harness/browser';
import { shot } from './harness/screenshots';
import { settled } from './harness/settled';
import { sharedOrigin } from './harness/workers';
import { ConsoleDesk } from './pages/console-desk';

const JOURNEY = 'staff-administration';
const PASSWORD = '清晨扫码通行从容有序不拥挤';
const USERNAME = 'xu.hotline';
const NAME = '许某 · 12345';

describe('an account is made, granted, used and taken away', () => {
  const origin = sharedOrigin();
  const browsers = useBrowser();

  async function inspect(page: Page, name: string, full = true): Promise<void> {
    await shot(page, `${JOURNEY}/${name}`, { full });
    await expectAccessible(page, name);
  }

  async function deskOf(username: string): Promise<ConsoleDesk> {
    const { page, guard } = await browsers.open({ size: 'desktop', bypassCSP: true });
    guard.allow(503, '/api/v1/');
    const desk = new ConsoleDesk(page, origin);
    await desk.signIn(username);
    return desk;
  }

  it('takes two administrators to let somebody in, and one to end it', async () => {
    const system = await deskOf('system');
    const link = await invite(system);
    const person = await browsers.open({ size: 'desktop', bypassCSP: true });
    person.guard.allow(503, '/api/v1/');
    await setPassword(person.page, link);

    const security = await deskOf('security');
    await grant(security, '授予角色', '12345 话务', '到岗');

    await person.page.goto(`${origin}/console/`);
    await person.page.getByLabel('用户名').fill(USERNAME);
    await person.page.getByLabel('密码', { exact: true }).fill(PASSWORD);
    await person.page.getByRole('button', { name: /登\s*录/ }).click();
    await person.page.getByText('实时', { exact: true }).waitFor();
    await inspect(person.page, '06-signed-in');

    person.guard.allow(401, '/api/v1/');
    await grant(security, '变更角色或辖区', '110 调度', '转岗');
    await inspect(security.page, '07-account');
    await person.page.getByRole('heading', { name: '登录' }).waitFor();
  });

  async function invite(desk: ConsoleDesk): Promise<string> {
    await desk.choose('账号');
    await desk.page.getByRole('cell', { name: '安全管理员' }).first().waitFor();
    await inspect(desk.page, '01-accounts');
    await desk.button('开立账号').click();
    await desk.page.getByLabel('姓名或岗位').fill(NAME);
    await desk.dialog.getByLabel('用户名').fill(USERNAME);
    await desk.page.getByLabel('拟授角色').click();
    await desk.pick('12345 话务');
    await desk.page.getByRole('combobox', { name: '地区' }).last().click();
    await desk.page.locator('.ant-cascader-menu-item').first().click();
    await desk.page.keyboard.press('Escape');
    await inspect(desk.page, '02-invite', false);
    await desk.button('开立账号', desk.dialog).click();
    const link = await desk.page.locator('.invitation-link').innerText();
    await inspect(desk.page, '03-link', false);
    await desk.button('已交付').click();
    return link.trim();
  }

  async function setPassword(page: Page, link: string): Promise<void> {
    await page.goto(`${origin}${new URL(link).pathname}${new URL(link).hash}`);
    await page.getByLabel('新密码').fill(PASSWORD);
    expect(new URL(page.url()).hash, 'the token leaves the address').toBe('');
    await page.getByLabel('再输入一次').fill(PASSWORD);
    await inspect(page, '04-password');
    await page.getByRole('button', { name: '设置密码' }).click();
    await page.getByText('密码已设置').waitFor();
    await inspect(page, '05-done');
  }

  async function grant(desk: ConsoleDesk, words: string, role: string, reason: string): Promise<void> {
    await desk.open('/staff');
    await desk.page.getByRole('link', { name: NAME }).click();
    await desk.button(words).click();
    await desk.page.getByLabel('角色', { exact: true }).click();
    await desk.pick(role);
    await desk.page.getByLabel('事由').fill(reason);
    await desk.button('授予', desk.dialog).click();
    await desk.page.getByText(`已授予：${NAME}`).waitFor();
  }

  it.each([
    ['desktop', 'en'],
    ['phone', 'zh'],
  ] as const)('its pages: %s, %s', async (size, language) => {
    const desk = await deskOf('security');
    const cookies = (await desk.page.context().cookies()).map(({ name, value }) => ({ name, value }));
    const { page, guard } = await browsers.open({ size, language, cookies, bypassCSP: true });
    guard.allow(503, '/api/v1/');
    for (const path of ['/staff', '/roles', '/roles?tab=permissions', '/roles?tab=functional', '/access-review']) {
      await page.goto(`${origin}/console${path}`);
      await page.locator('h1').waitFor();
      await settled(page);
      await inspect(page, `2${size === 'phone' ? 1 : 0}${path.replace(/\W+/g, '-')}-${language}`);
    }
  });
});
