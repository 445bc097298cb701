import type { DoorState } from '@tongxing/contract';
import { DailySign, LanguageSwitch, RunningClock, VerdictMark } from '@tongxing/ui';
import { useTranslation } from 'react-i18next';

const COUNTS = [
  { key: 'pass', verdict: 'pass' },
  { key: 'attention', verdict: 'attention' },
  { key: 'stop', verdict: 'stop' },
  { key: 'unfinished', verdict: 'unknown' },
] as const;

export interface QuietBandProps {
  readonly door: DoorState;
  readonly isLost: boolean;
  /** The screen above shows clock and sign large. */
  readonly isWaiting: boolean;
  readonly onFlip: () => void;
}

/** The foot of the door screen: today's counts, clock, sign, state of the connection. Never a name. */
export function QuietBand({ door, isLost, isWaiting, onFlip }: QuietBandProps) {
  const { t } = useTranslation();
  return (
    <footer className="band">
      <ul className="counts" aria-label={t('band.today')}>
        {COUNTS.map(({ key, verdict }) => (
          <li key={key}>
            <VerdictMark verdict={verdict} />
            <span className="tx-visually-hidden">{key === 'unfinished' ? t('words:unfinished') : t(`words:verdict.${verdict}`)}</span>
            <span className="count">{door.totals[key]}</span>
          </li>
        ))}
      </ul>
      <p className="connection" data-lost={isLost || undefined}>
        {t(isLost ? 'band.lost' : 'band.connected')}
      </p>
      {!isWaiting && (
        <>
          <RunningClock />
          <DailySign sign={door.sign} />
        </>
      )}
      <div className="band-buttons">
        <LanguageSwitch className="door-button" />
        <button type="button" className="door-button" onClick={onFlip} aria-label={t('band.flip')} title={t('band.flip')}>
          <svg viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            <path d="M7 20 V5 M3 9 L7 5 L11 9 M17 4 V19 M13 15 L17 19 L21 15" />
          </svg>
        </button>
      </div>
    </footer>
  );
}
