import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { venueAt } from '@tongxing/simulator';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { cropped, readCode, renderPdf } from '../apps/server/src/testing/rendering';
import { type ApiUser, CITY, residentUser, staffUser } from './harness/api';
import { useBrowser } from './harness/browser';
import { shot } from './harness/screenshots';
import { sharedOrigin } from './harness/workers';
import { ConsoleDesk } from './pages/console-desk';
import { ResidentPhone } from './pages/resident-phone';

const JOURNEY = 'venue-code';
/** Somebody without anything abnormal, of whom no other journey knows. */
const PASSER = 171;

/** What a camera reads off the file that a click brings; of a sticker the code stands in the upper two thirds. */
async function codeOfDownload(page: Page, click: () => Promise<void>): Promise<string | undefined> {
  const [download] = await Promise.all([page.waitForEvent('download'), click()]);
  const [sheet] = await renderPdf(await readFile(await download.path()), 100);
  return sheet && readCode(cropped(sheet, [0.1, 0.15, 0.9, 0.62]));
}

describe('the code of a venue, from its print to its replacement', () => {
  const origin = sharedOrigin();
  const browsers = useBrowser();
  let street: ApiUser;
  let venue: { id: string; code: string; name: string };

  beforeAll(async () => {
    street = await staffUser(origin, 'street');
    const { divisionCode } = venueAt(CITY, 0);
    const body = {
      id: randomUUID(),
      name: '听雨街茶馆',
      class: 'restaurant',
      address: '听雨街 9 号',
      divisionCode,
      contactPhone: '16099990001',
    } as const;
    venue = await street.call('POST /api/v1/venues', { body });
  });

  it('an officer prints it, replaces it, and finds the old one still hanging; the old one says so, the new one passes', async () => {
    const { page } = await browsers.open({ size: 'desktop', cookies: street.cookies() });
    const desk = new ConsoleDesk(page, origin);
    await desk.open(`/venues/${venue.id}/poster`);
    await page.getByRole('img', { name: venue.name }).waitFor();
    await shot(page, `${JOURNEY}/01-poster-a4`);
    await page.getByText('不干胶').click();
    await page.locator('img.poster-sticker').waitFor();
    await shot(page, `${JOURNEY}/02-poster-sticker`);
    expect(await codeOfDownload(page, () => desk.button('下载 PDF').click())).toBe(`${origin}/v/${venue.code}`);

    await desk.open(`/venues/${venue.id}`);
    await desk.button('更换场所码').click();
    await desk.dialog.getByLabel('原因').click();
    await desk.pick('破损、看不清');
    await desk.dialog.getByLabel('说明').fill('雨淋后扫不出');
    await shot(page, `${JOURNEY}/03-replace`);
    await desk.button('更换场所码', desk.dialog).click();
    await page.getByRole('heading', { level: 1, name: '场所码海报' }).waitFor();
    const { items } = await street.call('GET /api/v1/venues/:id/code-issues', { params: { id: venue.id } });
    const [present] = items;
    expect(items.map(({ issue }) => issue)).toEqual([2, 1]);

    const phone = await browsers.open({ size: 'phone' });
    await phone.page.goto(`${origin}/v/${venue.code}`);
    await phone.page.getByRole('heading', { name: '场所码已更换' }).waitFor();
    await shot(phone.page, `${JOURNEY}/10-old-sticker`);
    const resident = await residentUser(origin, PASSER);
    const passer = await browsers.open({ size: 'phone', cookies: resident.cookies() });
    const visit = new ResidentPhone(passer.page, origin);
    await visit.openVenue(present?.code ?? '');
    await visit.pass();
    await visit.awaitVerdict('pass');

    await desk.open('/sticker-check');
    await page.getByLabel('编码或扫码内容').fill(venue.code);
    await desk.button('记录看到').click();
    await page.getByText('请撕下旧码').waitFor();
    await desk.open('/sticker-findings');
    await page.getByText('旧码仍在张贴').first().waitFor();
    await shot(page, `${JOURNEY}/05-findings`);
    await desk.open(`/venues/${venue.id}`);
    await page.getByText('第 2 次').waitFor();
    await shot(page, `${JOURNEY}/04-history`, { full: true });
  });

  it('is checked on site with a telephone, in English', async () => {
    const { page, context } = await browsers.open({ size: 'phone', language: 'en', cookies: street.cookies() });
    await context.grantPermissions(['geolocation'], { origin });
    await context.setGeolocation({ latitude: 31.95, longitude: 118.84, accuracy: 12 });
    const desk = new ConsoleDesk(page, origin);
    await desk.open('/sticker-check');
    await page.getByText('within about 12 m').waitFor();
    const { code } = venueAt(CITY, 0);
    await page.getByLabel('Code, or what').fill(`${origin}/v/${code}`);
    await desk.button('Record as seen').click();
    await page.getByText('as it should be').waitFor();
    await shot(page, `${JOURNEY}/11-check-on-site`, { full: true });
    await desk.open(`/venues/${venue.id}/poster`);
    await page.getByRole('img', { name: venue.name }).waitFor();
    await shot(page, `${JOURNEY}/12-poster-on-a-phone`, { full: true });
  });
});
