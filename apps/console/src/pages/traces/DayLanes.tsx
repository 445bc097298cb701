import { useSystem, useTimeWords } from '@tongxing/ui';
import { useTranslation } from 'react-i18next';
import { dayLanes, type Lane, type LaneBar } from './day-lanes';

/** Drawing units; the drawing scales to its column and to paper. */
const LEFT = 112;
const WIDTH = 1100;
const LANE = 52;
const TOP = 26;
const PLOT = WIDTH - LEFT - 22;
const HOURS = [0, 3, 6, 9, 12, 15, 18, 21, 24] as const;
/** A stay of a few minutes must still be seen. */
const NARROWEST = 7;
/** Roughly one ideograph at the label's size. */
const CHARACTER = 13;

function x(minutes: number): number {
  return LEFT + (minutes / (24 * 60)) * PLOT;
}

/** As much of the name as fits before the next bar. */
function fitting(name: string, room: number): string {
  const fits = Math.floor(room / CHARACTER);
  if (name.length <= fits) return name;
  return fits < 3 ? '' : `${name.slice(0, fits - 1)}…`;
}

function Bar({ bar, next }: { readonly bar: LaneBar; readonly next: LaneBar | undefined }) {
  const { t } = useTranslation();
  const { exact } = useTimeWords();
  const left = x(bar.from);
  const width = Math.max(x(bar.to) - left, NARROWEST);
  const room = (next === undefined ? WIDTH : x(next.from)) - left - 22;
  const isGuessed = bar.stop.endKnownBy === 'venue_class';
  return (
    <g>
      <title>{`${bar.number}. ${bar.stop.venue}\n${exact(bar.stop.at)} – ${exact(bar.stop.until)}\n${t(`words:stayEnd.${bar.stop.endKnownBy}`)}`}</title>
      <rect className={isGuessed ? 'lane-bar lane-guessed' : 'lane-bar'} x={left} y={24} width={width} height={16} rx={3} />
      <text className="lane-number" x={left} y={17}>
        {bar.number}
      </text>
      <text className="lane-name" x={left + (bar.number > 9 ? 20 : 13)} y={17}>
        {fitting(bar.stop.venue, room)}
      </text>
    </g>
  );
}

function LaneRow({ lane, index }: { readonly lane: Lane; readonly index: number }) {
  const { timeZone } = useSystem();
  const { i18n } = useTranslation();
  const noon = new Date(`${lane.day}T04:00:00Z`);
  const label = new Intl.DateTimeFormat(i18n.language === 'zh' ? 'zh-CN' : 'en-GB', {
    timeZone,
    month: 'short',
    day: 'numeric',
    weekday: 'short',
  });
  return (
    <g transform={`translate(0 ${TOP + index * LANE})`}>
      <line className="lane-line" x1={0} x2={WIDTH} y1={LANE} y2={LANE} />
      <text className="lane-day" x={0} y={36}>
        {label.format(noon)}
      </text>
      {lane.bars.map((bar, position) => (
        <Bar key={bar.key} bar={bar} next={lane.bars[position + 1]} />
      ))}
    </g>
  );
}

/** Stays as bars on a lane for each day; the numbers are those of the list below. An outlined end is an estimate. */
export function DayLanes({ stops }: { readonly stops: Parameters<typeof dayLanes>[0] }) {
  const { t } = useTranslation();
  const { timeZone } = useSystem();
  const lanes = dayLanes(stops, timeZone);
  const height = TOP + lanes.length * LANE + 4;
  return (
    <figure className="lanes">
      <svg viewBox={`0 0 ${WIDTH} ${height}`} role="img" aria-label={t('trace.lanes_label', { stops: stops.length, days: lanes.length })}>
        {HOURS.map((hour) => (
          <g key={hour}>
            <line className="lane-hour" x1={x(hour * 60)} x2={x(hour * 60)} y1={TOP - 6} y2={height} />
            <text className="lane-clock" x={x(hour * 60)} y={13}>
              {hour}:00
            </text>
          </g>
        ))}
        {lanes.map((lane, index) => (
          <LaneRow key={lane.day} lane={lane} index={index} />
        ))}
      </svg>
      <figcaption className="quiet">
        <span className="lane-key" aria-hidden /> {t('trace.key_known')} <span className="lane-key lane-key-guessed" aria-hidden />{' '}
        {t('trace.key_guessed')}
      </figcaption>
    </figure>
  );
}
