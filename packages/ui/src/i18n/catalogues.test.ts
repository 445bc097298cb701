import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import {
  ERROR_CODES,
  FIELD_ERROR_CODES,
  LEGAL_BASES,
  MESSAGE_STATES,
  PERMISSIONS,
  ROLE_PRESETS,
  STAFF_STATES,
  TRACE_STATES,
} from '@tongxing/contract';
import {
  ADVICE,
  COLOURS,
  DIRECTIONS,
  DOCUMENT_TYPES,
  EVIDENCE_GRADES,
  EVIDENCE_KINDS,
  EXPOSURE_REASONS,
  INCIDENT_RESULTS,
  INCIDENT_STATES,
  REASON_CODES,
  REGIMES,
  RISK_LEVELS,
  SCAN_METHODS,
  SCENES,
  VENUE_CLASSES,
  VENUE_STATES,
  VERDICTS,
} from '@tongxing/rules';
import { describe, expect, it } from 'vitest';
import { createI18n } from './create-i18n';
import { addDeskWords } from './desk-words';
import { LANGUAGES } from './language';

const root = join(import.meta.dirname, '../../../..');

function foldersWithCatalogues(folder: string): string[] {
  const below = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'node_modules')
    .flatMap((entry) => foldersWithCatalogues(join(folder, entry.name)));
  const isOne = LANGUAGES.every((language) => existsSync(join(folder, language)));
  return isOne ? [folder, ...below] : below;
}

function sources(group: string): string[] {
  return readdirSync(join(root, group))
    .map((name) => join(root, group, name, 'src'))
    .filter((path) => existsSync(path));
}

/** Dotted key → text. */
function flatten(value: unknown, prefix = ''): [string, string][] {
  if (typeof value !== 'object' || value === null) return [[prefix, String(value)]];
  return Object.entries(value).flatMap(([key, inner]) => flatten(inner, prefix === '' ? key : `${prefix}.${key}`));
}

/** Plural forms of one key count as the key: Chinese has one form, English two. */
function withoutPlural(key: string): string {
  return key.replace(/_(zero|one|two|few|many|other)$/, '');
}

function variables(text: string): string[] {
  return [...new Set([...text.matchAll(/\{\{\s*(\w+)/g)].map((match) => match[1] ?? ''))].sort();
}

function readCatalogue(folder: string, language: string, name: string): [string, string][] {
  return flatten(JSON.parse(readFileSync(join(folder, language, name), 'utf8')));
}

const pairs = [...sources('packages'), ...sources('apps')].flatMap(foldersWithCatalogues).flatMap((folder) => {
  const names = LANGUAGES.flatMap((language) => readdirSync(join(folder, language)).filter((name) => name.endsWith('.json')));
  return [...new Set(names)].map((name) => ({ folder, name, title: `${relative(root, folder)}/*/${name}` }));
});

describe('message catalogues', () => {
  it('finds them', () => {
    expect(pairs.length).toBeGreaterThanOrEqual(2);
  });

  it.each(pairs)('$title says the same things in both languages', ({ folder, name }) => {
    const zh = readCatalogue(folder, 'zh', name);
    const en = readCatalogue(folder, 'en', name);
    const keys = (texts: [string, string][]) => [...new Set(texts.map(([key]) => withoutPlural(key)))].sort();
    expect(keys(en)).toEqual(keys(zh));
    for (const [key, text] of [...zh, ...en]) expect(text.trim(), key).not.toBe('');
    const zhVariables = new Map(zh.map(([key, text]) => [withoutPlural(key), variables(text)]));
    for (const [key, text] of en) expect(variables(text), key).toEqual(zhVariables.get(withoutPlural(key)));
  });
});

const vocabularies: Record<string, readonly string[]> = {
  'words:verdict': VERDICTS,
  'words:headline': VERDICTS,
  'words:advice': ADVICE,
  'words:reason': REASON_CODES,
  'words:colour': COLOURS,
  'words:evidenceGrade': EVIDENCE_GRADES,
  'words:scanMethod': SCAN_METHODS,
  'words:direction': DIRECTIONS,
  'words:regime': REGIMES,
  'words:riskLevel': RISK_LEVELS,
  'words:scene': SCENES,
  'words:venueClass': VENUE_CLASSES,
  'words:venueState': VENUE_STATES,
  'words:evidenceKind': EVIDENCE_KINDS,
  'words:incidentState': INCIDENT_STATES,
  'words:incidentResult': INCIDENT_RESULTS,
  'words:documentType': DOCUMENT_TYPES,
  'words:exposureReason': EXPOSURE_REASONS,
  'words:legalBasis': LEGAL_BASES,
  'words:traceState': TRACE_STATES,
  'words:messageState': MESSAGE_STATES,
  'words:role': Object.keys(ROLE_PRESETS),
  'words:staffState': STAFF_STATES,
  'words:permission': PERMISSIONS.map((permission) => permission.replace('.', '_')),
  'errors:code': [...ERROR_CODES, 'NETWORK'],
  'errors:field': FIELD_ERROR_CODES,
};

describe('vocabulary', () => {
  const instance = createI18n({ language: 'zh' });
  addDeskWords(instance);
  it.each(Object.entries(vocabularies))('%s has a word for every code', (prefix, codes) => {
    for (const language of LANGUAGES) {
      const missing = codes.filter((code) => !instance.exists(`${prefix}.${code}`, { lng: language, fallbackLng: [] }));
      expect(missing, language).toEqual([]);
    }
  });
});
