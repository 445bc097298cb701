import { maskName, maskPhone } from '@tongxing/rules';
import { PERSONAS, residentAt, venueAt } from '@tongxing/simulator';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { apiUser, CITY, residentUser, STAFF_PHONES } from './harness/api';
import { useBrowser } from './harness/browser';
import { shot } from './harness/screenshots';
import { sharedOrigin } from './harness/workers';
import { ConsoleDesk } from './pages/console-desk';
import { DemoInbox, ResidentPhone } from './pages/resident-phone';

const JOURNEY = 'resident-stopped-and-disposed';
const VENUE = venueAt(CITY, 2);
const PERSON = residentAt(CITY, PERSONAS.red);
/** What an SMS that anybody may see on a locked screen must not say. */
const HEALTH_WORDS = /红码|黄码|绿码|健康|隔离|确诊|病|阳性|疫|发热|密接|风险/;

/** True as long as the page has not been loaded anew since {@link markPage}. */
function isSamePage(page: Page): Promise<boolean> {
  return page.evaluate(() => document.documentElement.hasAttribute('data-marked'));
}

function markPage(page: Page): Promise<void> {
  return page.evaluate(() => document.documentElement.setAttribute('data-marked', ''));
}

describe('a resident is stopped and the incident is seen through', () => {
  const origin = sharedOrigin();
  const browsers = useBrowser();

  it('from the stop on the phone to the closed incident', async () => {
    const { residents } = await apiUser(origin).call('GET /api/v1/demo/accounts');
    expect(residents).toContainEqual({ phone: PERSON.phone, note: 'red' });
    const data = await dataTeamAtTheList();

    await isStopped();
    const row = data.page.getByRole('row').filter({ hasText: VENUE.name }).filter({ hasText: '健康码红码' });
    await row.waitFor();
    await row.getByText('本人 已送达').waitFor();
    await row.getByText('数据专班 已送达').waitFor();
    expect(await isSamePage(data.page), 'the warning came without a reload').toBe(true);
    expect(await row.innerText()).toContain(maskName(PERSON.name));
    expect(await row.innerText()).not.toContain(PERSON.name);
    await shot(data.page, `${JOURNEY}/05-warning-arrived`);
    await checkMessages();
    await acknowledge(data);
    await handleIncident();
  });

  async function dataTeamAtTheList(): Promise<ConsoleDesk> {
    const { page } = await browsers.open({ size: 'desktop' });
    const desk = new ConsoleDesk(page, origin);
    await desk.signIn('data');
    await desk.choose('预警');
    await page
      .getByText('还没有预警')
      .or(page.getByText('共', { exact: false }))
      .first()
      .waitFor();
    await markPage(page);
    return desk;
  }

  async function isStopped(): Promise<void> {
    const resident = await residentUser(origin, PERSONAS.red);
    const { page } = await browsers.open({ size: 'phone', cookies: resident.cookies() });
    const phone = new ResidentPhone(page, origin);
    await phone.openVenue(VENUE.code);
    await phone.pass();
    await phone.awaitVerdict('stop');
    await phone.verdict.getByRole('heading', { name: '请止步' }).waitFor();
    await phone.verdict.locator('svg.tx-mark[data-kind="stop"]').waitFor();
    expect(await page.getByText('健康码红码').count(), 'nobody reads the reason over a shoulder').toBe(0);
    await shot(page, `${JOURNEY}/01-verdict-stop`);
    await page.getByRole('button', { name: '为什么' }).click();
    await page.getByText('健康码红码').waitFor();
    await page.getByText('认为不对？').waitFor();
    await shot(page, `${JOURNEY}/02-why-stop`, { full: true });
  }

  async function checkMessages(): Promise<void> {
    const { page } = await browsers.open({ size: 'phone' });
    const inbox = new DemoInbox(page, origin);
    await inbox.open();
    // The list comes after the page.
    await expect.poll(() => inbox.textsTo(STAFF_PHONES.data), { timeout: 10_000 }).not.toEqual([]);
    const [toPerson] = (await inbox.textsTo(PERSON.phone)).filter((text) => !text.includes('验证码'));
    const [toTeam] = await inbox.textsTo(STAFF_PHONES.data);
    expect(toPerson).toContain(VENUE.name);
    expect(toTeam).toContain(VENUE.name);
    expect(toPerson).not.toMatch(HEALTH_WORDS);
    expect(toTeam).not.toMatch(HEALTH_WORDS);
    expect(toTeam).not.toContain(PERSON.name);
    await shot(page, `${JOURNEY}/06-two-messages`);
  }

  async function acknowledge(desk: ConsoleDesk): Promise<void> {
    const { page } = desk;
    await page.getByRole('row').filter({ hasText: VENUE.name }).getByRole('button', { name: '止步' }).click();
    const drawer = desk.dialog;
    await drawer.getByLabel('签收说明').fill('已电话联系现场，由接收员跟进。');
    await shot(page, `${JOURNEY}/07-warning-drawer`);
    await desk.button('签收', drawer).click();
    await drawer.getByText('数据专班·接收员 已签收').waitFor();
    await drawer.getByText('已电话联系现场').waitFor();
    await shot(page, `${JOURNEY}/08-warning-acknowledged`);
  }

  async function handleIncident(): Promise<void> {
    const { page } = await browsers.open({ size: 'desktop' });
    const desk = new ConsoleDesk(page, origin);
    await desk.signIn('dispatcher');
    await page.getByRole('link', { name: '待派警的处置单' }).waitFor();
    await shot(page, `${JOURNEY}/10-dispatcher-home`);
    await page.getByRole('link', { name: '待派警的处置单' }).click();
    const row = page.getByRole('row').filter({ hasText: VENUE.name });
    await row.getByText('距到场时限').waitFor();
    await shot(page, `${JOURNEY}/11-incidents`);
    await row.getByRole('link').first().click();
    await page.getByRole('heading', { level: 1, name: '处置单' }).waitFor();
    await shot(page, `${JOURNEY}/12-incident-reported`, { readme: 'console' });

    await move(desk, '派警', '已派警');
    await revealAndHide(desk);
    await move(desk, '登记到场', '已到场');
    await shot(page, `${JOURNEY}/15-incident-on-site`);
    await move(desk, '登记移交', '已移交');
    await close(desk);
  }

  async function move(desk: ConsoleDesk, step: string, state: string): Promise<void> {
    await desk.button(step).click();
    await desk.dialog.getByRole('textbox').fill(`${step}，情况正常。`);
    await desk.button(step, desk.dialog).click();
    await desk.page.locator('.step-line').filter({ hasText: state }).waitFor();
    await desk.dialog.waitFor({ state: 'hidden' });
  }

  async function revealAndHide(desk: ConsoleDesk): Promise<void> {
    const { page } = desk;
    expect(await page.getByText(PERSON.name).count(), 'masked before anybody asks').toBe(0);
    await desk.button('查看身份').click();
    await desk.dialog.getByLabel('查看理由').fill('出警人员需电话联系本人确认位置');
    await shot(page, `${JOURNEY}/13-reveal-reason`);
    await desk.button('确认查看', desk.dialog).click();
    await page.getByText(PERSON.name).waitFor();
    await page.getByRole('link', { name: PERSON.phone }).waitFor();
    await desk.dialog.waitFor({ state: 'hidden' });
    await shot(page, `${JOURNEY}/14-revealed`);
    await desk.button('隐藏').click();
    await page.getByText(maskPhone(PERSON.phone)).waitFor();
    expect(await page.getByText(PERSON.name).count(), 'masked again').toBe(0);
  }

  async function close(desk: ConsoleDesk): Promise<void> {
    const { page } = desk;
    await desk.button('办结').click();
    await desk.button('办结', desk.dialog).click();
    await desk.dialog.locator('.ant-form-item-explain-error').first().waitFor();
    await shot(page, `${JOURNEY}/16-close-incomplete`);
    await desk.dialog.getByLabel('办结结果').click();
    await desk.pick('转隔离点');
    await desk.dialog.getByRole('textbox').fill('已转运，闭环处置完成。');
    await desk.button('办结', desk.dialog).click();
    await page.locator('.step-line').filter({ hasText: '已办结' }).waitFor();
    await desk.dialog.waitFor({ state: 'hidden' });
    const steps = await page.locator('.step-line strong').allInnerTexts();
    expect(steps).toEqual(['已报', '已派警', '已到场', '已移交', '已办结']);
    await page.getByText('转隔离点').waitFor();
    expect(await desk.button('查看身份').count(), 'nothing to see in a closed incident').toBe(0);
    await shot(page, `${JOURNEY}/17-incident-closed`, { full: true });
  }
});
