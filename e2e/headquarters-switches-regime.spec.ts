import { PERSONAS, venueAt } from '@tongxing/simulator';
import { describe, it } from 'vitest';
import { CITY, residentUser } from './harness/api';
import { useBrowser } from './harness/browser';
import { shot } from './harness/screenshots';
import { sharedOrigin } from './harness/workers';
import { ConsoleDesk } from './pages/console-desk';
import { ResidentPhone } from './pages/resident-phone';

const JOURNEY = 'headquarters-switches-regime';
const VENUE = venueAt(CITY, 3);
const CITY_NAME = CITY.divisions.find(({ code }) => code.length === 4)?.nameZh ?? '';

interface Notice {
  readonly regime: string;
  readonly number: string;
  readonly title: string;
}

describe('headquarters switches the regime of the city', () => {
  const origin = sharedOrigin();
  const browsers = useBrowser();

  it('applies to the next scan, and back', async () => {
    const resident = await residentUser(origin, PERSONAS.riskArea);
    const { page } = await browsers.open({ size: 'phone', cookies: resident.cookies() });
    const phone = new ResidentPhone(page, origin);
    const { page: desktop } = await browsers.open({ size: 'desktop' });
    const desk = new ConsoleDesk(desktop, origin);
    await desk.signIn('headquarters');

    await scan(phone, 'pass');
    await switchTo(desk, { regime: '有中高风险地区', number: '防指〔2026〕12 号', title: '关于加强行程核验的通知' });
    await scan(phone, 'stop');
    await page.getByRole('button', { name: '为什么' }).click();
    await page.getByText('到过中高风险地区').waitFor();
    await shot(page, `${JOURNEY}/08-stopped-by-itinerary`, { full: true });
    await switchTo(desk, { regime: '无中高风险地区', number: '防指〔2026〕15 号', title: '关于恢复常态核验的通知' });
    await scan(phone, 'pass');
    await desk.choose('防控情形');
    await desktop.getByText('防指〔2026〕12 号').first().waitFor();
    await shot(desktop, `${JOURNEY}/09-history`);
  });

  async function scan(phone: ResidentPhone, verdict: string): Promise<void> {
    await phone.openVenue(VENUE.code);
    await phone.pass();
    await phone.awaitVerdict(verdict);
  }

  async function switchTo(desk: ConsoleDesk, notice: Notice): Promise<void> {
    const { page } = desk;
    await desk.choose('防控情形');
    await desk.link('切换情形').click();
    await page.getByRole('combobox', { name: '地区' }).click();
    await page.locator('.ant-cascader-menu-item').filter({ hasText: CITY_NAME }).click();
    await page.keyboard.press('Escape');
    await page.getByRole('radio', { name: notice.regime, exact: true }).check();
    await page.getByLabel('通知文号').fill(notice.number);
    await page.getByLabel('通知标题').fill(notice.title);
    await shot(page, `${JOURNEY}/01-notice`);
    await desk.button('下一步').click();
    await page.getByText('会有什么变化').waitFor();
    await shot(page, `${JOURNEY}/02-what-changes`);
    await desk.button('确认切换，立即生效').click();
    await page.getByText(`已切换为“${notice.regime}”`).waitFor();
    await shot(page, `${JOURNEY}/03-done`);
  }
});
