import type { Incident } from '@tongxing/contract';
import { useTranslation } from 'react-i18next';
import { useRead } from '../../api/hooks';
import { DueClock } from '../../parts/Clocks';
import { StateTag } from '../../parts/Tags';
import { NextThings } from './NextThings';

const SHOWN = 8;
/** As many as one answer holds: the API gives the newest first, and the oldest of them are shown. */
const ASKED = 100;

/** Nobody on site yet before somebody on site, and then the earliest due. */
function byPress(a: Incident, b: Incident): number {
  const isSeen = (incident: Incident) => (incident.arrivedAt === null ? 0 : 1);
  return isSeen(a) - isSeen(b) || Date.parse(a.dueAt) - Date.parse(b.dueAt);
}

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
