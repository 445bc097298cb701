import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { languageOf } from '../i18n/language';
import { useSystem } from './use-system';

export interface TimeWords {
  /** As people say it: "今天 08:30", "yesterday 08:30", "11月20日 08:30". */
  readonly spoken: (instant: string) => string;
  /** Date and time to the second, for hover and print. */
  readonly exact: (instant: string) => string;
  /** Day only. */
  readonly day: (instant: string) => string;
}

function dayNumber(moment: Date, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-CA', { timeZone }).format(moment);
  return Date.parse(`${parts}T00:00:00Z`) / 86_400_000;
}

/** Words for instants in the server's time zone and the page's language. */
export function useTimeWords(): TimeWords {
  const { t, i18n } = useTranslation('words');
  const { timeZone, offsetMs } = useSystem();
  const locale = languageOf(i18n.resolvedLanguage) === 'zh' ? 'zh-CN' : 'en-GB';
  const format = useCallback(
    (instant: string, options: Intl.DateTimeFormatOptions) =>
      new Intl.DateTimeFormat(locale, { timeZone, hourCycle: 'h23', ...options }).format(new Date(instant)),
    [locale, timeZone],
  );
  const day = useCallback(
    (instant: string) => {
      const now = new Date(Date.now() + offsetMs);
      const ago = dayNumber(now, timeZone) - dayNumber(new Date(instant), timeZone);
      if (ago === 0) return t('time.today');
      if (ago === 1) return t('time.yesterday');
      const isThisYear = Math.abs(ago) < 300;
      return format(instant, { ...(isThisYear ? {} : { year: 'numeric' }), month: 'short', day: 'numeric' });
    },
    [format, offsetMs, t, timeZone],
  );
  const spoken = useCallback(
    (instant: string) => `${day(instant)} ${format(instant, { hour: '2-digit', minute: '2-digit' })}`,
    [day, format],
  );
  const exact = useCallback((instant: string) => format(instant, { dateStyle: 'medium', timeStyle: 'medium' }), [format]);
  return { spoken, exact, day };
}
