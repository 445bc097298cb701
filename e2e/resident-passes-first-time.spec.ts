import { makeCity, residentAt, venueAt } from '@tongxing/simulator';
import { describe, expect, it } from 'vitest';
import { CITY } from './harness/api';
import { useBrowser } from './harness/browser';
import { shot } from './harness/screenshots';
import { sharedOrigin } from './harness/workers';
import { ConsoleDesk } from './pages/console-desk';
import { DoorScreen, figureOf } from './pages/door-screen';
import { DemoInbox, type Identity, ResidentPhone } from './pages/resident-phone';

const JOURNEY = 'resident-passes-first-time';
const VENUE = venueAt(CITY, 0);
/** Lives in the larger city, so this server has never heard of the person. */
const NEWCOMER: Identity = residentAt(makeCity({ size: 'small' }), 15_000);
function withOtherLastDigit(number: string): string {
  return number.slice(0, -1) + (number.endsWith('1') ? '2' : '1');
}

describe('a resident passes for the first time', () => {
  const origin = sharedOrigin();
  const browsers = useBrowser();

  it('somebody unknown signs in, registers and stands before the verdict; the door shows it too', async () => {
    const door = await pairedDoor();
    const visitor = await browsers.open({ size: 'phone' });
    const { page } = visitor;
    const phone = new ResidentPhone(page, origin);
    await phone.openVenue(VENUE.code);
    await page.getByText(VENUE.address).waitFor();
    await shot(page, `${JOURNEY}/10-are-you-here`);
    await phone.pass();

    await page.getByRole('heading', { name: '您的手机号' }).waitFor();
    await shot(page, `${JOURNEY}/11-phone-number`);
    await phone.askForCode(NEWCOMER.phone);
    await shot(page, `${JOURNEY}/12-sms-code`);
    const inbox = new DemoInbox(await visitor.tab(), origin);
    await inbox.open();
    const code = await inbox.codeFor(NEWCOMER.phone);
    await inbox.page.setViewportSize({ width: 390, height: 844 });
    await shot(inbox.page, `${JOURNEY}/13-demo-inbox`);
    await inbox.page.close();
    await phone.typeCode(code);

    await page.getByRole('heading', { name: '实名登记' }).waitFor();
    await shot(page, `${JOURNEY}/14-consent`, { full: true });
    await page.getByLabel('我已阅读并知悉上述内容。').check();
    await page.getByLabel('我单独同意：').check();
    await page.getByRole('button', { name: '同意并继续' }).click();
    await page.getByLabel('姓名').fill(NEWCOMER.name);
    await shot(page, `${JOURNEY}/15-name`);
    await page.getByRole('button', { name: '下一步' }).click();
    const number = page.getByLabel('证件号码');
    await number.fill(withOtherLastDigit(NEWCOMER.documentNumber));
    await page.getByText('证件号码有一位不对，请核对。').waitFor();
    expect(await page.getByRole('button', { name: '完成登记' }).isDisabled()).toBe(true);
    await shot(page, `${JOURNEY}/16-wrong-check-digit`);
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByText('One character of the number is wrong. Please check it.').waitFor();
    await shot(page, `${JOURNEY}/17-wrong-check-digit-en`);
    await page.getByRole('button', { name: '中文' }).click();
    await number.fill(NEWCOMER.documentNumber);
    await page.getByText('号码格式正确。').waitFor();
    await shot(page, `${JOURNEY}/18-document`);
    await page.getByRole('button', { name: '完成登记' }).click();
    await phone.awaitVerdict('pass');

    await expectVerdictComplete(phone);
    await page.locator('.tx-clock').first().waitFor();
    await shot(page, `${JOURNEY}/20-verdict-pass`, { readme: 'verdict' });

    await phone.openVenue(VENUE.code);
    await door.page.getByText('请扫场所码').waitFor();
    const tapped = performance.now();
    const since = async (shown: Promise<unknown>) => {
      await shown;
      return Math.round(performance.now() - tapped);
    };
    const [, onPhone, onDoor] = await Promise.all([
      phone.pass(),
      since(phone.awaitVerdict('pass')),
      since(door.page.locator('.tx-verdict[data-verdict="pass"]').waitFor()),
    ]);
    process.stdout.write(`tap to verdict: phone ${onPhone} ms, door ${onDoor} ms\n`);
    await shot(door.page, `${JOURNEY}/21-door-pass`);
    expect(await figureOf(door.page)).toEqual(await figureOf(page));
    expect(await door.page.getByText(NEWCOMER.name).count(), 'the door knows no name').toBe(0);
    await page.getByRole('button', { name: '为什么' }).click();
    await page.getByText('认为不对？').waitFor({ state: 'hidden' });
    await shot(page, `${JOURNEY}/22-why-pass`, { full: true });
  });

  async function pairedDoor(): Promise<DoorScreen> {
    const { page: desktop } = await browsers.open({ size: 'desktop' });
    const desk = new ConsoleDesk(desktop, origin);
    await desk.signIn('venue');
    await desktop.getByRole('heading', { level: 1, name: VENUE.name }).waitFor();
    await desk.button('配对门口屏').click();
    const digits = desktop.locator('.pairing-code');
    await digits.waitFor();
    await shot(desktop, `${JOURNEY}/05-pairing-code`);
    const { page: tablet } = await browsers.open({ size: 'tablet' });
    const door = new DoorScreen(tablet, origin);
    await door.open();
    await shot(tablet, `${JOURNEY}/06-door-pairing`);
    await door.pair((await digits.innerText()).replace(/\D/g, ''));
    await shot(tablet, `${JOURNEY}/07-door-start`);
    await door.start();
    await shot(tablet, `${JOURNEY}/08-door-waiting`);
    return door;
  }

  /** Word, shape, place, running time and the day's figure. */
  async function expectVerdictComplete(phone: ResidentPhone): Promise<void> {
    const { verdict, page } = phone;
    await verdict.getByRole('heading', { name: '请通行' }).waitFor();
    await verdict.locator('svg.tx-mark circle.tx-mark-shape').waitFor();
    await verdict.getByText(VENUE.name).waitFor();
    await verdict.getByText(VENUE.address).waitFor();
    await verdict.locator('svg.tx-sign').waitFor();
    const clock = page.locator('time.tx-clock').first();
    const before = await clock.innerText();
    await expect.poll(() => clock.innerText(), { message: 'the clock runs', timeout: 5_000 }).not.toBe(before);
  }
});
