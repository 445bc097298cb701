import type { Trace } from '@tongxing/contract';
import { App, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand } from '../../api/hooks';
import { FormModal, WordsField } from '../../parts/FormModal';

/** The second person's decision; both ways ask for a note that stays with the trace. */
export function DecisionButtons({ trace }: { readonly trace: Trace }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [approve, setApprove] = useState<boolean>();
  const decide = useCommand('POST /api/v1/traces/:id/decision', ['traces', 'work']);
  const submit = async ({ note }: { note: string }) => {
    if (approve === undefined) return;
    await decide.mutateAsync({ params: { id: trace.id }, body: { approve, note } });
    void message.success(t(approve ? 'trace.approved' : 'trace.refused'));
  };
  const word = approve ? 'approve' : 'refuse';
  return (
    <>
      <Button type="primary" onClick={() => setApprove(true)}>
        {t('trace.approve')}
      </Button>
      <Button danger onClick={() => setApprove(false)}>
        {t('trace.refuse')}
      </Button>
      {approve !== undefined && (
        <FormModal<{ note: string }>
          title={t(`trace.${word}_title`, { number: trace.caseNumber })}
          onClose={() => setApprove(undefined)}
          submitLabel={t(`trace.${word}`)}
          danger={!approve}
          onSubmit={submit}
          intro={<p className="quiet">{t(`trace.${word}_help`)}</p>}
        >
          <WordsField name="note" label={t('trace.decision_note')} max={300} min={2} required />
        </FormModal>
      )}
    </>
  );
}
