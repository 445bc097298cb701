import { randomUUID } from 'node:crypto';
import { residentAt, venueAt } from '@tongxing/simulator';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectAccessible } from './harness/accessibility';
import { type ApiUser, CITY, confirmEvidence, eventId, residentUser, staffUser } from './harness/api';
import { type ScreenSize, useBrowser } from './harness/browser';
import { shot } from './harness/screenshots';
import { settled } from './harness/settled';
import { sharedOrigin } from './harness/workers';

const JOURNEY = 'accounted-for';
const PERSON = 71;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const VIEWS = [
  { language: 'zh', size: 'phone' },
  { language: 'en', size: 'desktop' },
] as const;

/** Whoever was looked at can see it, the auditor can follow it, and everybody can count it. */
describe('use of data is accounted for', () => {
  const origin = sharedOrigin();
  const browsers = useBrowser();
  let resident: ApiUser;
  let auditor: ApiUser;
  let data: ApiUser;

  beforeAll(async () => {
    [resident, auditor, data] = await Promise.all([residentUser(origin, PERSON), staffUser(origin, 'auditor'), staffUser(origin, 'data')]);
    const { documentType, documentNumber } = residentAt(CITY, PERSON);
    const sampledAt = new Date(Date.now() - MINUTE_MS).toISOString();
    const evidence = {
      id: randomUUID(),
      documentType,
      documentNumber,
      kind: 'quarantine_order',
      source: '区疾控〔虚构〕71 号',
      sampledAt,
    } as const;
    await data.call('POST /api/v1/health-evidence', { body: evidence });
    await confirmEvidence(origin);
    // One now, one from the morning that a phone had kept.
    const code = venueAt(CITY, 3).code;
    for (const at of [Date.now(), Date.now() - 3 * HOUR_MS])
      await resident.call('POST /api/v1/scans', { body: { eventId: eventId(at), code } });
  });

  async function visit(user: ApiUser, path: string, language: 'zh' | 'en', size: ScreenSize): Promise<Page> {
    const { page } = await browsers.open({ size, language, cookies: user.cookies() });
    await page.goto(`${origin}${path}`);
    await page.locator('h1').first().waitFor();
    return page;
  }

  async function inspect(page: Page, name: string): Promise<void> {
    await settled(page);
    await shot(page, `${JOURNEY}/${name}`, { full: true });
    await expectAccessible(page, name);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(overflow, `${name} is wider than the screen`).toBeLessThanOrEqual(0);
  }

  it.each(VIEWS)('to the person: $language, $size', async ({ language, size }) => {
    const page = await visit(resident, '/m/uses', language, size);
    await page.locator('.rows li').first().waitFor();
    await inspect(page, `01-uses-${language}-${size}`);
  });

  it.each(VIEWS)('to everybody: $language, $size', async ({ language, size }) => {
    const page = await visit(resident, '/m/openness', language, size);
    await page.locator('.figures').waitFor();
    await inspect(page, `02-openness-${language}-${size}`);
  });

  it.each(VIEWS)('to the auditor: $language, $size', async ({ language, size }) => {
    const page = await visit(auditor, '/console/audit', language, size);
    await page.locator('.proof-card').waitFor();
    await inspect(page, `03-audit-${language}-${size}`);
  });

  it.each(VIEWS)('a late upload is marked as one: $language, $size', async ({ language, size }) => {
    const page = await visit(data, '/console/warnings?kind=late', language, size);
    await page
      .getByText(language === 'zh' ? '补传' : 'Late upload')
      .first()
      .waitFor();
    await inspect(page, `04-late-warnings-${language}-${size}`);
  });
});
