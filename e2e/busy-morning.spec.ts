import { randomUUID } from 'node:crypto';
import type { Flow, LoadLevel, Problem, ScanAnswer, System } from '@tongxing/contract';
import { residentAt, venueAt } from '@tongxing/simulator';
import type { Locator, Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectAccessible, LEAST_SIZES, tooSmall } from './harness/accessibility';
import { type ApiUser, CITY, confirmEvidence, eventId, residentUser, staffUser } from './harness/api';
import { useBrowser, type Visitor } from './harness/browser';
import { shot } from './harness/screenshots';
import { sharedOrigin } from './harness/workers';

const JOURNEY = 'busy-morning';
const VENUE = venueAt(CITY, 1);
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Of the page's clock, and of the server's between two. */
const STEP_MS = 5_000;
const TURN_MS = 400;
const WALLS = [
  { width: 1920, height: 1080 },
  { width: 1366, height: 768 },
] as const;
const LANGUAGES = ['zh', 'en'] as const;

const WORDS = {
  zh: {
    busy: '现在较忙',
    putOff: '统计、审计日志、导出、数据保存期限暂缓查询',
    goesOn: '扫码通行照常',
    late: '暂缓显示',
    screen: '大屏',
    asOf: '未更新',
    lost: '与服务器的连接已断开',
  },
  en: {
    busy: 'Busy just now',
    putOff: 'statistics, audit log',
    goesOn: 'Scanning goes on',
    late: 'Put off for the moment',
    screen: 'Large screen',
    asOf: 'not updated',
    lost: 'connection to the server is lost',
  },
} as const;

function refusal(retryAfterSeconds: number): Problem {
  return { type: 'about:blank', title: '', status: 503, code: 'UNAVAILABLE', detail: '', requestId: randomUUID(), retryAfterSeconds };
}

/** A Monday of a city of nine million, counted at half past eight of its clock. */
function mondayMorning(): Flow {
  const lastHour = Math.floor(Date.now() / HOUR_MS) * HOUR_MS;
  const hours = Array.from({ length: 24 }, (_, index) => {
    const scans = 60_000 + Math.round(900_000 * Math.exp(-(((index - 21) / 2.2) ** 2)) + 420_000 * Math.exp(-(((index - 8) / 3) ** 2)));
    const from = new Date(lastHour - (23 - index) * HOUR_MS).toISOString();
    return { from, pass: scans, attention: Math.round(scans / 60), stop: Math.round(scans / 900), unfinished: Math.round(scans / 200) };
  });
  return { hours, venues: 384_000, venuesWithScans: 301_442, openIncidents: 3, overdueIncidents: 1 };
}

/** Runs in the page: the screen or a panel of it whose content is larger than itself, and what stands out of its panel. */
function overflowing(): string[] {
  const larger = [...document.querySelectorAll('.screen, .screen-panel')]
    .filter((box) => box.scrollHeight > box.clientHeight + 1 || box.scrollWidth > box.clientWidth + 1)
    .map((box) => box.className);
  const outside = [...document.querySelectorAll('.screen-panel .screen-number')].filter((number) => {
    const panel = number.closest('.screen-panel')?.getBoundingClientRect();
    return panel === undefined || number.getBoundingClientRect().right > panel.right;
  });
  return [...larger, ...outside.map((number) => number.textContent)];
}

/** What the server says of itself, and whether it answers for statistics, as a test wants it. */
interface Pretence {
  load: LoadLevel;
  putsOff: boolean;
  /** Requests for statistics that reached the server. */
  asked: number;
}

