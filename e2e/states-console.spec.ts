import { randomUUID } from 'node:crypto';
import { residentAt, venueAt } from '@tongxing/simulator';
import type { Page } from 'playwright-core';
import { beforeAll, describe, it } from 'vitest';
import { expectAccessible } from './harness/accessibility';
import { type ApiUser, CITY, confirmEvidence, eventId, residentUser, staffUser } from './harness/api';
import { type ScreenSize, useBrowser, type Visitor } from './harness/browser';
import { shot } from './harness/screenshots';
import { settled } from './harness/settled';
import { sharedOrigin } from './harness/workers';

const JOURNEY = 'states-console';
const VENUE = venueAt(CITY, 0);
const ROLES = ['headquarters', 'data', 'dispatcher', 'hotline', 'epidemiologist', 'approver', 'street', 'venue', 'auditor'] as const;
type Role = (typeof ROLES)[number];
const MINUTE_MS = 60_000;

/** Every list with somebody who may read it. */
const LISTS: readonly { readonly name: string; readonly role: Role; readonly path: string; readonly api: string }[] = [
  { name: 'warnings', role: 'data', path: '/warnings', api: '/api/v1/warnings' },
  { name: 'incidents', role: 'dispatcher', path: '/incidents', api: '/api/v1/incidents' },
  { name: 'regimes', role: 'headquarters', path: '/regimes', api: '/api/v1/regimes' },
  { name: 'risk-areas', role: 'headquarters', path: '/risk-areas', api: '/api/v1/risk-areas' },
  { name: 'evidence', role: 'data', path: '/evidence', api: '/api/v1/health-evidence' },
  { name: 'cases', role: 'epidemiologist', path: '/cases', api: '/api/v1/cases' },
  { name: 'traces', role: 'approver', path: '/traces', api: '/api/v1/traces' },
  { name: 'venues', role: 'street', path: '/venues', api: '/api/v1/venues' },
  { name: 'audit', role: 'auditor', path: '/audit', api: '/api/v1/audit-events' },
];

