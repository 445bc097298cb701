import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');
const OTHER_FOLDERS = new Set(['node_modules', 'dist', 'data', 'coverage', 'test-results', '.git']);
/** Pictures that the browser tests take; a fresh clone may not have them yet. */
const TAKEN_BY_TESTS = new Set(['docs/images/verdict.png', 'docs/images/console.png']);
const ELSEWHERE = /^[a-z][a-z0-9+.-]*:/i;

function markdownBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return OTHER_FOLDERS.has(entry.name) ? [] : markdownBelow(path);
    return entry.name.endsWith('.md') ? [relative(root, path)] : [];
  });
}

/** The text without code, in which brackets are no links and `#` is no heading. */
function prose(file: string): string {
  return readFileSync(join(root, file), 'utf8').replace(/^```[\s\S]*?^```/gm, '');
}

function linksIn(file: string): string[] {
  const text = prose(file).replace(/`[^`\n]*`/g, '');
  return [...text.matchAll(/\]\(<?([^)\s>]+)>?(?:\s+"[^"]*")?\)/g)].map((match) => match[1] ?? '');
}

/** A heading's anchor as hosts of repositories make it: lower case, punctuation gone, spaces to dashes, repeats counted. */
function headingAnchors(text: string): string[] {
  const seen = new Map<string, number>();
  return [...text.matchAll(/^#{1,6} +(.+?) *#*$/gm)].map((match) => {
    const slug = (match[1] ?? '')
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\p{M}_ -]/gu, '')
      .replaceAll(' ', '-');
    const earlier = seen.get(slug) ?? 0;
    seen.set(slug, earlier + 1);
    return earlier === 0 ? slug : `${slug}-${earlier}`;
  });
}

function anchorsIn(file: string): Set<string> {
  const text = prose(file);
  const named = [...text.matchAll(/<a (?:id|name)="([^"]+)"/g)].map((match) => match[1] ?? '');
  return new Set([...headingAnchors(text), ...named]);
}

/** What is wrong with a link, or nothing. */
function fault(file: string, link: string): string[] {
  if (ELSEWHERE.test(link)) return [];
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? file : normalize(join(dirname(file), decodeURIComponent(path)));
  if (TAKEN_BY_TESTS.has(target)) return [];
  if (target.startsWith('..') || !existsSync(join(root, target))) return [`${link}: no such file`];
  const isMissing = anchor !== undefined && target.endsWith('.md') && !anchorsIn(target).has(decodeURIComponent(anchor));
  return isMissing ? [`${link}: no such anchor`] : [];
}

const files = markdownBelow(root).sort();

describe('links of the documents', () => {
  it('finds documents at all', () => expect(files).toContain('README.md'));

  it.each(files)('%s', (file) => {
    expect(linksIn(file).flatMap((link) => fault(file, link))).toEqual([]);
  });

  it('docs/errors.md has an anchor for every error code', async () => {
    const { ERROR_CODES } = await import('@tongxing/contract');
    const anchors = anchorsIn('docs/errors.md');
    expect(ERROR_CODES.filter((code) => !anchors.has(code))).toEqual([]);
  });
});
