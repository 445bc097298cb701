import type { PrivacyNotice } from '@tongxing/contract';
import { NOTICE_VERSION } from '@tongxing/rules';
import type { Language } from '../../../platform/i18n';
import type { NoticeText } from './notice-text';
import { VERSION_1 } from './version-1';
import { VERSION_2 } from './version-2';

export const NOTICES: readonly NoticeText[] = [VERSION_1, VERSION_2];

/** What stands in the notice and is known only while it is shown. */
export interface NoticeFacts {
  readonly days: string;
  /** Who processes, by the orders in force. */
  readonly issuers: string;
  /** The orders in force by name and number. */
  readonly orders: string;
}

/** A version in a language; undefined when there is none of that number. */
export function noticeIn(language: Language, facts: NoticeFacts, version = NOTICE_VERSION): PrivacyNotice | undefined {
  const text = NOTICES.find((one) => one.version === version);
  if (text === undefined) return undefined;
  const filled = (words: string) => words.replace(/\{\{(\w+)\}\}/g, (_, name: keyof NoticeFacts) => facts[name]);
  return {
    version,
    current: NOTICE_VERSION,
    date: text.date,
    sections: text.sections.map(({ id, [language]: { title, paragraphs } }) => ({ id, title, paragraphs: paragraphs.map(filled) })),
  };
}
