import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { PERSONAS, residentAt, residentsOf, venueAt, venuesOf } from '@tongxing/simulator';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiUser, CITY, eventId, residentUser, staffUser } from './harness/api';
import { useBrowser } from './harness/browser';
import { makeServerFolder, type ServerFolder } from './harness/folder';
import { freePort, type Program, startProgram } from './harness/program';
import { filesNaming, hits, withoutFigures, wordsAmong } from './harness/traces-of-people';
import { DoorScreen } from './pages/door-screen';
import { DemoInbox, ResidentPhone } from './pages/resident-phone';

const VENUE = venueAt(CITY, 2);
const PERSON = residentAt(CITY, 33);
const TRACED = residentAt(CITY, PERSONAS.case);
/** Filled in by a person who is new to the door's staff. */
const KEYED = residentAt(CITY, 44);
const HOUR_MS = 3_600_000;

/** Whatever names a person of the city: the fiction that every test uses, so each of its people is planted. */
const IDENTIFIERS = [
  ...[...residentsOf(CITY)].flatMap(({ name, phone, documentNumber }) => [name, phone, documentNumber]),
  ...[...venuesOf(CITY)].map(({ contactPhone }) => contactPhone),
];

/** Everything that a browser kept of a page, as one text. */
async function keptBy(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const stores = [localStorage, sessionStorage].map((store) => JSON.stringify(store));
    const databases = (await indexedDB.databases()).map(({ name }) => name);
    const names = await caches.keys();
    const cached = await Promise.all(
      names.map(async (name) => {
        const cache = await caches.open(name);
        const answers = await Promise.all((await cache.keys()).map((request) => cache.match(request)));
        return Promise.all(answers.map(async (answer) => answer?.text() ?? ''));
      }),
    );
    const workers = await navigator.serviceWorker?.getRegistrations();
    return JSON.stringify([stores, databases, cached, workers?.length, document.cookie, document.title, location.href]);
  });
}

