import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');

/** Names in the settings schema, read from its text: that is what a reader of the table would compare with. */
function settingsInSchema(): string[] {
  const source = readFileSync(join(root, 'apps/server/src/platform/config.ts'), 'utf8');
  const schema = /const Settings = z\.object\(\{\n([\s\S]*?)\n\}\);/.exec(source)?.[1] ?? '';
  return [...schema.matchAll(/^ {2}([A-Z][A-Z_]*):/gm)].map((match) => `TONGXING_${match[1]}`).sort();
}

function settingsInTable(): string[] {
  const text = readFileSync(join(root, 'docs/operate/configuration.md'), 'utf8');
  return [...text.matchAll(/^\| `(TONGXING_[A-Z_]+)` \|/gm)].map((match) => match[1] ?? '').sort();
}

it('docs/operate/configuration.md has one row for every setting and no other', () => {
  const settings = settingsInSchema();
  expect(settings.length).toBeGreaterThan(0);
  expect(settingsInTable()).toEqual(settings);
});
