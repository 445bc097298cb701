import type { OwnTotals, Total } from '@tongxing/contract';
import { SMALL_CELL } from '@tongxing/contract';
import { useTotalWords } from './total-words';
import { useMemberWords } from './words';

const [WIDTH, HEIGHT] = [336, 120];
const COLUMN = WIDTH / 24;
const GAP = 3;
/** Every sixth hour is labelled, or the labels run into each other. */
const LABELLED = [0, 6, 12, 18];

/** What is few is drawn as high as it may be; what is not told is not drawn but marked. */
const sizeOf = (total: Total) => (total === 'few' ? SMALL_CELL - 1 : total === 'withheld' ? 0 : total);

/** Today by hour before the same weekday of last week; the numbers as a table below, for whoever hears or counts. */
export function HourChart({ hours }: Pick<OwnTotals, 'hours'>) {
  const { t } = useMemberWords();
  const words = useTotalWords();
  const top = Math.max(SMALL_CELL, ...hours.flatMap(({ total, lastWeek }) => [sizeOf(total), sizeOf(lastWeek)]));
  const high = (total: Total) => (sizeOf(total) / top) * (HEIGHT - 4);
  return (
    <figure className="hour-chart">
      <figcaption>
        <span className="hour-key hour-today" aria-hidden="true" /> {t('members:totals.today')}
        <span className="hour-key hour-before" aria-hidden="true" /> {t('members:totals.lastWeek')}
      </figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT + 20}`} role="img" aria-label={t('members:totals.chart')}>
        {hours.map(({ hour, total, lastWeek }) => (
          <g key={hour} transform={`translate(${hour * COLUMN} 0)`}>
            <rect className="hour-before" x={0} width={COLUMN - 1} y={HEIGHT - high(lastWeek)} height={high(lastWeek)} />
            <rect
              className={total === 'few' ? 'hour-few' : 'hour-today'}
              x={GAP}
              width={COLUMN - 1 - 2 * GAP}
              y={HEIGHT - high(total)}
              height={high(total)}
            />
            {total === 'withheld' && (
              <text className="hour-label" x={COLUMN / 2} y={HEIGHT - 4}>
                ·
              </text>
            )}
            {LABELLED.includes(hour) && (
              <text className="hour-label" x={COLUMN / 2} y={HEIGHT + 16}>
                {hour}
              </text>
            )}
          </g>
        ))}
        <line x1={0} x2={WIDTH} y1={HEIGHT} y2={HEIGHT} />
      </svg>
      <details>
        <summary>{t('members:totals.asTable')}</summary>
        <table className="hour-table">
          <thead>
            <tr>
              <th scope="col">{t('members:totals.hour')}</th>
              <th scope="col">{t('members:totals.today')}</th>
              <th scope="col">{t('members:totals.lastWeek')}</th>
            </tr>
          </thead>
          <tbody>
            {hours.map(({ hour, total, lastWeek }) => (
              <tr key={hour}>
                <th scope="row">{hour}:00</th>
                <td>{words(total)}</td>
                <td>{words(lastWeek)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}
