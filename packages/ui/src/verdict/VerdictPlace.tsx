import { DailySign } from './DailySign';
import { RunningClock } from './RunningClock';

export interface VerdictPlaceProps {
  readonly name: string;
  readonly address: string;
  readonly checkpoint: string | null;
  /** 8 hex digits; see {@link DailySign}. */
  readonly sign: string;
}

/** Where and when: what makes a copied page useless. */
export function VerdictPlace({ name, address, checkpoint, sign }: VerdictPlaceProps) {
  return (
    <div className="tx-verdict-place">
      <p className="tx-verdict-venue">{checkpoint === null ? name : `${name} · ${checkpoint}`}</p>
      <p className="tx-verdict-address">{address}</p>
      <p className="tx-clock">
        <RunningClock />
      </p>
      <DailySign sign={sign} />
    </div>
  );
}
