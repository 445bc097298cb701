import type { Page } from 'playwright-core';

/** What pages show while they read. */
const WAITING = ['.ant-skeleton', '.ant-spin-spinning', '.list-waiting', '.loading'];

/** Waits until nothing on the page is being read any more. */
export async function settled(page: Page): Promise<void> {
  for (const waiting of WAITING) await page.locator(waiting).first().waitFor({ state: 'detached' });
}
