import type { Incident } from '@tongxing/contract';
import { useServerSecond, useTimeWords } from '@tongxing/ui';
import { useTranslation } from 'react-i18next';
import { clockText, durationText } from './time';

/** Past this much of an hour a running clock is told in words: seconds no longer matter. */
const IN_WORDS_AFTER_MS = 60 * 60 * 1000;
/** From here on the time left is coloured. */
const SOON_MS = 10 * 60 * 1000;

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

type Tone = 'calm' | 'soon' | 'late' | 'done';

/** How an incident stands against its arrival time, at one moment. */
interface Reading {
  readonly tone: Tone;
  /** Key under `console:clock`. */
  readonly word: 'left' | 'late' | 'arrived' | 'arrived_late' | 'closed_unseen';
  readonly ms: number;
}

type Timed = Pick<Incident, 'reportedAt' | 'dueAt' | 'arrivedAt' | 'closedAt'>;

/** Reads the clock of an incident; pure, so that the table and the page never disagree. */
export function readClock(incident: Timed, now: number): Reading {
  const due = Date.parse(incident.dueAt);
  const reported = Date.parse(incident.reportedAt);
  if (incident.arrivedAt !== null) {
    const arrived = Date.parse(incident.arrivedAt);
    const isLate = arrived > due;
    return { tone: isLate ? 'late' : 'done', word: isLate ? 'arrived_late' : 'arrived', ms: arrived - reported };
  }
  if (incident.closedAt !== null) return { tone: 'done', word: 'closed_unseen', ms: Date.parse(incident.closedAt) - reported };
  const left = due - now;
  if (left < 0) return { tone: 'late', word: 'late', ms: -left };
  return { tone: left < SOON_MS ? 'soon' : 'calm', word: 'left', ms: left };
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