/** A story with everybody in it is told to a platform that logs all it can; then whatever it left behind is searched. */
describe('people are named nowhere but where they are kept sealed', () => {
  let folder: ServerFolder;
  let program: Program;
  let adminPort: number;
  const browsers = useBrowser(() => program.origin);
  const urls: string[] = [];
  const kept: string[] = [];

  beforeAll(async () => {
    folder = await makeServerFolder();
    adminPort = await freePort();
    const temporary = join(folder.dataDir, '..', 'tmp');
    await mkdir(temporary);
    program = await startProgram(folder.dataDir, await freePort(), {
      TONGXING_ADMIN_PORT: String(adminPort),
      TONGXING_LOG_LEVEL: 'debug',
      TMPDIR: temporary,
    });
  });
  afterAll(async () => {
    await program?.kill('group').catch(() => undefined);
    await folder?.remove();
  });

  function listen(context: BrowserContext): void {
    context.on('request', (request) => urls.push(request.url(), JSON.stringify(request.headers().referer ?? '')));
    context.on('download', (download) => urls.push(download.suggestedFilename(), download.url()));
  }

  async function end(page: Page): Promise<void> {
    kept.push(await keptBy(page), JSON.stringify(await page.context().cookies()));
  }

  async function residentPasses(): Promise<void> {
    const visitor = await browsers.open({ size: 'phone' });
    listen(visitor.context);
    const phone = new ResidentPhone(visitor.page, program.origin);
    await phone.openVenue(VENUE.code);
    await phone.pass();
    await phone.askForCode(PERSON.phone);
    const inbox = new DemoInbox(await visitor.tab(), program.origin);
    await inbox.open();
    await phone.typeCode(await inbox.codeFor(PERSON.phone));
    await phone.awaitVerdict('pass');
    for (const path of ['/m/', '/m/visits', '/m/trips', '/m/uses']) {
      await visitor.page.goto(`${program.origin}${path}`);
      await visitor.page.locator('h1').waitFor();
    }
    await end(visitor.page);
  }

  async function doorLetsIn(manager: ApiUser): Promise<void> {
    const { pairingCode } = await manager.call('POST /api/v1/venues/:id/door-pairings', { params: { id: venueAt(CITY, 0).publicId } });
    const visitor = await browsers.open({ size: 'tablet' });
    listen(visitor.context);
    const door = new DoorScreen(visitor.page, program.origin);
    await door.open();
    await door.pair(pairingCode);
    await door.start();
    const { name, documentType, documentNumber } = KEYED;
    const body = { eventId: eventId(), documentType, documentNumber, name, temperatureC: 36.5 };
    await manager.call('POST /api/v1/venues/:id/entries', { params: { id: venueAt(CITY, 0).publicId }, body });
    const resident = await residentUser(program.origin, 34);
    await resident.call('POST /api/v1/scans', { body: { eventId: eventId(), code: venueAt(CITY, 0).code } });
    await end(visitor.page);
  }

  async function deskWorks(): Promise<void> {
    const red = await residentUser(program.origin, PERSONAS.red);
    await red.call('POST /api/v1/scans', { body: { eventId: eventId(), code: VENUE.code } });
    const dispatcher = await staffUser(program.origin, 'dispatcher');
    const visitor = await browsers.open({ size: 'desktop', cookies: dispatcher.cookies() });
    listen(visitor.context);
    const { page } = visitor;
    await page.goto(`${program.origin}/console/incidents`);
    await page.getByRole('row').filter({ hasText: VENUE.name }).getByRole('link').first().click();
    await page.getByRole('button', { name: '查看身份' }).click();
    await page.getByRole('dialog').getByRole('textbox').first().fill('电话联系本人');
    await page.getByRole('dialog').getByRole('button', { name: '确认查看' }).click();
    await page.getByText(residentAt(CITY, PERSONAS.red).name).waitFor();
    await end(page);
  }

  /** Nothing follows from a case before a second person has confirmed its evidence. */
  async function confirmEvidence(): Promise<void> {
    const { call } = await staffUser(program.origin, 'reviewer');
    const { items } = await call('GET /api/v1/health-evidence', { query: { state: 'to_confirm' } });
    for (const { id } of items) {
      const body = { id: randomUUID(), decision: 'confirm', note: '已核对检测报告' } as const;
      await call('POST /api/v1/health-evidence/:id/decision', { params: { id }, body });
    }
  }

  async function caseIsTraced(): Promise<void> {
    const { call, cookies } = await staffUser(program.origin, 'epidemiologist');
    const { documentType, documentNumber } = TRACED;
    const at = (ms: number) => new Date(Date.now() - ms).toISOString();
    const entered = await call('POST /api/v1/cases', {
      body: { id: randomUUID(), documentType, documentNumber, confirmedAt: at(0), onsetAt: at(HOUR_MS), evidenceReference: 'LAB-0001' },
    });
    await confirmEvidence();
    const order = { legalBasis: 'infectious_disease_law', basisReference: '第7号', purpose: '流行病学调查' } as const;
    const window = { from: at(HOUR_MS), to: at(0) };
    const { id } = await call('POST /api/v1/traces', { body: { id: randomUUID(), caseId: entered.id, ...order, ...window } });
    const approver = await staffUser(program.origin, 'approver');
    await approver.call('POST /api/v1/traces/:id/decision', { params: { id }, body: { approve: true, note: '同意' } });
    const visitor = await browsers.open({ size: 'desktop', cookies: cookies() });
    listen(visitor.context);
    await visitor.page.goto(`${program.origin}/console/traces/${id}`);
    await visitor.page.getByText('活动轨迹').first().waitFor();
    await end(visitor.page);
  }

  /** What goes wrong is what gets logged. */
  async function failures(): Promise<void> {
    const post = (path: string, body: string) =>
      fetch(`${program.origin}${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    await post('/api/v1/sign-in/sessions', JSON.stringify({ phone: PERSON.phone, code: 'x', name: PERSON.name }));
    await post('/api/v1/scans', `{"phone":"${PERSON.phone}","name":"${PERSON.name}"`);
    await post('/api/v1/staff/sessions', JSON.stringify({ username: PERSON.name, password: PERSON.documentNumber }));
  }

  it('a story of a resident, a door, a desk, a trace and of failures leaves no name, number or telephone', async () => {
    const manager = await staffUser(program.origin, 'venue');
    await residentPasses();
    await doorLetsIn(manager);
    await deskWorks();
    await caseIsTraced();
    await failures();

    const metrics = await (await fetch(`http://127.0.0.1:${adminPort}/metrics`)).text();
    expect(metrics).toContain('tongxing_http_request_seconds');
    expect(hits(withoutFigures(metrics), IDENTIFIERS)).toEqual([]);
    // Of the demonstration's inbox alone: it is asked by number, holds fiction, and is not there in production.
    const addresses = urls.filter((url) => !url.includes('/api/v1/demo/')).join('\n');
    expect(urls.length).toBeGreaterThan(50);
    expect(hits(decodeURIComponent(addresses), IDENTIFIERS)).toEqual([]);
    expect(kept.length).toBeGreaterThan(6);
    expect(hits(kept.join('\n'), IDENTIFIERS)).toEqual([]);
    const { files, named } = await filesNaming(join(folder.dataDir, '..'), IDENTIFIERS);
    // The log, the keys, and the database with its write-ahead log, byte by byte.
    expect(files).toBeGreaterThan(500);
    expect(named).toEqual([]);
  });

  it('the search finds them where they are', () => {
    const text = `x${PERSON.phone} ${PERSON.documentNumber}\0${PERSON.name}`;
    expect(hits(wordsAmong(Buffer.from(text)), IDENTIFIERS)).toEqual(
      expect.arrayContaining([PERSON.name, PERSON.phone, PERSON.documentNumber]),
    );
    expect(IDENTIFIERS.length).toBeGreaterThan(600);
  });
});
