import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Permission } from '@tongxing/contract';
import { venueAt } from '@tongxing/simulator';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectAccessible } from './harness/accessibility';
import { type ApiUser, CITY, residentUser, staffUser } from './harness/api';
import { useBrowser, type Visitor, type VisitorOptions } from './harness/browser';
import { shot } from './harness/screenshots';
import { sharedOrigin } from './harness/workers';
import { DoorScreen } from './pages/door-screen';

const ROOT = join(import.meta.dirname, '..');
const VENUE = venueAt(CITY, 3);
/** Pages of the console that stand outside its shell, and what opens them. */
const ALONE: readonly { readonly path: string; readonly permission: Permission }[] = [{ path: '/screen', permission: 'statistics.read' }];

async function sourceOf(file: string): Promise<string> {
  return readFile(join(ROOT, file), 'utf8');
}

/** Every page of the console with the permission that opens it, as the console itself declares them. */
async function consolePages(): Promise<{ path: string; permission: string }[]> {
  const text = await sourceOf('apps/console/src/pages/Pages.tsx');
  const declared = [...text.matchAll(/path: '(\/[^']*)', permission: '([^']*)'/g)];
  return [...declared.map(([, path = '', permission = '']) => ({ path, permission })), ...ALONE];
}

async function phonePages(): Promise<string[]> {
  return [...(await sourceOf('apps/mobile/src/App.tsx')).matchAll(/path="(\/[^"]*)"/g)].map(([, path = '']) => path.replace('/*?', ''));
}

/** Policies of the browser: the guard of each visitor fails on errors of the console, the event names the breach. */
describe('the policies of the pages', () => {
  const origin = sharedOrigin();
  const browsers = useBrowser();
  const staff = new Map<string, { user: ApiUser; permissions: readonly string[] }>();

  beforeAll(async () => {
    const { call } = await staffUser(origin, 'headquarters');
    for (const { username } of (await call('GET /api/v1/demo/accounts')).items) {
      const user = await staffUser(origin, username);
      staff.set(username, { user, permissions: (await user.call('GET /api/v1/staff/me')).permissions });
    }
  });

  async function open(options: VisitorOptions): Promise<Visitor & { breaches: () => Promise<string[]> }> {
    const visitor = await browsers.open(options);
    await visitor.context.addInitScript(() => {
      const seen: string[] = [];
      Object.assign(window, { breaches: seen });
      document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) =>
        seen.push(`${location.pathname} ${violatedDirective} ${blockedURI} ${sample}`),
      );
    });
    const breaches = () => visitor.page.evaluate(() => (window as unknown as { breaches: string[] }).breaches);
    return { ...visitor, breaches };
  }

  async function visit(page: Page, path: string): Promise<void> {
    await page.goto(`${origin}${path}`);
    await page.locator('h1, h2, .ant-result-title').first().waitFor();
    await page.waitForLoadState('load');
  }

  it('are kept by every page of the console, opened by somebody who may', async () => {
    const pages = await consolePages();
    expect(pages.length).toBeGreaterThan(15);
    const { page, guard, handOver, breaches } = await open({ size: 'desktop' });
    // Without a thing at hand the page says that it is not there.
    guard.allow(404, '/api/v1/');
    guard.allow(403, '/api/v1/');
    for (const { path, permission } of [{ path: '/sign-in', permission: undefined }, ...pages]) {
      const who = [...staff.values()].find(({ permissions }) => permission !== undefined && permissions.includes(permission));
      expect(permission === undefined || who !== undefined, `somebody opens ${path}`).toBe(true);
      await handOver(who?.user.cookies() ?? []);
      await visit(page, `/console${path.replace(':id', path.startsWith('/venues') ? VENUE.publicId : randomUUID())}`);
      expect(await breaches(), path).toEqual([]);
    }
  });

  it('are kept by every page of the phone, and by the door', async () => {
    const resident = await residentUser(origin, 90);
    const phone = await open({ size: 'phone', cookies: resident.cookies() });
    for (const path of await phonePages()) {
      await visit(phone.page, path.replace(':code', VENUE.code));
      expect(await phone.breaches(), path).toEqual([]);
    }
    const tablet = await open({ size: 'tablet' });
    await new DoorScreen(tablet.page, origin).open();
    expect(await tablet.breaches(), 'door').toEqual([]);
  });

  it.each(['/console/sign-in', '/m/', '/door/'])(
    'hold at %s: text becomes neither markup nor code, and no frame takes it',
    async (path) => {
      const { page, guard } = await open({ size: 'desktop' });
      await visit(page, path);
      const before = guard.problems.length;
      const outcome = await page.evaluate(() => {
        const attempt = (act: () => unknown) => {
          try {
            act();
            return 'done';
          } catch (error) {
            return (error as Error).name;
          }
        };
        const script = document.createElement('script');
        const inline = () => {
          script.textContent = 'window.inlineRan = true';
          document.body.append(script);
          return script;
        };
        return {
          markup: attempt(() => {
            document.body.innerHTML = '<b>x</b>';
          }),
          inline: attempt(inline),
          ran: 'inlineRan' in window,
          policy: attempt(() =>
            (window as unknown as { trustedTypes: { createPolicy: (name: string, rules: object) => object } }).trustedTypes.createPolicy(
              'x',
              {},
            ),
          ),
        };
      });
      expect(outcome).toEqual({ markup: 'TypeError', inline: 'TypeError', ran: false, policy: 'TypeError' });
      // These breaches were meant.
      guard.problems.splice(before);
      const { headers } = await fetch(`${origin}${path}`);
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('content-security-policy')).toMatch(/frame-ancestors 'none'/);
      expect(headers.get('content-security-policy')).not.toMatch(/unsafe-/);
      expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
    },
  );

  it('pages that show persons say who is looking, on the screen and in print; the wall screen does not', async () => {
    const who = staff.get('data');
    const { page } = await open({ size: 'desktop', cookies: who?.user.cookies() ?? [] });
    await visit(page, '/console/warnings');
    const mark = page.locator('.watermark');
    expect(await mark.textContent()).toMatch(/data.*\d{2}:\d{2}/);
    await expectAccessible(page, 'a marked page');
    await shot(page, 'watermark/01-warnings');
    await page.emulateMedia({ media: 'print' });
    expect(await mark.isVisible()).toBe(true);
    await shot(page, 'watermark/02-printed');
    await page.emulateMedia({ media: 'screen' });
    await visit(page, '/console/venues');
    expect(await mark.count()).toBe(0);
    const { page: wall } = await open({ size: 'desktop', cookies: staff.get('headquarters')?.user.cookies() ?? [] });
    await visit(wall, '/console/screen');
    expect(await wall.locator('.watermark').count()).toBe(0);
  });
});
