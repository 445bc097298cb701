import { describe, expect, it } from 'vitest';
import en from './en/console.json';
import { i18n } from './index';
import zh from './zh/console.json';

/** Plural forms differ by language: `days_one` and `days` are the same text. */
function textKeys(tree: object, prefix = ''): string[] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'object' && value !== null ? textKeys(value, `${prefix}${key}.`) : [`${prefix}${key.replace(/_(one|other)$/, '')}`],
  );
}

const sources = import.meta.glob<string>(['../**/*.{ts,tsx}', '!../**/*.test.ts'], { query: '?raw', import: 'default', eager: true });
const code = Object.values(sources).join('\n');

describe('catalogues of the console', () => {
  it('have the same texts in both languages', () => {
    expect([...new Set(textKeys(en))].sort()).toEqual([...new Set(textKeys(zh))].sort());
  });

  it('hold every text that is asked for by its full name', () => {
    const asked = [...code.matchAll(/\bt\('([\w.:]+)'/g)].map((match) => match[1] ?? '');
    expect(asked.length).toBeGreaterThan(200);
    expect(asked.filter((key) => !i18n.exists(key, { count: 2 }))).toEqual([]);
  });

  it('hold no text that nobody asks for', () => {
    const families = [...code.matchAll(/`(?:console:)?([\w.]+\.)\$\{/g)].map((match) => match[1] ?? '');
    const isAsked = (key: string) => code.includes(`'${key}'`) || families.some((family) => key.startsWith(family));
    expect(textKeys(zh).filter((key) => !isAsked(key))).toEqual([]);
  });
});
