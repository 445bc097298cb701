import { randomUUID } from 'node:crypto';
import type { ScanAnswer } from '@tongxing/contract';
import { venueAt } from '@tongxing/simulator';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectAccessible, LEAST_SIZES, tooSmall } from './harness/accessibility';
import { type ApiUser, CITY, eventId, residentUser, staffUser } from './harness/api';
import { useBrowser, type Visitor } from './harness/browser';
import { shot } from './harness/screenshots';
import { sharedOrigin } from './harness/workers';

const JOURNEY = 'states-phone';
const VENUE = venueAt(CITY, 2);
/** A code of the right form that nobody issued. */
const UNKNOWN_CODE = venueAt({ ...CITY, seed: 1 }, 0).code;
const VIEWS = [
  { view: 'zh', language: 'zh', storage: {}, least: LEAST_SIZES.ordinary },
  { view: 'en', language: 'en', storage: {}, least: LEAST_SIZES.ordinary },
  { view: 'elder', language: 'zh', storage: { 'tongxing.elder': 'large' }, least: LEAST_SIZES.elder },
] as const;
type View = (typeof VIEWS)[number];

/** Answers as the server would give them, for the kinds no persona gets at this venue. */
const VERDICTS: readonly Pick<ScanAnswer, 'verdict' | 'advice' | 'reasons'>[] = [
  { verdict: 'pass', advice: 'go_in', reasons: ['HEALTH_GREEN'] },
  { verdict: 'attention', advice: 'recheck_at_desk', reasons: ['HEALTH_YELLOW'] },
  { verdict: 'stop', advice: 'wait_for_staff', reasons: ['HEALTH_RED'] },
  { verdict: 'unknown', advice: 'recheck_at_desk', reasons: ['HEALTH_UNKNOWN'] },
  { verdict: 'timeout', advice: 'recheck_at_desk', reasons: ['HEALTH_TIMEOUT'] },
];

