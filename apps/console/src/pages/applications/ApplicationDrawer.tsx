import type { VenueApplication } from '@tongxing/contract';
import { Descriptions, Drawer, Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useRead } from '../../api/hooks';
import { ProblemResult } from '../../parts/Problem';
import { StateTag } from '../../parts/Tags';
import { When } from '../../parts/When';
import { useMay } from '../../session/session';
import { ReviewActions } from './ReviewActions';
import { ReviewDue } from './ReviewDue';

const PLACES = 5;

function Facts({ application }: { readonly application: VenueApplication }) {
  const { t } = useTranslation();
  const { location } = application;
  const position = `${location.latitude.toFixed(PLACES)}, ${location.longitude.toFixed(PLACES)}`;
  const facts = {
    name: application.name,
    class: t(`words:venueClass.${application.class}`),
    subject: (
      <span className="stacked">
        {application.subjectName}
        <span className="quiet">{t(`words:subjectKind.${application.subjectKind}`)}</span>
      </span>
    ),
    number: <span className="digits">{application.subjectNumber}</span>,
    address: (
      <span className="stacked">
        {application.address}
        <span className="quiet">{application.division.path}</span>
      </span>
    ),
    location: (
      <span className="stacked">
        <span className="digits">{position}</span>
        <span className="quiet">
          {t('application.accuracy', { metres: Math.round(location.accuracyM) })} <When at={location.at} />
        </span>
      </span>
    ),
    contact: (
      <span>
        {application.contactName} <span className="digits">{application.contactPhone}</span>
      </span>
    ),
    applicant: application.applicant,
    submitted: <When at={application.submittedAt} />,
    due: <ReviewDue application={application} />,
  };
  const items = Object.entries(facts).map(([key, children]) => ({ key, label: t(`application.${key}`), children }));
  return <Descriptions column={1} size="small" bordered items={items} />;
}

function Outcome({ application }: { readonly application: VenueApplication }) {
  const { t } = useTranslation();
  const may = useMay();
  const { state, note, decidedBy, decidedAt, venueId } = application;
  if (state === 'submitted') return <ReviewActions application={application} />;
  return (
    <p>
      {decidedBy ?? t(state === 'withdrawn' ? 'application.by_applicant' : 'application.by_itself')} <When at={decidedAt} />
      {note !== null && <q className="note">{note}</q>}
      {venueId !== null && may('venue.read') && (
        <>
          {' '}
          <Link href={`/venues/${venueId}`}>{t('application.open_venue')}</Link>
        </>
      )}
    </p>
  );
}

function ApplicationBody({ id }: { readonly id: string }) {
  const { t } = useTranslation();
  const read = useRead('venue-applications', 'GET /api/v1/venue-applications/:id', { params: { id } });
  if (read.isPending) return <Skeleton active paragraph={{ rows: 8 }} />;
  if (read.data === undefined) return <ProblemResult error={read.error} onRetry={() => void read.refetch()} />;
  return (
    <>
      <div className="drawer-verdict">
        <strong className="digits">{read.data.number}</strong>
        <StateTag of="applicationState" value={read.data.state} />
      </div>
      <Facts application={read.data} />
      <h3>{t('application.outcome')}</h3>
      <Outcome application={read.data} />
    </>
  );
}

/** One application with all it says, people masked, and the decision. */
export function ApplicationDrawer({ id, onClose }: { readonly id: string | undefined; readonly onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Drawer title={t('application.label')} open={id !== undefined} onClose={onClose} size={560} destroyOnHidden>
      {id !== undefined && <ApplicationBody key={id} id={id} />}
    </Drawer>
  );
}
