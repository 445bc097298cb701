import { randomUUID } from 'node:crypto';
import { ApiError } from '@tongxing/contract/client';
import { maskDocument, maskName, maskPhone } from '@tongxing/rules';
import { PERSONAS, residentAt, venueAt } from '@tongxing/simulator';
import { describe, expect, it } from 'vitest';
import { CITY, eventId, residentUser, staffUser } from './harness/api';
import { useBrowser } from './harness/browser';
import { cityMoment } from './harness/city-time';
import { shot } from './harness/screenshots';
import { sharedOrigin } from './harness/workers';
import { ConsoleDesk } from './pages/console-desk';

const JOURNEY = 'epidemiologist-traces-case';
const VENUE = venueAt(CITY, 4);
const CASE = residentAt(CITY, PERSONAS.case);
const OTHER = residentAt(CITY, 30);
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

describe('an epidemiologist traces a case', () => {
  const origin = sharedOrigin();
  const browsers = useBrowser();

  it('names case, basis and window; a second person approves; the list says who and why', async () => {
    await scanAt(PERSONAS.case, Date.now() - 40 * MINUTE_MS);
    await scanAt(OTHER.index, Date.now() - 30 * MINUTE_MS);

    const { page } = await browsers.open({ size: 'desktop' });
    const desk = new ConsoleDesk(page, origin);
    await desk.signIn('epidemiologist');
    await enterCase(desk);
    const traceId = await requestTrace(desk);
    expect(await desk.button('批准').count(), 'who asked cannot decide').toBe(0);
    expect(await desk.button('不批准').count()).toBe(0);
    await expectNothingWithoutApproval(traceId);
    await confirmCase();
    await approve();

    await page.getByText('活动轨迹').first().waitFor();
    await page.getByRole('cell', { name: VENUE.name }).first().waitFor();
    await shot(page, `${JOURNEY}/10-trajectory`, { full: true });
    await page.getByRole('tab', { name: '关联人员' }).click();
    const row = page.getByRole('row').filter({ hasText: maskPhone(OTHER.phone) });
    await row.getByText('同时在场').waitFor();
    const shown = await row.innerText();
    expect(shown).toContain(maskName(OTHER.name));
    expect(shown).toContain(maskDocument(OTHER.documentNumber));
    expect(shown).not.toContain(OTHER.name);
    await shot(page, `${JOURNEY}/11-contacts`, { full: true });
  });

  it('the API refuses a trace without a case', async () => {
    const { call } = await staffUser(origin, 'epidemiologist');
    const body = {
      id: randomUUID(),
      caseId: randomUUID(),
      legalBasis: 'infectious_disease_law',
      basisReference: '流调令〔2026〕9 号',
      purpose: '没有病例的查询',
      from: new Date(Date.now() - HOUR_MS).toISOString(),
      to: new Date().toISOString(),
    } as const;
    await expect(call('POST /api/v1/traces', { body })).rejects.toMatchObject({ status: 404, code: 'NOT_FOUND' });
  });

  async function scanAt(index: number, at: number): Promise<void> {
    const { call } = await residentUser(origin, index);
    const answer = await call('POST /api/v1/scans', { body: { eventId: eventId(at), code: VENUE.code } });
    expect(answer.verdict).toBe('pass');
  }

  async function enterCase(desk: ConsoleDesk): Promise<void> {
    const { page } = desk;
    await desk.choose('病例');
    await desk.button('录入病例').click();
    const drawer = desk.dialog;
    await drawer.getByLabel('证件号码').fill(CASE.documentNumber);
    await desk.fillMoment('发病时间', cityMoment(Date.now() - 6 * HOUR_MS));
    await desk.fillMoment('确诊时间', cityMoment(Date.now()));
    await drawer.getByLabel('检测报告编号').fill('青屿检字〔虚构〕第 001 号');
    await shot(page, `${JOURNEY}/01-case-drawer`);
    await desk.button('录入病例', drawer).click();
    await page
      .getByRole('row')
      .filter({ hasText: maskPhone(CASE.phone) })
      .waitFor();
    await drawer.waitFor({ state: 'hidden' });
    expect(await page.getByText(CASE.name).count(), 'masked').toBe(0);
    await shot(page, `${JOURNEY}/02-cases`);
  }

  /** @returns the trace's id, from the address of its page. */
  async function requestTrace(desk: ConsoleDesk): Promise<string> {
    const { page } = desk;
    await page
      .getByRole('row')
      .filter({ hasText: maskPhone(CASE.phone) })
      .getByRole('link', { name: '申请溯源' })
      .click();
    await page.getByRole('radio').first().waitFor();
    await shot(page, `${JOURNEY}/03-which-case`);
    await desk.button('下一步').click();
    await page.getByRole('radio', { name: '传染病防治法' }).check();
    await page.getByLabel('文书编号').fill('流调令〔2026〕3 号');
    await page.getByLabel('查询目的').fill('查明确诊病例传染期内的同时空人员');
    await shot(page, `${JOURNEY}/04-basis`);
    await desk.button('下一步').click();
    await page.getByText('查询时段').first().waitFor();
    await shot(page, `${JOURNEY}/05-window`);
    await desk.button('下一步').click();
    await desk.button('提交申请').waitFor();
    await shot(page, `${JOURNEY}/06-confirm`);
    await desk.button('提交申请').click();
    await page.getByText('申请已提交').waitFor();
    await desk.link('查看申请').click();
    await page.getByText('等待第二人审批').waitFor();
    await shot(page, `${JOURNEY}/07-waits-for-approval`);
    return new URL(page.url()).pathname.split('/').at(-1) ?? '';
  }

  async function expectNothingWithoutApproval(id: string): Promise<void> {
    const { call } = await staffUser(origin, 'epidemiologist');
    const refusal = { status: 409, code: 'STATE_CONFLICT' };
    await expect(call('GET /api/v1/traces/:id/contacts', { params: { id } })).rejects.toMatchObject(refusal);
    await expect(call('GET /api/v1/traces/:id/trajectory', { params: { id } })).rejects.toMatchObject(refusal);
    const own = call('POST /api/v1/traces/:id/decision', { params: { id }, body: { approve: true, note: '同意' } });
    await expect(own).rejects.toBeInstanceOf(ApiError);
    await expect(own).rejects.toMatchObject({ status: 403 });
  }

  /** Nothing follows from a case before a second person has confirmed its evidence. */
  async function confirmCase(): Promise<void> {
    const { page } = await browsers.open({ size: 'desktop' });
    const desk = new ConsoleDesk(page, origin);
    await desk.signIn('reviewer');
    await page.getByRole('link', { name: '待复核的健康证据' }).click();
    await page
      .getByRole('row')
      .filter({ hasText: maskPhone(CASE.phone) })
      .getByRole('link')
      .first()
      .click();
    await desk.button('复核通过').waitFor();
    await shot(page, `${JOURNEY}/07a-reviewer`);
    await desk.button('复核通过').click();
    await desk.dialog.getByLabel('复核意见').fill('已与实验室核对检测报告原件。');
    await desk.button('复核通过', desk.dialog).click();
    await desk.dialog.waitFor({ state: 'hidden' });
    await page.getByText('经两人核对').waitFor();
    await shot(page, `${JOURNEY}/07b-confirmed`);
  }

  async function approve(): Promise<void> {
    const { page } = await browsers.open({ size: 'desktop' });
    const desk = new ConsoleDesk(page, origin);
    await desk.signIn('approver');
    await page.getByRole('link', { name: '待批准的溯源' }).click();
    await page.getByRole('row').filter({ hasText: '等您审批' }).getByRole('link').first().click();
    await desk.button('批准').waitFor();
    await shot(page, `${JOURNEY}/08-approver`);
    await desk.button('批准').click();
    await desk.dialog.getByLabel('审批意见').fill('依据充分，时段与目的相称，同意。');
    await desk.button('批准', desk.dialog).click();
    await page.getByText('活动轨迹').first().waitFor();
    await desk.dialog.waitFor({ state: 'hidden' });
    await shot(page, `${JOURNEY}/09-approved`);
  }
});
