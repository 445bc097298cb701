import { useTranslation } from 'react-i18next';
import { useRead } from '../../api/hooks';
import { byPress } from '../../parts/arrival';
import { DueClock } from '../../parts/Clocks';
import { StateTag } from '../../parts/Tags';
import { NextThings } from './NextThings';

const SHOWN = 8;
/** As many as one answer holds: the API gives the newest first, and the oldest of them are shown. */
const ASKED = 100;

/** The open incidents that press most, each with its arrival clock. */
export function OpenIncidents() {
  const { t } = useTranslation();
  const read = useRead('incidents', 'GET /api/v1/incidents', { query: { open: 'true', limit: ASKED } });
  const items = [...(read.data?.items ?? [])].sort(byPress).slice(0, SHOWN);
  return (
    <NextThings title={t('home.open_incidents')} all="/incidents?open=true" read={read}>
      {items.map((incident) => ({
        key: incident.id,
        href: `/incidents/${incident.id}`,
        name: <span className="digits">{incident.number}</span>,
        state: <StateTag of="incidentState" value={incident.state} />,
        where: incident.venue.name,
        reasons: incident.reasons,
        clock: <DueClock incident={incident} />,
      }))}
    </NextThings>
  );
}
