import { copyFile, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { SCREENS } from './screen-index';

const IMAGES = join(import.meta.dirname, '../../docs/images');

/** Waits until animations that end have ended; those that run for ever (spinners) are left alone. */
export async function still(page: Page, what: string): Promise<void> {
  await expect.poll(() => isStill(page), { message: `${what} comes to rest`, timeout: 10_000 }).toBe(true);
}

async function isStill(page: Page): Promise<boolean> {
  return page.evaluate(() =>
    document
      .getAnimations()
      .every((each) => each.playState !== 'running' || each.effect?.getComputedTiming().endTime === Number.POSITIVE_INFINITY),
  );
}

export interface ShotOptions {
  /** The whole page instead of what fits the screen. */
  readonly full?: boolean;
  /** Also the picture of the README, when `UPDATE_IMAGES=1` asks for new ones. */
  readonly readme?: 'verdict' | 'console';
}

/**
 * Puts a picture of the page as it stands into the run's folder.
 * @param name `<journey>/<two digits>-<state>`
 */
export async function shot(page: Page, name: string, options: ShotOptions = {}): Promise<void> {
  const path = join(SCREENS, `${name}.png`);
  await mkdir(dirname(path), { recursive: true });
  await still(page, name);
  await page.screenshot({ path, fullPage: options.full ?? false });
  if (options.readme === undefined || process.env.UPDATE_IMAGES !== '1') return;
  await mkdir(IMAGES, { recursive: true });
  await copyFile(path, join(IMAGES, `${options.readme}.png`));
}
