import { venueAt } from '@tongxing/simulator';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { type ApiUser, CITY, eventId, residentUser } from './harness/api';
import { useBrowser } from './harness/browser';
import { eventually } from './harness/eventually';
import { sharedOrigin } from './harness/workers';
import { ResidentPhone } from './pages/resident-phone';

const VENUE = venueAt(CITY, 3);
const TEN_HOURS_MS = 10 * 3_600_000;

/** What the page leaves in its tab when a scan was not answered. */
async function leaveScan(page: Page, capturedAt: number): Promise<string> {
  const scan = { eventId: eventId(capturedAt), code: VENUE.code, capturedAt, signIn: '' };
  await page.evaluate((text) => sessionStorage.setItem('tongxing.scan', text), JSON.stringify([scan]));
  return scan.eventId;
}

const keptScans = (page: Page) => page.evaluate(() => sessionStorage.getItem('tongxing.scan'));

async function visitIds({ call }: ApiUser): Promise<readonly string[]> {
  const { items } = await call('GET /api/v1/me/visits', { query: {} });
  return items.map((visit) => visit.eventId);
}

describe('a scan that had no answer', () => {
  const origin = sharedOrigin();
  const browsers = useBrowser();

  it('of this morning is recorded as this morning’s, and the evening’s entry is an entry of its own', async () => {
    const resident = await residentUser(origin, 44);
    const { page } = await browsers.open({ size: 'phone', cookies: resident.cookies() });
    const phone = new ResidentPhone(page, origin);
    await phone.openVenue(VENUE.code);
    const morning = await leaveScan(page, Date.now() - TEN_HOURS_MS);
    await phone.openVenue(VENUE.code);
    await eventually('the morning’s scan is recorded', async () => (await visitIds(resident)).includes(morning) || undefined);
    expect(await phone.verdict.count(), 'nobody is shown a pass of this morning').toBe(0);
    await phone.pass();
    await phone.awaitVerdict('pass');
    const visits = await visitIds(resident);
    expect(visits).toHaveLength(2);
    expect(visits[1]).toBe(morning);
    expect(await keptScans(page)).toBeNull();
  });

  it('while the page stood open for more than five minutes does not pass for one of now', async () => {
    const resident = await residentUser(origin, 47);
    const { page, guard } = await browsers.open({ size: 'phone', cookies: resident.cookies() });
    guard.allow(503, '/api/v1/scans');
    await page.clock.install();
    const sent: string[] = [];
    await page.route('**/api/v1/scans', (route) => {
      sent.push((route.request().postDataJSON() as { eventId: string }).eventId);
      // The one of then is recorded when it comes again; this browser's clock is ahead of the server's for a new one.
      return sent.length === 2 ? route.fallback() : route.fulfill({ status: 503, headers: { 'retry-after': '5' } });
    });
    const phone = new ResidentPhone(page, origin);
    await phone.openVenue(VENUE.code);
    await phone.pass();
    await page.locator('.waiting').waitFor();
    await page.clock.fastForward(6 * 60_000);
    await page.getByRole('heading', { name: '您在这里吗？' }).waitFor();
    await eventually('the older scan is recorded', async () => (await visitIds(resident)).includes(sent[0] ?? '') || undefined);
    await phone.pass();
    await page.locator('.waiting').waitFor();
    const [first, again, next] = sent;
    expect(again).toBe(first);
    expect(next).not.toBe(first);
  });

  it('goes with the sign-out, and is not sent by whoever signs in next', async () => {
    const [first, second] = await Promise.all([residentUser(origin, 45), residentUser(origin, 46)]);
    const { page, context } = await browsers.open({ size: 'phone', cookies: first.cookies() });
    await page.goto(`${origin}/m/`);
    await leaveScan(page, Date.now());
    await page.getByRole('button', { name: '退出登录' }).click();
    await page.getByText('登录后可以查看自己的健康状态').waitFor();
    expect(await keptScans(page)).toBeNull();

    // The same tab kept another one, as after a crash of the page in the middle of the sign-out.
    await leaveScan(page, Date.now());
    await context.addCookies(second.cookies().map((cookie) => ({ ...cookie, url: origin })));
    await new ResidentPhone(page, origin).openVenue(VENUE.code);
    await new ResidentPhone(page, origin).pass();
    await new ResidentPhone(page, origin).awaitVerdict('pass');
    expect(await visitIds(second)).toHaveLength(1);
  });
});
