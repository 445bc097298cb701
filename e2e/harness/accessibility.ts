import axe, { type AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** What keeps somebody out; lesser findings are a matter of taste here. */
const GRAVE = ['serious', 'critical'];

/** No serious or critical breach of WCAG 2.x A and AA on the page as it stands. */
export async function expectAccessible(page: Page, what: string): Promise<void> {
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

/** Everything visible that is smaller than it may be. */
export async function tooSmall(page: Page, least: LeastSizes): Promise<string[]> {
  return page.evaluate(({ text, target }) => {
    const isShown = (element: Element) => {
      const { width, height } = element.getBoundingClientRect();
      // Words for screen readers only are one pixel large.
      return width > 1 && height > 1 && getComputedStyle(element).visibility === 'visible';
    };
    const describe = (element: Element) =>
      `${element.tagName.toLowerCase()}.${element.getAttribute('class') ?? ''} “${(element.textContent ?? '').slice(0, 20)}”`;
    const found: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const parent = walker.currentNode.parentElement;
      if (parent === null || (walker.currentNode.nodeValue ?? '').trim() === '' || !isShown(parent)) continue;
      if (parent.closest('script, style, noscript, option, .tx-visually-hidden') !== null) continue;
      const size = Number.parseFloat(getComputedStyle(parent).fontSize);
      if (size < text) found.push(`text of ${size} px: ${describe(parent)}`);
    }
    for (const element of document.querySelectorAll('button, a[href], input, select')) {
      if (!isShown(element)) continue;
      const { width, height } = element.getBoundingClientRect();
      if (Math.round(Math.min(width, height)) < target)
        found.push(`target of ${Math.round(width)} × ${Math.round(height)} px: ${describe(element)}`);
    }
    return [...new Set(found)];
  }, least);
}
