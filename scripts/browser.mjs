// A Chromium for the browser tests: the system's, else from the system's packages, else Playwright's own.
import { existsSync } from 'node:fs';
import { run } from './ensure.mjs';

const SYSTEM = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];
const systemBrowser = () => [process.env.TONGXING_CHROMIUM, ...SYSTEM].find((path) => path !== undefined && existsSync(path));
const say = (text) => process.stdout.write(`${text}\n`);

async function installFromPackages() {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return;
  say('  Installing Chromium and Chinese fonts from the system packages …');
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update', '-q'], { env });
  await run('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'chromium', 'fonts-noto-cjk'], { env });
}

async function playwrightBrowser() {
  const { chromium } = await import('playwright-core');
  if (!existsSync(chromium.executablePath())) {
    say('  Downloading a browser …');
    await run(process.execPath, ['node_modules/playwright-core/cli.js', 'install', 'chromium']);
  }
  return chromium.executablePath();
}

/** Path of a browser; ends the process with a clear sentence when none can be had. */
export async function ensureBrowser() {
  const found = systemBrowser();
  if (found !== undefined) return found;
  const reasons = [];
  await installFromPackages().catch((error) => reasons.push(error.message));
  const installed = systemBrowser();
  if (installed !== undefined) return installed;
  try {
    return await playwrightBrowser();
  } catch (error) {
    reasons.push(error.message);
  }
  say(
    `The browser tests need Chromium and none could be had. Install it with your system's packages, or set TONGXING_CHROMIUM to its path.\n${reasons.join('\n')}`,
  );
  process.exit(1);
}
