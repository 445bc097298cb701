import type { VenuePolicy } from '@tongxing/contract';
import type { Output } from '@tongxing/contract/client';
import { App, Button, Card, Form, Radio, Table } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand, useRead } from '../../api/hooks';
import { DivisionPicker } from '../../parts/DivisionPicker';
import { useRequired } from '../../parts/Fields';
import { FormDrawer } from '../../parts/FormDrawer';
import { WordsField } from '../../parts/FormModal';
import { PageFrame } from '../../parts/PageFrame';
import { ProblemResult } from '../../parts/Problem';
import { ScrollRegion } from '../../parts/ScrollRegion';
import { When } from '../../parts/When';
import { useAccount } from '../../session/session';

type Policies = Output<'GET /api/v1/venue-policies'>;

interface Choice {
  readonly divisionCode: string;
  readonly pack: VenuePolicy['pack'];
  readonly reason: string;
}

function useSaid(): (pack: VenuePolicy, point: (typeof POINTS)[number]) => string {
  const { t } = useTranslation();
  const many = (count: number | null) => (count === null ? t('venue_policy.any') : String(count));
  const words = (group: string, codes: readonly string[]) =>
    codes.map((code) => t(`venue_policy.${group}.${code}`)).join(t('list.separator'));
  return (pack, point) => {
    switch (point) {
      case 'issue':
        return t(`venue_policy.issued.${pack.issue}`);
      case 'reviewers':
        return pack.reviewHours === null
          ? '—'
          : t('venue_policy.within', { who: words('reviewer', pack.reviewers), hours: pack.reviewHours });
      case 'applicantMustBeGreen':
        return t(`venue_policy.${pack.applicantMustBeGreen ? 'yes' : 'no'}`);
      case 'codesPerPhone':
        return many(pack.codesPerPhone);
      case 'venuesPerManager':
        return many(pack.venuesPerManager);
      case 'companions':
        return t(`venue_policy.${pack.companions ? 'allowed' : 'forbidden'}`);
      case 'alarmed':
        return words('alarm', pack.alarmed);
    }
  };
}

const POINTS = ['issue', 'reviewers', 'applicantMustBeGreen', 'codesPerPhone', 'venuesPerManager', 'companions', 'alarmed'] as const;

/** The packs side by side, and where the notice is silent. */
function Comparison({ packs }: { readonly packs: readonly VenuePolicy[] }) {
  const { t, i18n } = useTranslation();
  const said = useSaid();
  const title = (pack: VenuePolicy) => (i18n.language === 'en' ? pack.titleEn : pack.titleZh);
  return (
    <ScrollRegion label={t('venue_policy.compare')}>
      <Table<{ readonly point: (typeof POINTS)[number] }>
        size="middle"
        pagination={false}
        rowKey="point"
        dataSource={POINTS.map((point) => ({ point }))}
        columns={[
          { key: 'point', title: t('venue_policy.point'), render: (_, { point }) => t(`venue_policy.points.${point}`) },
          ...packs.map((pack) => ({
            key: pack.pack,
            title: title(pack),
            render: (_: unknown, { point }: { readonly point: (typeof POINTS)[number] }) => (
              <span className="stacked">
                {said(pack, point)}
                {pack.notInNotice.includes(point) && <span className="quiet">{t('venue_policy.not_in_notice')}</span>}
              </span>
            ),
          })),
        ]}
      />
    </ScrollRegion>
  );
}

function Chosen({ policies: { chosen, usual } }: { readonly policies: Policies }) {
  const { t } = useTranslation();
  const { area } = useAccount();
  const isWhole = chosen.some(({ division }) => division.code === area?.code);
  return (
    <Card title={t('venue_policy.where')}>
      {!isWhole && <p>{t('venue_policy.none', { pack: t(`venue_policy.pack.${usual}`) })}</p>}
      <ul>
        {chosen.map(({ division, pack, chosenBy, chosenAt }) => (
          <li key={division.code}>
            <strong>{division.path}</strong> {t(`venue_policy.pack.${pack}`)}{' '}
            <span className="quiet">
              {chosenBy} <When at={chosenAt} />
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function ChooseDrawer({
  packs,
  open,
  onClose,
}: {
  readonly packs: readonly VenuePolicy[];
  readonly open: boolean;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const { area } = useAccount();
  const isRequired = useRequired();
  const choose = useCommand('POST /api/v1/venue-policies', ['venue-policies']);
  return (
    <FormDrawer<Choice>
      title={t('venue_policy.choose')}
      open={open}
      onClose={onClose}
      submitLabel={t('venue_policy.apply')}
      initialValues={area === null ? {} : { divisionCode: area.code }}
      onSubmit={async (body) => {
        await choose.mutateAsync({ body });
        void message.success(t('venue_policy.applied'));
      }}
      intro={<p className="quiet">{t('venue_policy.choose_intro')}</p>}
    >
      <Form.Item name="divisionCode" label={t('division.label')} rules={[isRequired]}>
        <DivisionPicker scope="own" />
      </Form.Item>
      <Form.Item name="pack" label={t('venue_policy.policy')} rules={[isRequired]}>
        <Radio.Group className="choice-list" options={packs.map(({ pack }) => ({ value: pack, label: t(`venue_policy.pack.${pack}`) }))} />
      </Form.Item>
      <WordsField name="reason" label={t('venue_policy.reason')} max={200} min={4} required help={t('venue_policy.reason_help')} />
    </FormDrawer>
  );
}

/** Which notice's rules on venue codes apply where. */
export default function VenuePoliciesPage() {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const read = useRead('venue-policies', 'GET /api/v1/venue-policies');
  const { data } = read;
  return (
    <PageFrame
      title={t('menu.venue_policies')}
      intro={t('venue_policy.intro')}
      actions={
        <Button type="primary" disabled={data === undefined} onClick={() => setOpen(true)}>
          {t('venue_policy.choose')}
        </Button>
      }
    >
      {data === undefined && read.error !== null && <ProblemResult error={read.error} onRetry={() => void read.refetch()} />}
      {data !== undefined && (
        <>
          <Chosen policies={data} />
          <Card>
            <Comparison packs={data.packs} />
          </Card>
          <ChooseDrawer packs={data.packs} open={isOpen} onClose={() => setOpen(false)} />
        </>
      )}
    </PageFrame>
  );
}
