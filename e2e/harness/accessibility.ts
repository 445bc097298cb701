import axe, { type AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** What keeps somebody out; lesser findings are a matter of taste here. */
const GRAVE = ['serious', 'critical'];

/** Runs in the page: colours on their way to others are not what anybody reads. */
async function transitionsEnd(): Promise<void> {
  const passing = document.getAnimations().filter((each) => each.effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY);
  await Promise.allSettled(passing.map((each) => each.finished));
}

/** No serious or critical breach of WCAG 2.x A and AA on the page as it stands. */
export async function expectAccessible(page: Page, what: string): Promise<void> {
  await page.evaluate(transitionsEnd);
  await page.evaluate(axe.source);
  const results = (await page.evaluate(`axe.run({ runOnly: ['wcag2a', 'wcag2aa'] })`)) as AxeResults;
  const grave = results.violations
    .filter(({ impact }) => GRAVE.includes(impact ?? ''))
    .map(
      ({ id, nodes }) =>
        `${id}: ${nodes.map(({ html, failureSummary }) => `${html} (${failureSummary?.split('\n').slice(1).join(' ').trim()})`).join(' | ')}`,
    );
  expect(grave, `${what} is accessible`).toEqual([]);
}

/** Least sizes of a view, CSS pixels. */
export interface LeastSizes {
  readonly text: number;
  readonly target: number;
}

/** Of the ordinary and of the elder view, as the brief of the pages has them. */
export const LEAST_SIZES = { ordinary: { text: 16, target: 44 }, elder: { text: 18, target: 60 } } as const satisfies Record<
  string,
  LeastSizes
>;

interface Measured {
  readonly what: string;
  /** Font size of a text, lesser side of a target. */
  readonly size: number;
}

/** Runs in the page: every text that can be seen, with the size of its letters. */
function visibleTexts(): Measured[] {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const measured: Measured[] = [];
  while (walker.nextNode()) {
    const words = walker.currentNode.nodeValue?.trim() ?? '';
    const parent = walker.currentNode.parentElement;
    if (parent === null || words === '' || !parent.checkVisibility()) continue;
    if (parent.closest('script, style, noscript, option, .tx-visually-hidden') !== null) continue;
    measured.push({ what: `text “${words.slice(0, 20)}”`, size: Number.parseFloat(getComputedStyle(parent).fontSize) });
  }
  return measured;
}

/** Runs in the page: everything a finger aims at. */
function visibleTargets(): Measured[] {
  return [...document.querySelectorAll('button, a[href], input, select')]
    .filter((element) => element.checkVisibility())
    .map((element) => {
      const { width, height } = element.getBoundingClientRect();
      const name = (element.textContent || element.getAttribute('name')) ?? '';
      return { what: `${element.tagName.toLowerCase()} “${name.slice(0, 20)}”`, size: Math.round(Math.min(width, height)) };
    });
}

/** Everything visible that is smaller than it may be. */
export async function tooSmall(page: Page, least: LeastSizes): Promise<string[]> {
  const texts = await page.evaluate(visibleTexts);
  const targets = await page.evaluate(visibleTargets);
  expect(texts.length, 'there is something to measure').toBeGreaterThan(0);
  const small = [...texts.filter(({ size }) => size < least.text), ...targets.filter(({ size }) => size < least.target)];
  return [...new Set(small.map(({ what, size }) => `${what}: ${size} px`))];
}
