import type { Invitation, StaffAccount } from '@tongxing/contract';
import { App, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand } from '../../api/hooks';
import { FormModal, WordsField } from '../../parts/FormModal';
import { useProblemLine } from '../../parts/problem';
import { useMay } from '../../session/session';
import { GrantDrawer } from './GrantDrawer';
import { InvitationModal } from './InvitationModal';

type Step = 'suspend' | 'resume' | 'sign_out' | 'reset';

function StepModal({ account, step, onClose }: { readonly account: StaffAccount; readonly step: Step; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const setState = useCommand('POST /api/v1/staff-accounts/:id/state', ['staff', 'findings-of-access']);
  const signOut = useCommand('POST /api/v1/staff-accounts/:id/sign-out', ['staff']);
  const reset = useCommand('POST /api/v1/staff-accounts/:id/second-factor-reset', ['staff']);
  const params = { id: account.id };
  const { version } = account;
  const run = ({ reason }: { reason: string }) => {
    if (step === 'sign_out') return signOut.mutateAsync({ params, body: { reason } });
    if (step === 'reset') return reset.mutateAsync({ params, body: { reason } });
    return setState.mutateAsync({ params, body: { reason, version, isSuspended: step === 'suspend' } });
  };
  const submit = async (values: { reason: string }) => {
    await run(values);
    void message.success(t(`staff.done.${step}`, { name: account.displayName }));
  };
  return (
    <FormModal<{ reason: string }>
      title={t(`staff.ask.${step}`, { name: account.displayName })}
      onClose={onClose}
      submitLabel={t(`staff.step.${step}`)}
      danger={step !== 'resume'}
      onSubmit={submit}
      intro={<p className="quiet">{t(`staff.means.${step}`)}</p>}
    >
      <WordsField name="reason" label={t('staff.reason')} max={200} min={2} required help={t('staff.reason_help')} />
    </FormModal>
  );
}

function RenewButton({ account }: { readonly account: StaffAccount }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const describe = useProblemLine();
  const [invitation, setInvitation] = useState<Invitation>();
  const renew = useCommand('POST /api/v1/staff-accounts/:id/invitation', []);
  const ask = () =>
    renew.mutate({ params: { id: account.id } }, { onSuccess: setInvitation, onError: (error) => void message.error(describe(error)) });
  return (
    <>
      <Button onClick={ask} loading={renew.isPending}>
        {t('staff.renew')}
      </Button>
      {invitation !== undefined && (
        <InvitationModal name={account.displayName} invitation={invitation} onClose={() => setInvitation(undefined)} />
      )}
    </>
  );
}

/** What may be done with an account, by who asks; nothing with the own one. */
export function StaffActions({ account }: { readonly account: StaffAccount }) {
  const { t } = useTranslation();
  const may = useMay();
  const [step, setStep] = useState<Step>();
  const [isGranting, setGranting] = useState(false);
  if (account.isOwn) return <span className="quiet">{t('staff.own')}</span>;
  const isWithoutPassword = account.state === 'waiting' || account.state === 'invited';
  const steps: readonly Step[] =
    account.state === 'suspended' ? ['resume'] : isWithoutPassword ? ['suspend'] : ['sign_out', 'reset', 'suspend'];
  return (
    <>
      {may('staff.grant') && (
        <Button type="primary" onClick={() => setGranting(true)}>
          {t(account.role === null ? 'staff.grant_first' : 'staff.grant_change')}
        </Button>
      )}
      {may('staff.manage') && isWithoutPassword && <RenewButton account={account} />}
      {may('staff.manage') &&
        steps.map((each) => (
          <Button key={each} danger={each === 'suspend'} onClick={() => setStep(each)}>
            {t(`staff.step.${each}`)}
          </Button>
        ))}
      <GrantDrawer account={account} open={isGranting} onClose={() => setGranting(false)} />
      {step !== undefined && <StepModal account={account} step={step} onClose={() => setStep(undefined)} />}
    </>
  );
}