describe('states of the console', () => {
  const origin = sharedOrigin();
  const browsers = useBrowser();
  const staff = new Map<Role, ApiUser>();

  beforeAll(async () => {
    for (const role of ROLES) staff.set(role, await staffUser(origin, role));
    await raiseWarning(50);
    await switchRegime('risk_areas', '防指〔2026〕3 号');
    await switchRegime('normal', '防指〔2026〕4 号');
    await requestTrace(51);
  });

  function as(role: Role): ApiUser {
    const user = staff.get(role);
    if (user === undefined) throw new Error(`${role} is not signed in`);
    return user;
  }

  /** Evidence makes somebody red; the next scan is a stop. */
  async function raiseWarning(index: number): Promise<void> {
    const { documentType, documentNumber } = residentAt(CITY, index);
    const sampledAt = new Date(Date.now() - MINUTE_MS).toISOString();
    const body = {
      id: randomUUID(),
      documentType,
      documentNumber,
      kind: 'quarantine_order',
      source: '区疾控〔虚构〕12 号',
      sampledAt,
    } as const;
    await as('data').call('POST /api/v1/health-evidence', { body });
    await confirmEvidence(origin);
    const { call } = await residentUser(origin, index);
    await call('POST /api/v1/scans', { body: { eventId: eventId(), code: VENUE.code } });
  }

  async function switchRegime(regime: 'risk_areas' | 'normal', noticeNumber: string): Promise<void> {
    const divisionCode = VENUE.divisionCode.slice(0, 4);
    await as('headquarters').call('POST /api/v1/regimes', {
      body: { id: randomUUID(), divisionCode, regime, noticeNumber, title: '关于核验方式的通知' },
    });
  }

  async function requestTrace(index: number): Promise<void> {
    const { documentType, documentNumber } = residentAt(CITY, index);
    const { call } = as('epidemiologist');
    const confirmedAt = new Date(Date.now() - MINUTE_MS).toISOString();
    const onsetAt = new Date(Date.now() - 600 * MINUTE_MS).toISOString();
    const evidenceReference = '青屿检字〔虚构〕第 009 号';
    const entered = await call('POST /api/v1/cases', {
      body: { id: randomUUID(), documentType, documentNumber, confirmedAt, onsetAt, evidenceReference },
    });
    const order = {
      legalBasis: 'infectious_disease_law',
      basisReference: '流调令〔2026〕9 号',
      purpose: '查明传染期内的同时空人员',
    } as const;
    await call('POST /api/v1/traces', { body: { id: randomUUID(), caseId: entered.id, ...order, from: onsetAt, to: confirmedAt } });
  }

  function openAs(role: Role | undefined, size: ScreenSize, language: 'zh' | 'en' = 'zh'): Promise<Visitor> {
    return browsers.open({ size, language, ...(role === undefined ? {} : { cookies: as(role).cookies() }) });
  }

  /** Opens a page and waits until nothing is being read any more. */
  async function visit(page: Page, path: string): Promise<void> {
    await page.goto(`${origin}/console${path}`);
    await page.locator('h1, .ant-result-title').first().waitFor();
    await settled(page);
  }

  async function inspect(page: Page, name: string): Promise<void> {
    await shot(page, `${JOURNEY}/${name}`, { full: true });
    await expectAccessible(page, name);
  }

  it.each(['zh', 'en'] as const)('signing in, and being refused: %s', async (language) => {
    const { page, guard } = await openAs(undefined, 'desktop', language);
    guard.allow(401, '/api/v1/staff/sessions');
    await visit(page, '/');
    await page.locator('.demo-accounts li').first().waitFor();
    await inspect(page, `01-sign-in-${language}`);
    await page.locator('input[type="text"]').fill('headquarters');
    await page.locator('input[type="password"]').fill('not the password');
    await page.locator('#sign-in').click();
    await page.getByRole('alert').first().waitFor();
    await inspect(page, `02-sign-in-refused-${language}`);
  });

  it('the first page of each role', async () => {
    const { page, handOver } = await openAs(undefined, 'desktop');
    for (const role of ROLES) {
      await handOver(as(role).cookies());
      await visit(page, '/');
      await inspect(page, `10-home-${role}-zh`);
    }
  });

  it('every list, full and empty', async () => {
    const { page, handOver } = await openAs(undefined, 'desktop');
    for (const { name, role, path, api } of LISTS) {
      await handOver(as(role).cookies());
      await visit(page, path);
      await inspect(page, `20-${name}-full-zh`);
      await page.route(`**${api}*`, (route) => route.fulfill({ json: { items: [], nextCursor: null } }));
      await visit(page, path);
      await inspect(page, `21-${name}-empty-zh`);
      await page.unroute(`**${api}*`);
    }
  });

  it('a list that cannot be read', async () => {
    const { page, guard } = await openAs('dispatcher', 'desktop');
    guard.allowFailures();
    await page.route('**/api/v1/incidents*', (route) => route.abort());
    await page.goto(`${origin}/console/incidents`);
    await page.getByText('没有读到内容').first().waitFor();
    await inspect(page, '22-incidents-error-zh');
  });

  it.each(['zh', 'en'] as const)('what the account may not open, and what is not there: %s', async (language) => {
    const { page, guard } = await openAs('data', 'desktop', language);
    guard.allow(404, '/api/v1/incidents/');
    await visit(page, '/venues');
    await inspect(page, `30-denied-${language}`);
    await visit(page, '/nowhere');
    await inspect(page, `31-no-page-${language}`);
    await visit(page, `/incidents/${randomUUID()}`);
    await inspect(page, `32-no-incident-${language}`);
  });

  it('in English', async () => {
    const { page, handOver } = await openAs(undefined, 'desktop', 'en');
    for (const { name, role, path } of LISTS) {
      await handOver(as(role).cookies());
      await visit(page, path);
      await shot(page, `${JOURNEY}/40-${name}-en`, { full: true });
    }
    await handOver(as('headquarters').cookies());
    await visit(page, '/');
    await inspect(page, '41-home-headquarters-en');
  });

  it.each(['tablet', 'phone'] as const)('on a %s', async (size) => {
    const pages: readonly (readonly [Role, string, string])[] = [
      ['headquarters', '/', 'home'],
      ['data', '/warnings', 'warnings'],
      ['dispatcher', '/incidents', 'incidents'],
      ['street', `/venues/${VENUE.publicId}`, 'venue'],
      ['approver', '/traces', 'traces'],
    ];
    const { page, handOver } = await openAs(undefined, size);
    for (const [role, path, name] of pages) {
      await handOver(as(role).cookies());
      await visit(page, path);
      await inspect(page, `50-${name}-${size}-zh`);
    }
  });

  it('one thing at a time: warning, incident, venue', async () => {
    const { page } = await openAs('data', 'desktop');
    await visit(page, '/warnings');
    await page.getByRole('row').filter({ hasText: VENUE.name }).first().getByRole('button').first().click();
    await page.getByRole('dialog').getByText('签收说明').waitFor();
    await inspect(page, '60-warning-zh');
    await page.getByRole('dialog').getByRole('link').first().click();
    await page.locator('.incident-top').waitFor();
    await inspect(page, '61-incident-watcher-zh');
    const { page: street } = await openAs('street', 'desktop');
    await visit(street, `/venues/${VENUE.publicId}`);
    await inspect(street, '62-venue-zh');
  });
});
