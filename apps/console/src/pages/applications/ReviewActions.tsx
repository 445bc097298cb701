import type { VenueApplication } from '@tongxing/contract';
import { Alert, App, Button, Space } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand } from '../../api/hooks';
import { FormModal, WordsField } from '../../parts/FormModal';

const DECISIONS = ['approve', 'return', 'refuse'] as const;
type Decision = (typeof DECISIONS)[number];

function DecisionModal(props: { readonly application: VenueApplication; readonly decision: Decision; readonly onClose: () => void }) {
  const { application, decision, onClose } = props;
  const { t } = useTranslation();
  const { message } = App.useApp();
  const decide = useCommand('POST /api/v1/venue-applications/:id/decision', ['venue-applications', 'venues']);
  const submit = async ({ note }: { note?: string }) => {
    const body = { decision, version: application.version, ...(note === undefined ? {} : { note }) };
    await decide.mutateAsync({ params: { id: application.id }, body });
    void message.success(t(`application.did.${decision}`));
  };
  return (
    <FormModal<{ note?: string }>
      title={t(`application.ask.${decision}`, { name: application.name })}
      onClose={onClose}
      submitLabel={t(`application.do.${decision}`)}
      danger={decision === 'refuse'}
      onSubmit={submit}
      intro={<p className="quiet">{t(`application.help.${decision}`)}</p>}
    >
      {decision !== 'approve' && (
        <WordsField name="note" label={t('application.note')} max={300} min={4} required help={t('application.note_help')} />
      )}
    </FormModal>
  );
}

/** Approve, return, refuse: for those whom the policy lets decide. */
export function ReviewActions({ application }: { readonly application: VenueApplication }) {
  const { t } = useTranslation();
  const [decision, setDecision] = useState<Decision>();
  if (application.state !== 'submitted') return null;
  if (!application.mayDecide) return <Alert type="info" showIcon title={t('application.for_others')} />;
  return (
    <>
      <Space className="form-foot">
        {DECISIONS.map((each) => (
          <Button key={each} type={each === 'approve' ? 'primary' : 'default'} danger={each === 'refuse'} onClick={() => setDecision(each)}>
            {t(`application.do.${each}`)}
          </Button>
        ))}
      </Space>
      {decision !== undefined && <DecisionModal application={application} decision={decision} onClose={() => setDecision(undefined)} />}
    </>
  );
}
