import { useServerSecond, useTimeWords } from '@tongxing/ui';
import { useTranslation } from 'react-i18next';
import { type Reading, readClock, type Timed } from './arrival';
import { clockText, durationText } from './time';

/** Past this much of an hour a running clock is told in words: seconds no longer matter. */
const IN_WORDS_AFTER_MS = 60 * 60 * 1000;
/** How long something has been waiting, running. */
export function Waiting({ since }: { readonly since: string }) {
  const { t } = useTranslation();
  const { exact } = useTimeWords();
  const gone = useServerSecond() - Date.parse(since);
  return (
    <time className="clock" dateTime={since} title={exact(since)}>
      {gone < IN_WORDS_AFTER_MS ? clockText(gone) : durationText(gone, t)}
    </time>
  );
}

function readingText(reading: Reading, t: ReturnType<typeof useTranslation>['t']): string {
  const isRunning = reading.word === 'left' || reading.word === 'late';
  if (isRunning && reading.ms < IN_WORDS_AFTER_MS) return clockText(reading.ms);
  return durationText(reading.ms, t);
}

/** The arrival clock in a table cell. */
export function DueClock({ incident }: { readonly incident: Timed }) {
  const { t } = useTranslation();
  const { spoken } = useTimeWords();
  const reading = readClock(incident, useServerSecond());
  return (
    <span className={`due due-${reading.tone}`} title={t('clock.due', { at: spoken(incident.dueAt) })}>
      <span className="due-word">{t(`clock.${reading.word}`)}</span> <span className="clock">{readingText(reading, t)}</span>
    </span>
  );
}

/** The arrival clock of one incident, large. */
export function BigClock({ incident }: { readonly incident: Timed }) {
  const { t } = useTranslation();
  const { spoken } = useTimeWords();
  const reading = readClock(incident, useServerSecond());
  return (
    <div className={`big-clock due-${reading.tone}`}>
      <div className="big-clock-word">{t(`clock.${reading.word}`)}</div>
      <div className="clock big-clock-digits">{readingText(reading, t)}</div>
      <div className="quiet">{t('clock.due', { at: spoken(incident.dueAt) })}</div>
    </div>
  );
}
