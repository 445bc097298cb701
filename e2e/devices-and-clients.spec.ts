import { randomUUID } from 'node:crypto';
import { residentAt, SimulatedDevice, venueAt } from '@tongxing/simulator';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectAccessible } from './harness/accessibility';
import { type ApiUser, CITY, eventId, staffUser } from './harness/api';
import { type ScreenSize, useBrowser, type Visitor } from './harness/browser';
import { shot } from './harness/screenshots';
import { settled } from './harness/settled';
import { sharedOrigin } from './harness/workers';
import { ConsoleDesk } from './pages/console-desk';

const JOURNEY = 'devices-and-clients';

describe('devices and connected systems', () => {
  const origin = sharedOrigin();
  const browsers = useBrowser();
  let manager: ApiUser;
  let system: ApiUser;

  beforeAll(async () => {
    manager = await staffUser(origin, 'venue');
    system = await staffUser(origin, 'system');
  });

  const openAs = (user: ApiUser, size: ScreenSize = 'desktop', language: 'zh' | 'en' = 'zh'): Promise<Visitor> =>
    browsers.open({ size, language, cookies: user.cookies() });

  async function visit(page: Page, path: string): Promise<void> {
    await page.goto(`${origin}/console${path}`);
    await page.locator('h1, .ant-result-title').first().waitFor();
    await settled(page);
  }

  async function inspect(page: Page, name: string): Promise<void> {
    await shot(page, `${JOURNEY}/${name}`);
    await expectAccessible(page, name);
  }

  it('a manager registers a device, which enrols with the code, works, and is revoked', async () => {
    const { page } = await openAs(manager);
    const desk = new ConsoleDesk(page, origin);
    await visit(page, '/devices');
    await inspect(page, '01-devices-empty-zh');
    await desk.button('登记设备').first().click();
    await page.getByLabel('名称').fill('东门 1 号闸机');
    await inspect(page, '02-register-zh');
    await desk.button('登记设备', desk.dialog).click();
    const shown = page.locator('.device-code');
    await shown.waitFor();
    await inspect(page, '03-code-zh');

    const device = await SimulatedDevice.enrol({ baseUrl: origin, now: Date.now }, (await shown.textContent()) ?? '');
    const { documentType, documentNumber } = residentAt(CITY, 70);
    expect(await device.verify({ eventId: eventId(), documentType, documentNumber })).toMatchObject({ name: expect.stringMatching(/\*/) });

    await visit(page, '/devices');
    await page.getByText('正常', { exact: true }).waitFor();
    await desk.button('东门 1 号闸机').click();
    await page.getByText('密钥指纹').waitFor();
    await inspect(page, '04-device-zh');
    await desk.button('停用设备').click();
    await page.getByLabel('理由').fill('设备丢失');
    await inspect(page, '05-revoke-zh');
    await desk.button('停用设备', desk.dialog).click();
    await page.getByText('设备已停用').first().waitFor();
    await expect(device.verify({ eventId: eventId(), documentType, documentNumber })).rejects.toMatchObject({ code: 'DEVICE_REVOKED' });
  });

  it('a device whose key may be copied stands out', async () => {
    const body = { id: randomUUID(), venueId: venueAt(CITY, 0).publicId, name: '西门手持终端', kind: 'handheld' } as const;
    await manager.call('POST /api/v1/devices', { body });
    for (const [size, language] of [
      ['desktop', 'en'],
      ['phone', 'zh'],
    ] as const) {
      const { page } = await openAs(manager, size, language);
      await page.route('**/api/v1/devices*', async (route) => {
        const response = await route.fetch();
        const { items, ...rest } = (await response.json()) as { items: { id: string }[] };
        const mark = { proof: 'key', clonedAt: new Date().toISOString(), keyFingerprint: '1f2e 3d4c 5b6a 7988', liveSessions: 2 };
        await route.fulfill({ json: { ...rest, items: items.map((item) => (item.id === body.id ? { ...item, ...mark } : item)) } });
      });
      await visit(page, '/devices');
      await inspect(page, `10-devices-${size}-${language}`);
      await page.getByText('西门手持终端').click();
      await page.getByRole('alert').waitFor();
      await inspect(page, `11-cloned-${size}-${language}`);
    }
  });

  it('an administrator gives another system a key, rotates it and revokes it', async () => {
    const { page, guard } = await openAs(system);
    guard.allow(400, '/api/v1/clients');
    const desk = new ConsoleDesk(page, origin);
    await visit(page, '/api-clients');
    await inspect(page, '20-clients-empty-zh');
    await desk.link('新增调用方').click();
    await page.getByLabel('系统名称').fill('市健康平台');
    await page.locator('.ant-cascader').click();
    await page.locator('.ant-cascader-menu-item').first().click();
    await page.keyboard.press('Escape');
    await page.getByLabel('场所名录').check();
    await inspect(page, '21-fill-zh');
    await desk.button('下一步').click();
    await page.getByText('将给“市健康平台”发放密钥').waitFor();
    await inspect(page, '22-confirm-zh');
    await desk.button('发放密钥').click();
    await page.locator('.secret-once').waitFor();
    await inspect(page, '23-secret-zh');
    const header = (await page.locator('.secret-once code').textContent()) ?? '';
    const call = (authorization: string) => fetch(`${origin}/api/v1/venues`, { headers: { authorization } });
    expect((await call(header)).status).toBe(200);

    await desk.link('已保存，返回列表').click();
    await desk.button('市健康平台').click();
    await page.getByText('GET /api/v1/venues').waitFor();
    await inspect(page, '24-client-zh');
    await desk.button('更换密钥').click();
    await desk.button('更换密钥', desk.dialog).click();
    await page.locator('.secret-once').waitFor();
    await inspect(page, '25-rotated-zh');
    const rotated = (await page.locator('.secret-once code').textContent()) ?? '';
    expect([(await call(header)).status, (await call(rotated)).status]).toEqual([200, 200]);
    await desk.button('已保存，关闭').click();
    await desk.button('停用').click();
    await page.getByLabel('理由').fill('合作结束');
    await desk.button('停用', desk.dialog).click();
    await page.getByText('调用方已停用').waitFor();
    expect((await call(rotated)).status).toBe(401);
  });

  it('in English, and on a phone', async () => {
    for (const [size, language] of [
      ['desktop', 'en'],
      ['phone', 'zh'],
    ] as const) {
      const { page } = await openAs(system, size, language);
      await visit(page, '/api-clients');
      await inspect(page, `30-clients-${size}-${language}`);
      await visit(page, '/api-clients/new');
      await inspect(page, `31-new-${size}-${language}`);
    }
  });
});
