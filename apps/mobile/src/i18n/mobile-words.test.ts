import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DOCUMENT_TYPES, REASON_CODES, VENUE_STATES } from '@tongxing/rules';
import { createI18n } from '@tongxing/ui';
import { addRightsWords } from '@tongxing/ui/rights-words';
import { describe, expect, it } from 'vitest';
import applicationsEn from '../applications/i18n/en/applications.json';
import applicationsZh from '../applications/i18n/zh/applications.json';
import doorEn from '../door/i18n/en/door.json';
import doorZh from '../door/i18n/zh/door.json';
import membersEn from '../members/i18n/en/members.json';
import membersZh from '../members/i18n/zh/members.json';
import rightsEn from '../rights/i18n/en/rights.json';
import rightsZh from '../rights/i18n/zh/rights.json';
import usesEn from '../uses/i18n/en/uses.json';
import usesZh from '../uses/i18n/zh/uses.json';
import en from './en/mobile.json';
import zh from './zh/mobile.json';

const source = join(import.meta.dirname, '..');
const instance = createI18n({
  language: 'en',
  namespaces: {
    mobile: { zh, en },
    uses: { zh: usesZh, en: usesEn },
    applications: { zh: applicationsZh, en: applicationsEn },
    rights: { zh: rightsZh, en: rightsEn },
    members: { zh: membersZh, en: membersEn },
    door: { zh: doorZh, en: doorEn },
  },
});
addRightsWords(instance);

function components(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.tsx'));
}

function literalKeys(file: string): string[] {
  return [...readFileSync(join(source, file), 'utf8').matchAll(/\bt\('([\w.:]+)'/g)].map((match) => match[1] ?? '');
}

describe('words of the resident pages', () => {
  it.each(components(source))('%s uses only keys that exist', (file) => {
    const namespace = file.startsWith('door/') ? 'door' : 'mobile';
    const missing = literalKeys(file).filter((key) => !instance.exists(key, { ns: namespace, count: 2, fallbackLng: [] }));
    expect(missing).toEqual([]);
  });

  it('explain every reason and every document', () => {
    expect(Object.keys(en.why).sort()).toEqual([...REASON_CODES].sort());
    expect(Object.keys(en.registration.numberHint).sort()).toEqual([...DOCUMENT_TYPES].sort());
    expect(Object.keys(en.venue.closed).sort()).toEqual(VENUE_STATES.filter((state) => state !== 'active').sort());
  });
});