describe('a busy morning', () => {
  const origin = sharedOrigin();
  const browsers = useBrowser();
  let headquarters: ApiUser;
  let resident: ApiUser;

  beforeAll(async () => {
    headquarters = await staffUser(origin, 'headquarters');
    resident = await residentUser(origin, 60);
    const data = await staffUser(origin, 'data');
    for (const index of [61, 62]) await stopAtDoor(data, index);
  });

  async function stopAtDoor(data: ApiUser, index: number): Promise<void> {
    const { documentType, documentNumber } = residentAt(CITY, index);
    const sampledAt = new Date(Date.now() - MINUTE_MS).toISOString();
    const evidence = { id: randomUUID(), kind: 'quarantine_order', source: '区疾控〔虚构〕31 号', sampledAt } as const;
    await data.call('POST /api/v1/health-evidence', { body: { documentType, documentNumber, ...evidence } });
    await confirmEvidence(origin);
    const { call } = await residentUser(origin, index);
    await call('POST /api/v1/scans', { body: { eventId: eventId(), code: VENUE.code } });
  }

  async function pretend(page: Page, figures?: Flow): Promise<Pretence> {
    const pretence: Pretence = { load: 'busy', putsOff: true, asked: 0 };
    await page.route('**/api/v1/system', async (route) => {
      const system = (await (await route.fetch()).json()) as System;
      await route.fulfill({ json: { ...system, load: pretence.load } });
    });
    await page.route('**/api/v1/statistics/flow', async (route) => {
      pretence.asked += 1;
      if (pretence.putsOff) return route.fulfill({ status: 503, headers: { 'retry-after': '3' }, json: refusal(3) });
      return figures === undefined ? route.continue() : route.fulfill({ json: figures });
    });
    return pretence;
  }

  function atDesk(language: 'zh' | 'en'): Promise<Visitor> {
    return browsers.open({ size: 'desktop', language, cookies: headquarters.cookies() });
  }

  it.each(LANGUAGES)('the console says what is put off and takes it up again by itself: %s', async (language) => {
    const words = WORDS[language];
    const { page, guard } = await atDesk(language);
    guard.allow(503, '/api/v1/statistics/flow');
    await page.clock.install();
    const pretence = await pretend(page);
    await page.goto(`${origin}/console/`);
    const notice = page.locator('.load-notice');
    await notice.getByText(words.busy).waitFor();
    expect(await notice.innerText()).toContain(words.putOff);
    expect(await notice.innerText()).toContain(words.goesOn);
    await page.getByText(words.late, { exact: true }).waitFor();
    expect(await page.locator('.ant-result button').count(), 'nothing to press').toBe(0);
    await shot(page, `${JOURNEY}/01-home-${language}`, { full: true });
    await expectAccessible(page, `home ${language}`);

    await page.getByRole('menuitem').nth(1).click();
    await page.locator('.list-card').waitFor();
    expect(await notice.isVisible(), 'also on the next page').toBe(true);
    await page.getByRole('menuitem').first().click();

    pretence.putsOff = false;
    pretence.load = 'normal';
    await inTime(page, 'figures', page.locator('.bars-plot'));
    await inTime(page, 'no notice', page.locator('.load:not(:has(.load-notice))'), 'attached');
    await shot(page, `${JOURNEY}/02-home-after-${language}`, { full: true });
  });

  it.each(LANGUAGES)('the large screen keeps the last figures and says how old they are: %s', async (language) => {
    const words = WORDS[language];
    const { page, context, guard } = await atDesk(language);
    guard.allow(503, '/api/v1/statistics/flow');
    await page.clock.install();
    const pretence = await pretend(page, mondayMorning());
    pretence.putsOff = false;
    pretence.load = 'normal';
    await page.goto(`${origin}/console/`);
    await page
      .getByRole('link', { name: words.screen })
      .or(page.getByRole('button', { name: words.screen }))
      .first()
      .click();
    await page.locator('.screen-columns').waitFor();
    await page.locator('.screen-pressing li').first().waitFor();
    await look(page, `10-screen-${language}`);
    const figure = await page.locator('.screen-totals > .screen-number').innerText();

    pretence.putsOff = true;
    pretence.load = 'busy';
    await inTime(page, 'busy', page.locator('.screen-load[data-load="busy"]').getByText(words.putOff));
    await inTime(page, 'old figures', page.getByText(words.asOf).first());
    expect(await page.locator('.screen-totals > .screen-number').innerText()).toBe(figure);
    await look(page, `11-screen-busy-${language}`);

    pretence.load = 'overloaded';
    await inTime(page, 'overloaded', page.locator('.screen-load[data-load="overloaded"]'));
    await look(page, `12-screen-overloaded-${language}`);

    guard.allowFailures();
    await context.setOffline(true);
    await inTime(page, 'offline', page.getByText(words.lost));
    expect(await page.locator('.screen-totals > .screen-number').innerText()).toBe(figure);
    await look(page, `13-screen-offline-${language}`);
  });

  /**
   * Lets the page's clock run until something is there: in steps, between which the server, whose clock runs by itself, has
   * its turn. A whole minute at once would be a minute of silence, after which a page takes its line for lost.
   */
  async function inTime(page: Page, what: string, thing: Locator, as: 'visible' | 'attached' = 'visible'): Promise<void> {
    const isThere = async () => {
      await page.clock.runFor(STEP_MS);
      return thing
        .first()
        .waitFor({ state: as, timeout: TURN_MS })
        .then(
          () => true,
          () => false,
        );
    };
    await expect.poll(isThere, { message: what, timeout: 40_000, interval: 0 }).toBe(true);
  }

  async function look(page: Page, name: string): Promise<void> {
    for (const size of WALLS) {
      await page.setViewportSize(size);
      await shot(page, `${JOURNEY}/${name}-${size.width}`);
      expect(await page.evaluate(overflowing), `${name} fits ${size.width}×${size.height}`).toEqual([]);
    }
    await expectAccessible(page, name);
    expect(await page.locator('.screen').innerText(), 'no name, masked or not').not.toMatch(/\*/);
  }

  it('the large screen is for those with statistics', async () => {
    const dispatcher = await staffUser(origin, 'dispatcher');
    const { page } = await browsers.open({ size: 'desktop', cookies: dispatcher.cookies() });
    await page.goto(`${origin}/console/screen`);
    await page.getByText('没有权限').waitFor();
  });

  const PHONES = [
    { view: 'zh', language: 'zh', storage: {}, least: LEAST_SIZES.ordinary },
    { view: 'en', language: 'en', storage: {}, least: LEAST_SIZES.ordinary },
    { view: 'elder', language: 'zh', storage: { 'tongxing.elder': 'large' }, least: LEAST_SIZES.elder },
  ] as const;

  /**
   * Seconds the phone is asked to wait, the first time and the second: longer than the slowest machine takes to look, and
   * all of it within the five minutes for which a scan is one of now.
   */
  const WAITS = [5, 120] as const;

  it.each(PHONES)('a phone waits its turn with one event id: $view', async ({ view, language, storage, least }) => {
    const { page, guard } = await browsers.open({ size: 'phone', language, storage, cookies: resident.cookies() });
    guard.allow(503, '/api/v1/scans');
    await page.clock.install();
    const ids: string[] = [];
    await page.route('**/api/v1/scans', async (route) => {
      ids.push((route.request().postDataJSON() as { eventId: string }).eventId);
      const seconds = WAITS[ids.length - 1];
      if (seconds !== undefined) return route.fulfill({ status: 503, headers: { 'retry-after': `${seconds}` }, json: refusal(seconds) });
      const answer = (await (await route.fetch()).json()) as ScanAnswer;
      return route.fulfill({ json: { ...answer, stale: true } });
    });
    await page.goto(`${origin}/v/${VENUE.code}`);
    await page.locator('.pass-button').click();
    await page.locator('.waiting').waitFor();
    await page.clock.fastForward(MINUTE_MS);
    await expect.poll(() => ids.length).toBe(2);
    await page.locator('.waiting').waitFor();
    await shot(page, `${JOURNEY}/20-queue-${view}`, { full: true });
    await expectAccessible(page, `queue ${view}`);
    expect(await tooSmall(page, least), `sizes of queue ${view}`).toEqual([]);
    expect(await page.locator('.button-main').count(), 'nothing to hurry with').toBe(0);

    await page.reload();
    await page.locator('.waiting').waitFor();
    await page.clock.fastForward(MINUTE_MS / 2);
    expect(ids, 'a reload does not get round the wait').toHaveLength(2);
    await page.clock.fastForward(2 * MINUTE_MS);
    await page.locator('.verdict-stale').waitFor();
    expect(new Set(ids).size, 'one event id').toBe(1);
    await shot(page, `${JOURNEY}/21-stale-${view}`, { full: true });
    await expectAccessible(page, `stale ${view}`);
    expect(await tooSmall(page, least), `sizes of stale ${view}`).toEqual([]);
  });
});
