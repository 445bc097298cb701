import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { Guard } from './guard';
import { sharedOrigin } from './workers';

/**
 * Of a headless Chromium's own window nobody sees anything, yet for each it starts two more processes with the page that
 * its address bar unfolds: two fifths of the time of all journeys. The list takes the place of Playwright's, of which it
 * keeps what is about pages and about asking nobody outside.
 */
const WITHOUT = [
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'MediaRouter',
  'PaintHolding',
  'OptimizationHints',
  'NetworkTimeServiceQuerying',
  'AimEnabled',
  'PreconnectToSearch',
];
const ARGUMENTS = [
  `--disable-features=${WITHOUT.join(',')}`,
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--autoplay-policy=no-user-gesture-required',
];
const INSTALLED = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
/** A loaded two-core machine is slow, not broken. */
const PATIENCE_MS = 20_000;
const FAILURES = join(import.meta.dirname, '../../test-results/failures');
const FAILURE_MS = 5_000;
const FAILURE_LETTERS = 800;

/** The screens the platform is drawn for. */
export const SCREEN_SIZES = {
  phone: { width: 390, height: 844 },
  tablet: { width: 1024, height: 768 },
  desktop: { width: 1440, height: 900 },
} as const;
export type ScreenSize = keyof typeof SCREEN_SIZES;

type Cookies = readonly { readonly name: string; readonly value: string }[];

export interface VisitorOptions {
  readonly size: ScreenSize;
  readonly language?: 'zh' | 'en';
  /** Sessions taken over from the API. */
  readonly cookies?: Cookies;
  /** Only for pages that an inspection script is put into. */
  readonly bypassCSP?: boolean;
  /** What the page's own storage holds before it opens. */
  readonly storage?: Readonly<Record<string, string>>;
}

/** Somebody with a browser of their own: separate cookies and storage. */
export interface Visitor {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly guard: Guard;
  /** Another tab of the same person. */
  tab(): Promise<Page>;
  /** From the next page on the browser is used by somebody else: cheaper than another browser, which reads every file anew. */
  handOver(cookies: Cookies): Promise<void>;
}

export interface Browsers {
  open(options: VisitorOptions): Promise<Visitor>;
}

function executablePath(): string {
  return process.env.TONGXING_CHROMIUM ?? INSTALLED.find((path) => existsSync(path)) ?? chromium.executablePath();
}

async function openVisitor(browser: Browser, origin: string, options: VisitorOptions): Promise<Visitor> {
  const language = options.language ?? 'zh';
  const context = await browser.newContext({
    viewport: SCREEN_SIZES[options.size],
    locale: language === 'zh' ? 'zh-CN' : 'en-GB',
    hasTouch: options.size !== 'desktop',
    isMobile: options.size === 'phone',
    bypassCSP: options.bypassCSP ?? false,
  });
  context.setDefaultTimeout(PATIENCE_MS);
  const storage = { 'tongxing.language': language, ...options.storage };
  await context.addInitScript((items) => {
    // A new tab starts on a blank page, which has no storage.
    if (location.protocol === 'about:') return;
    for (const [key, value] of Object.entries(items)) if (localStorage.getItem(key) === null) localStorage.setItem(key, value);
  }, storage);
  const handOver = async (cookies: Cookies) => {
    await context.clearCookies();
    await context.addCookies(cookies.map((cookie) => ({ ...cookie, url: origin })));
  };
  if (options.cookies !== undefined) await handOver(options.cookies);
  const guard = new Guard(origin);
  context.on('page', (page) => guard.watch(page));
  return { page: await context.newPage(), context, guard, tab: () => context.newPage(), handOver };
}

/** What a page showed when its test failed: the only witness on a machine that nobody watches. */
async function keepPicture(page: Page, name: string): Promise<void> {
  const path = join(FAILURES, `${name.replace(/[^\p{L}\p{N}]+/gu, '-')}.png`);
  const text = await page.screenshot({ path, timeout: FAILURE_MS }).then(
    () => page.evaluate(() => document.body.innerText),
    (error) => String(error),
  );
  process.stdout.write(`${path} ${page.url()}\n${text.slice(0, FAILURE_LETTERS)}\n`);
}

/**
 * A browser for the tests of one file, at the server that all journeys share or at one of their own. Whatever a test opened is closed after it, and each of its pages must have
 * behaved: nothing on the console, no breach of policy, no request elsewhere.
 */
export function useBrowser(originOf = sharedOrigin): Browsers {
  let browser: Browser | undefined;
  let visitors: Visitor[] = [];
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: executablePath(), args: ARGUMENTS });
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await Promise.all(visitors.map(({ page }, index) => keepPicture(page, `${task.name}-${index}`)));
    const problems = visitors.flatMap(({ guard }) => guard.problems);
    await Promise.all(visitors.map(({ context }) => context.close()));
    visitors = [];
    expect(problems).toEqual([]);
  });
  afterAll(async () => {
    await browser?.close();
  });
  return {
    async open(options) {
      if (browser === undefined) throw new Error('the browser opens before the first test');
      const visitor = await openVisitor(browser, originOf(), options);
      visitors.push(visitor);
      return visitor;
    },
  };
}
