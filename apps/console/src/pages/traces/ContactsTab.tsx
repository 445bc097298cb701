import type { Trace, TraceContact } from '@tongxing/contract';
import { Tag, Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';
import { useList } from '../../api/hooks';
import type { Column } from '../../parts/columns';
import { ListTable } from '../../parts/ListPage';
import { Person } from '../../parts/Person';
import { VenueCell } from '../../parts/VenueCell';
import { When } from '../../parts/When';

/** Why a person is on the list, each reason explained on hover and on focus. */
function ExposureTags({ contact, trace }: { readonly contact: TraceContact; readonly trace: Trace }) {
  const { t } = useTranslation();
  return (
    <span className="exposure">
      {contact.reasons.map((reason) => (
        <Tooltip
          key={reason}
          title={t(`exposure.${reason}`, { overlap: contact.overlapMinutes, lag: trace.lagMinutes })}
          trigger={['hover', 'focus']}
        >
          <Tag tabIndex={0} className="explained">
            {t(`words:exposureReason.${reason}`)}
          </Tag>
        </Tooltip>
      ))}
    </span>
  );
}

function Stay({ from, to }: { readonly from: string; readonly to: string }) {
  return (
    <span className="stacked">
      <When at={from} />
      <When at={to} />
    </span>
  );
}

function useColumns(trace: Trace): readonly Column<TraceContact>[] {
  const { t } = useTranslation();
  return [
    { key: 'person', title: t('person.label'), render: (row) => <Person person={row.person} /> },
    {
      key: 'venue',
      title: t('venue.label'),
      render: (row) => <VenueCell venue={{ name: row.venue, address: row.address, checkpoint: row.checkpoint }} division={row.address} />,
    },
    { key: 'stay', title: t('trace.own_stay'), render: (row) => <Stay from={row.at} to={row.until} /> },
    { key: 'caseStay', title: t('trace.case_stay'), hidden: 'narrow', render: (row) => <Stay from={row.caseAt} to={row.caseUntil} /> },
    {
      key: 'overlap',
      hidden: 'narrow',
      title: t('trace.overlap'),
      align: 'right',
      render: (row) =>
        row.overlapMinutes > 0 ? t('time.minutes', { count: row.overlapMinutes }) : <span className="quiet">{t('trace.no_overlap')}</span>,
    },
    { key: 'evidence', title: t('trace.evidence'), hidden: 'narrow', render: (row) => t(`words:evidenceGrade.${row.evidence}`) },
    { key: 'reasons', title: t('trace.reasons'), render: (row) => <ExposureTags contact={row} trace={trace} /> },
  ];
}

/** People who crossed the case in time and place, masked, each with the reasons. */
export function ContactsTab({ trace }: { readonly trace: Trace }) {
  const { t } = useTranslation();
  const list = useList('findings', 'GET /api/v1/traces/:id/contacts', { params: { id: trace.id } });
  return (
    <ListTable
      name="contacts"
      title={t('trace.contacts')}
      list={list}
      columns={useColumns(trace)}
      rowKey={(row) => row.id}
      empty={t('trace.no_contacts')}
    />
  );
}
