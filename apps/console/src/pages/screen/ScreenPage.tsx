import { DemoBanner, GateMark, LanguageSwitch, RunningClock, useSystem, VerdictMark } from '@tongxing/ui';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { lookAt } from '../../api/presence';
import { useAccount } from '../../session/session';
import { HourColumns } from './HourColumns';
import { IncidentPanel } from './IncidentPanel';
import { LoadStrip } from './LoadStrip';
import { BigNumber, Panel } from './Panel';
import './screen.css';
import { todayOf } from './today';
import { type Figures, useFigures } from './use-figures';

const TOTALS = ['pass', 'attention', 'stop'] as const;

function Head() {
  const { t } = useTranslation();
  const { area } = useAccount();
  return (
    <header className="screen-head">
      <GateMark />
      <h1>{area?.path ?? t('words:product')}</h1>
      <RunningClock />
    </header>
  );
}

function DayPanels({ flow }: Pick<Figures, 'flow'>) {
  const { t } = useTranslation();
  const { timeZone } = useSystem();
  const today = flow.data === undefined ? undefined : todayOf(flow.data, timeZone);
  return (
    <>
      <Panel title={t('screen.today')} read={flow} className="screen-totals">
        <BigNumber count={today?.sum} />
        <dl>
          {TOTALS.map((verdict) => (
            <div key={verdict}>
              <dt>
                <VerdictMark verdict={verdict} /> {t(`words:verdict.${verdict}`)}
              </dt>
              <dd>
                <BigNumber count={today?.totals[verdict]} />
              </dd>
            </div>
          ))}
        </dl>
      </Panel>
      <Panel title={t('screen.by_hour')} read={flow} className="screen-day">
        {today !== undefined && <HourColumns today={today} />}
      </Panel>
    </>
  );
}

function Foot() {
  const { t } = useTranslation();
  return (
    <footer className="screen-foot">
      <span>{t('screen.note')}</span>
      {document.fullscreenEnabled && (
        // A browser that refuses full screen leaves everything as it is.
        <button type="button" onClick={() => void document.documentElement.requestFullscreen().catch(() => undefined)}>
          {t('screen.full')}
        </button>
      )}
      <LanguageSwitch className="screen-language" />
      <Link href="/">{t('screen.leave')}</Link>
    </footer>
  );
}

/** The wall of a command post: the day, what is on the clock and how the platform is, in figures only. */
export default function ScreenPage() {
  const { t } = useTranslation();
  // Nobody touches a wall, and everybody in the room looks at it.
  useEffect(lookAt, []);
  const figures = useFigures();
  const { flow, warnings } = figures;
  useEffect(() => {
    document.title = `${t('screen.title')} · ${t('words:product')}`;
  }, [t]);
  return (
    <div className="screen">
      <DemoBanner />
      <Head />
      <LoadStrip isLost={figures.isLost} />
      <main className="screen-body" id="main">
        <DayPanels flow={flow} />
        <IncidentPanel {...figures} />
        {warnings !== undefined && (
          <Panel title={t('screen.warnings')} read={warnings.read} className="screen-single">
            <BigNumber {...warnings} />
          </Panel>
        )}
        <Panel title={t('screen.venues')} read={flow} className="screen-single">
          <BigNumber count={flow.data?.venuesWithScans} />
          {flow.data !== undefined && (
            <span className="screen-quiet">{t('screen.of_venues', { total: flow.data.venues.toLocaleString() })}</span>
          )}
        </Panel>
      </main>
      <Foot />
    </div>
  );
}
