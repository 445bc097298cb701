import type { Language } from '../../../platform/i18n';

interface Words {
  readonly title: string;
  readonly paragraphs: readonly string[];
}

/** One version of the notice. It never changes once it was shown: other words are another version. */
export interface NoticeText {
  readonly version: number;
  /** Day from which it was in force. */
  readonly date: string;
  readonly sections: readonly ({ readonly id: string } & Readonly<Record<Language, Words>>)[];
}
