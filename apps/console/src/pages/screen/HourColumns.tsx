import { useLanguage } from '@tongxing/ui';
import { useTranslation } from 'react-i18next';
import { niceCeiling } from '../../parts/axis';
import { axisNumber, shortNumber } from './short-number';
import { type HourOfToday, KINDS, sumOf, type Today } from './today';

const LABEL_EVERY = 3;
const QUARTERS = [4, 3, 2, 1, 0];

function kindWord(kind: (typeof KINDS)[number], t: ReturnType<typeof useTranslation>['t']): string {
  return kind === 'unfinished' ? t('words:unfinished') : t(`words:verdict.${kind}`);
}

function Column({ hour, counts, top, isHighest }: HourOfToday & { readonly top: number; readonly isHighest: boolean }) {
  const [language] = useLanguage();
  return (
    <div className="screen-column">
      <div className="screen-stack">
        {isHighest && counts !== undefined && <span className="screen-peak">{shortNumber(sumOf(counts), language)}</span>}
        {counts !== undefined &&
          [...KINDS]
            .reverse()
            .filter((kind) => counts[kind] > 0)
            .map((kind) => (
              <div key={kind} className={`screen-part screen-${kind}`} style={{ height: `${(counts[kind] / top) * 100}%` }} />
            ))}
      </div>
      <span className="screen-hour">{hour % LABEL_EVERY === 0 ? `${String(hour).padStart(2, '0')}:00` : ''}</span>
    </div>
  );
}

/** The day hour by hour; hours to come are empty, so that the eye finds "now" at the end of the bars. */
export function HourColumns({ today }: { readonly today: Today }) {
  const { t } = useTranslation();
  const [language] = useLanguage();
  const highest = Math.max(0, ...today.hours.map(({ counts }) => (counts === undefined ? 0 : sumOf(counts))));
  const top = niceCeiling(highest);
  const highestHour = today.hours.find(({ counts }) => counts !== undefined && highest > 0 && sumOf(counts) === highest)?.hour;
  return (
    <>
      <ul className="screen-legend">
        {KINDS.map((kind) => (
          <li key={kind}>
            <span className={`screen-key screen-${kind}`} aria-hidden />
            {kindWord(kind, t)}
          </li>
        ))}
      </ul>
      <div className="screen-plot" role="img" aria-label={`${t('screen.by_hour')}: ${t('chart.sum', { count: today.sum })}`}>
        <div className="screen-axis" aria-hidden>
          {QUARTERS.map((quarter) => (
            <span key={quarter}>{axisNumber((top * quarter) / 4, top, language)}</span>
          ))}
        </div>
        <div className="screen-columns">
          {today.hours.map((each) => (
            <Column key={each.hour} {...each} top={top} isHighest={each.hour === highestHour} />
          ))}
        </div>
      </div>
    </>
  );
}