describe('states of the resident pages', () => {
  const origin = sharedOrigin();
  const browsers = useBrowser();
  const closed = { suspended: '', retired: '' };
  let regular: ApiUser;
  let fresh: ApiUser;

  beforeAll(async () => {
    const street = await staffUser(origin, 'street');
    for (const state of ['suspended', 'retired'] as const) closed[state] = await closedVenue(street, state);
    [regular, fresh] = await Promise.all([residentUser(origin, 40), residentUser(origin, 41)]);
    for (const at of [0, 1]) {
      await regular.call('POST /api/v1/scans', { body: { eventId: eventId(Date.now() - at * 7_200_000), code: VENUE.code } });
    }
    const arrivedAt = new Date(Date.now() - 5 * 86_400_000).toISOString();
    const leftAt = new Date(Date.now() - 3 * 86_400_000).toISOString();
    await regular.call('POST /api/v1/me/trips', { body: { id: randomUUID(), divisionCode: CITY.riskAreaCode, arrivedAt, leftAt } });
  });

  async function closedVenue({ call }: ApiUser, state: 'suspended' | 'retired'): Promise<string> {
    const id = randomUUID();
    const name = state === 'suspended' ? '白鹭街道便民市场' : '白鹭街道旧文化站';
    const divisionCode = venueAt(CITY, 0).divisionCode;
    const body = {
      id,
      name,
      class: 'market',
      scene: 'ordinary',
      address: '听雨街18号',
      divisionCode,
      contactPhone: '13900000001',
    } as const;
    const { code } = await call('POST /api/v1/venues', { body });
    await call('POST /api/v1/venues/:id/state', { params: { id }, body: { state, reason: '页面状态测试' } });
    return code;
  }

  async function openAs(view: View, user?: ApiUser): Promise<Visitor> {
    const { language, storage } = view;
    return browsers.open({ size: 'phone', language, storage, ...(user === undefined ? {} : { cookies: user.cookies() }) });
  }

  /** The page is at rest: picture, inspection, sizes. */
  async function inspect(page: Page, view: View, name: string): Promise<void> {
    await shot(page, `${JOURNEY}/${name}-${view.view}`, { full: true });
    await expectAccessible(page, `${name} ${view.view}`);
    expect(await tooSmall(page, view.least), `sizes of ${name} ${view.view}`).toEqual([]);
  }

  async function visit(page: Page, path: string): Promise<void> {
    await page.goto(`${origin}${path}`);
    await page.locator('h1').waitFor();
    await page.locator('.loading').waitFor({ state: 'detached' });
  }

  it.each(VIEWS)('a venue and what may be wrong with it: $view', async (view) => {
    const { page, guard } = await openAs(view);
    guard.allow(404, '/api/v1/venue-codes/');
    const pages = {
      '01-venue': VENUE.code,
      '02-venue-unknown': UNKNOWN_CODE,
      '03-venue-suspended': closed.suspended,
      '04-venue-retired': closed.retired,
    };
    for (const [name, code] of Object.entries(pages)) {
      await visit(page, `/v/${code}`);
      await page
        .getByText(/听雨街|云汀|编码|number|poster/)
        .first()
        .waitFor();
      await inspect(page, view, name);
    }
  });

  it.each(VIEWS)('every kind of answer: $view', async (view) => {
    const { page } = await openAs(view, regular);
    let index = 0;
    for (const kind of VERDICTS) {
      await page.route('**/api/v1/scans', async (route) => {
        const answer = (await (await route.fetch()).json()) as ScanAnswer;
        await route.fulfill({ json: { ...answer, ...kind } });
      });
      await visit(page, `/v/${VENUE.code}`);
      await page.locator('.pass-button').click();
      await page.locator(`.tx-verdict[data-verdict="${kind.verdict}"]`).waitFor();
      await inspect(page, view, `1${index}-verdict-${kind.verdict}`);
      await page.unroute('**/api/v1/scans');
      index += 1;
    }
  });

  it.each(VIEWS)('own pages, full and empty: $view', async (view) => {
    const { page } = await openAs(view, regular);
    const full = { '20-home': '/m/', '21-visits': '/m/visits', '22-trips': '/m/trips' };
    for (const [name, path] of Object.entries(full)) {
      await visit(page, path);
      await inspect(page, view, name);
    }
    const { page: empty } = await openAs(view, fresh);
    await visit(empty, '/m/visits');
    await inspect(empty, view, '23-visits-empty');
    await visit(empty, '/m/trips');
    await inspect(empty, view, '24-trips-empty');
    const { page: nobody } = await openAs(view);
    await visit(nobody, '/m/');
    await inspect(nobody, view, '25-home-signed-out');
    await visit(nobody, '/m/nowhere');
    await inspect(nobody, view, '26-not-found');
  });

  it('without a network the scan waits and says since when', async () => {
    const { page, context, guard } = await browsers.open({ size: 'phone', cookies: regular.cookies() });
    await visit(page, `/v/${VENUE.code}`);
    guard.allowFailures();
    await context.setOffline(true);
    await page.locator('.pass-button').click();
    await page.getByRole('heading', { name: '网络不通' }).waitFor();
    await page.getByText('这次扫码保存在本机').waitFor();
    await shot(page, `${JOURNEY}/30-offline-zh`);
    await context.setOffline(false);
    await page.locator('.tx-verdict[data-verdict="pass"]').waitFor();
  });

  it('a server that fails is told in words, with a way on', async () => {
    const { page, guard } = await browsers.open({ size: 'phone', cookies: regular.cookies() });
    guard.allow(500, '/api/v1/me/visits');
    await page.route('**/api/v1/me/visits*', (route) => route.fulfill({ status: 500, json: problem }));
    await visit(page, '/m/visits');
    await page.getByRole('button', { name: '重试' }).waitFor();
    await shot(page, `${JOURNEY}/31-error-zh`);
  });

  it('the front page at a desk keeps its one column', async () => {
    const { page } = await browsers.open({ size: 'desktop', cookies: regular.cookies() });
    await visit(page, '/m/');
    await shot(page, `${JOURNEY}/32-home-desktop-zh`, { full: true });
  });
});

const problem = {
  type: 'about:blank',
  title: '',
  status: 500,
  code: 'INTERNAL',
  detail: '',
  requestId: '00000000-0000-4000-8000-000000000000',
};
