import type { RegimeNotice } from '@tongxing/contract';
import { Card, Steps } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand, useDraftId } from '../../api/hooks';
import { PageFrame } from '../../parts/PageFrame';
import { RegimeConfirm } from './RegimeConfirm';
import { RegimeDone } from './RegimeDone';
import { RegimeForm } from './RegimeForm';
import type { SwitchDraft } from './switch-draft';

/** Switching a regime in three steps: what, what it means, done. */
export default function RegimeSwitchPage() {
  const { t } = useTranslation();
  const [draft, setDraft] = useState<SwitchDraft>();
  const [isConfirming, setConfirming] = useState(false);
  const [done, setDone] = useState<RegimeNotice>();
  const [id, renewId] = useDraftId();
  const command = useCommand('POST /api/v1/regimes', ['regimes']);
  const current = done !== undefined ? 2 : isConfirming ? 1 : 0;

  const submit = async () => {
    if (draft === undefined) return;
    const { division, regime, noticeNumber, title } = draft;
    const notice = await command.mutateAsync({ body: { id, divisionCode: division.code, regime, noticeNumber, title } });
    renewId();
    setDone(notice);
  };
  return (
    <PageFrame title={t('regime.switch')} above={[{ title: t('menu.regimes'), href: '/regimes' }]}>
      <Card className="narrow">
        <Steps
          current={current}
          items={['fill', 'confirm', 'done'].map((key) => ({ title: t(`regime.step.${key}`) }))}
          className="form-steps"
        />
        {done !== undefined && <RegimeDone notice={done} />}
        {done === undefined && isConfirming && draft !== undefined && (
          <RegimeConfirm draft={draft} onBack={() => setConfirming(false)} onSubmit={submit} />
        )}
        {current === 0 && (
          <RegimeForm
            draft={draft}
            onNext={(next) => {
              setDraft(next);
              setConfirming(true);
            }}
          />
        )}
      </Card>
    </PageFrame>
  );
}
