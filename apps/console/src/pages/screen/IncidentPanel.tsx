import { useTranslation } from 'react-i18next';
import { DueClock, Waiting } from '../../parts/Clocks';
import { BigNumber, Panel } from './Panel';
import type { Figures } from './use-figures';

type Props = Pick<Figures, 'open' | 'late' | 'oldestAt' | 'incidents'>;

/** Incidents on the clock: how many, how many late, how long the oldest waits, and the most pressing by place. */
export function IncidentPanel({ open, late, oldestAt, incidents }: Props) {
  const { t } = useTranslation();
  return (
    <Panel title={t('screen.incidents')} read={open.read} className="screen-incidents">
      <dl className="screen-trio">
        <div>
          <dt>{t('screen.open_incidents')}</dt>
          <dd>
            <BigNumber {...open} />
          </dd>
        </div>
        <div data-late={(late.count ?? 0) > 0 || undefined}>
          <dt>{t('screen.late')}</dt>
          <dd>
            <BigNumber {...late} />
          </dd>
        </div>
        {oldestAt !== null && (
          <div>
            <dt>{t('screen.oldest')}</dt>
            <dd className="screen-number">
              <Waiting since={oldestAt} />
            </dd>
          </div>
        )}
      </dl>
      {incidents !== undefined && <Pressing {...incidents} />}
    </Panel>
  );
}

function Pressing({ read, pressing }: NonNullable<Figures['incidents']>) {
  const { t } = useTranslation();
  if (read.data !== undefined && pressing.length === 0) return <p className="screen-quiet">{t('screen.no_incidents')}</p>;
  return (
    <ul className="screen-pressing" aria-label={t('screen.pressing')} data-old={read.isOld || undefined}>
      {pressing.map((incident) => (
        <li key={incident.id}>
          <span className="screen-place">{incident.venue.name}</span>
          <DueClock incident={incident} />
        </li>
      ))}
    </ul>
  );
}
