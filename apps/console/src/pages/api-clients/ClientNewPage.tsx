import type { ApiClientWithSecret } from '@tongxing/contract';
import { Button, Card, Steps } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useCommand, useDraftId } from '../../api/hooks';
import { PageFrame } from '../../parts/PageFrame';
import { ClientConfirm } from './ClientConfirm';
import { type ClientDraft, ClientForm, networksIn } from './ClientForm';
import { SecretOnce } from './SecretOnce';

const STEPS = ['fill', 'confirm', 'done'] as const;

/** Gives another system a key in three steps: what for, what it means, the secret. */
export default function ClientNewPage() {
  const { t } = useTranslation();
  const [draft, setDraft] = useState<ClientDraft>();
  const [step, setStep] = useState<(typeof STEPS)[number]>('fill');
  const [made, setMade] = useState<ApiClientWithSecret>();
  const [id] = useDraftId();
  const command = useCommand('POST /api/v1/clients', ['clients']);
  const submit = async () => {
    if (draft === undefined) return;
    const { divisionPath, networks, ...wanted } = draft;
    setMade(await command.mutateAsync({ body: { ...wanted, id, networks: networksIn(networks) } }));
    setStep('done');
  };
  return (
    <PageFrame title={t('client.add')} above={[{ title: t('menu.api_clients'), href: '/api-clients' }]}>
      <Card className="narrow">
        <Steps current={STEPS.indexOf(step)} items={STEPS.map((key) => ({ title: t(`client.step.${key}`) }))} className="form-steps" />
        {step === 'fill' && (
          <ClientForm
            draft={draft}
            onNext={(next) => {
              setDraft(next);
              setStep('confirm');
            }}
          />
        )}
        {step === 'confirm' && draft !== undefined && <ClientConfirm draft={draft} onBack={() => setStep('fill')} onSubmit={submit} />}
        {step === 'done' && made !== undefined && (
          <>
            <SecretOnce client={made} />
            <div className="form-foot">
              <Link href="/api-clients" asChild>
                <Button type="primary">{t('client.saved')}</Button>
              </Link>
            </div>
          </>
        )}
      </Card>
    </PageFrame>
  );
}
