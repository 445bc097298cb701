import { Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { niceCeiling } from './axis';

/** What a part of a bar counts. `total` is for bars of one kind. */
type BarKind = 'pass' | 'attention' | 'stop' | 'unfinished' | 'total';

export interface Bar {
  readonly key: string;
  /** Short label under the bar; only some are drawn. */
  readonly label: string;
  /** Full name of the hour, for the hover and the table. */
  readonly title: string;
  readonly counts: Readonly<Partial<Record<BarKind, number>>>;
}

interface HourBarsProps {
  readonly caption: string;
  /** Lowest in the stack first. */
  readonly kinds: readonly BarKind[];
  readonly bars: readonly Bar[];
}

/** Every third hour is labelled, or the labels run into each other. */
const LABEL_EVERY = 3;

function totalOf(bar: Bar): number {
  return Object.values(bar.counts).reduce((sum, count) => sum + count, 0);
}

function kindName(kind: BarKind, t: ReturnType<typeof useTranslation>['t']): string {
  if (kind === 'total') return t('chart.scans');
  return kind === 'unfinished' ? t('words:unfinished') : t(`words:verdict.${kind}`);
}

function BarsTable({ caption, kinds, bars }: HourBarsProps) {
  const { t } = useTranslation();
  return (
    <div className="bars-table">
      <table>
        <caption>{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{t('chart.hour')}</th>
            {kinds.map((kind) => (
              <th key={kind} scope="col">
                {kindName(kind, t)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {bars.map((bar) => (
            <tr key={bar.key}>
              <th scope="row">{bar.title}</th>
              {kinds.map((kind) => (
                <td key={kind}>{(bar.counts[kind] ?? 0).toLocaleString()}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function BarColumn({ bar, kinds, top, labelled }: { bar: Bar; kinds: readonly BarKind[]; top: number; labelled: boolean }) {
  const { t } = useTranslation();
  const told = kinds.map((kind) => `${kindName(kind, t)} ${(bar.counts[kind] ?? 0).toLocaleString()}`).join('\n');
  return (
    <div className="bar" title={`${bar.title}\n${told}`}>
      <div className="bar-stack">
        {[...kinds].reverse().map((kind) => {
          const count = bar.counts[kind] ?? 0;
          return count === 0 ? null : <div key={kind} className={`bar-part bar-${kind}`} style={{ height: `${(count / top) * 100}%` }} />;
        })}
      </div>
      <div className="bar-label">{labelled ? bar.label : ''}</div>
    </div>
  );
}

/** Counts by hour, stacked; the same numbers as a table for screen readers and whoever prefers one. */
export function HourBars({ caption, kinds, bars }: HourBarsProps) {
  const { t } = useTranslation();
  const [view, setView] = useState<'chart' | 'table'>('chart');
  const top = niceCeiling(Math.max(0, ...bars.map(totalOf)));
  const sum = bars.reduce((total, bar) => total + totalOf(bar), 0);
  return (
    <section className="bars">
      <div className="bars-head">
        <ul className="bars-legend">
          {kinds.map((kind) => (
            <li key={kind}>
              <span className={`bar-key bar-${kind}`} aria-hidden />
              {kindName(kind, t)}
            </li>
          ))}
        </ul>
        <Segmented
          size="small"
          value={view}
          onChange={setView}
          options={[
            { value: 'chart', label: t('chart.as_chart') },
            { value: 'table', label: t('chart.as_table') },
          ]}
        />
      </div>
      {view === 'table' ? (
        <BarsTable caption={caption} kinds={kinds} bars={bars} />
      ) : (
        <div className="bars-plot" role="img" aria-label={`${caption}: ${t('chart.sum', { count: sum })}`}>
          <div className="bars-axis" aria-hidden>
            {[4, 3, 2, 1, 0].map((quarter) => (
              <span key={quarter}>{((top * quarter) / 4).toLocaleString()}</span>
            ))}
          </div>
          <div className="bars-columns">
            {bars.map((bar, index) => (
              <BarColumn key={bar.key} bar={bar} kinds={kinds} top={top} labelled={index % LABEL_EVERY === 0} />
            ))}
          </div>
        </div>
      )}
    </section>
  );
}
