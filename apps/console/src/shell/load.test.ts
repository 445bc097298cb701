import { type Endpoint, endpoints, LOAD_LEVELS, shedsAt } from '@tongxing/contract';
import { describe, expect, it } from 'vitest';
import { i18n } from '../i18n';
import { PUT_OFF } from './load';

const all: readonly Endpoint[] = Object.values(endpoints);

describe('what the notice says is put off', () => {
  it.each(LOAD_LEVELS)('%s: is what the server puts off', (level) => {
    const sheds = (endpoint: Endpoint) => {
      const at = shedsAt(endpoint);
      return at !== 'never' && LOAD_LEVELS.indexOf(level) >= LOAD_LEVELS.indexOf(at);
    };
    const tags = new Set(all.filter(sheds).map(({ tag }) => tag));
    expect([...tags].sort()).toEqual([...PUT_OFF[level]].sort());
  });

  it('has a word for each in both languages', () => {
    const missing = PUT_OFF.overloaded.flatMap((tag) =>
      ['zh', 'en'].filter((lng) => !i18n.exists(`load.work.${tag}`, { lng, fallbackLng: [] })),
    );
    expect(missing).toEqual([]);
  });
});
