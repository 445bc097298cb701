import type { SecondFactor } from '@tongxing/contract';
import { Button, Card, Descriptions, Modal, Space } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand, useRead } from '../../api/hooks';
import { ProblemAlert, ProblemResult } from '../../parts/Problem';
import { When } from '../../parts/When';
import { type Enrolled, Enrolment } from '../../session/Enrolment';
import { RecoveryCodes } from '../../session/RecoveryCodes';
import { useAccount, useChangeSession } from '../../session/session';
import { Wait } from '../../shell/Wait';

/** So few are left that new ones should be made. */
const FEW = 3;

function Facts({ factor: { enrolledAt, recoveryCodesLeft, isRequired } }: { readonly factor: SecondFactor }) {
  const { t } = useTranslation();
  if (enrolledAt === null) return <p>{t(isRequired ? 'account.none_required' : 'account.none')}</p>;
  return (
    <Descriptions
      className="facts"
      column={1}
      items={[
        { key: 'state', label: t('account.authenticator'), children: <strong>{t('account.enrolled')}</strong> },
        { key: 'since', label: t('account.since'), children: <When at={enrolledAt} /> },
        {
          key: 'codes',
          label: t('recovery.title'),
          children: (
            <span>
              {t('account.codes_left', { count: recoveryCodesLeft })}
              {recoveryCodesLeft < FEW && <strong> {t('account.codes_few')}</strong>}
            </span>
          ),
        },
      ]}
    />
  );
}

/** The authenticator and its recovery codes. */
export function SecondFactorCard() {
  const { t } = useTranslation();
  const { username } = useAccount();
  const changeSession = useChangeSession();
  const factor = useRead('second-factor', 'GET /api/v1/staff/second-factor');
  const request = useCommand('POST /api/v1/staff/second-factor/tickets', []);
  const renew = useCommand('POST /api/v1/staff/second-factor/recovery-codes', ['second-factor']);
  const [codes, setCodes] = useState<readonly string[]>();
  const onEnrolled = ({ account, recoveryCodes }: Enrolled) => {
    request.reset();
    setCodes(recoveryCodes);
    changeSession(account);
  };
  const isEnrolled = factor.data !== undefined && factor.data.enrolledAt !== null;
  return (
    <Card title={t('account.second_factor')}>
      <p className="quiet">{t('account.second_factor_intro')}</p>
      {factor.error !== null && factor.data === undefined && <ProblemResult error={factor.error} onRetry={() => void factor.refetch()} />}
      {factor.isPending && <Wait />}
      {factor.data !== undefined && <Facts factor={factor.data} />}
      <ProblemAlert error={request.error ?? renew.error} />
      <Space wrap>
        <Button type={isEnrolled ? 'default' : 'primary'} loading={request.isPending} onClick={() => request.mutate({})}>
          {t(isEnrolled ? 'account.enrol_another' : 'second_factor.enrol')}
        </Button>
        {isEnrolled && (
          <Button loading={renew.isPending} onClick={() => renew.mutate({}, { onSuccess: ({ recoveryCodes }) => setCodes(recoveryCodes) })}>
            {t('account.renew_codes')}
          </Button>
        )}
      </Space>
      <Modal
        open={request.data !== undefined}
        title={t('second_factor.enrol')}
        footer={null}
        mask={{ closable: false }}
        destroyOnHidden
        onCancel={() => request.reset()}
      >
        {request.data !== undefined && <Enrolment ticket={request.data.ticket} onEnrolled={onEnrolled} />}
      </Modal>
      <Modal
        open={codes !== undefined}
        title={t('recovery.title')}
        footer={null}
        mask={{ closable: false }}
        closable={false}
        keyboard={false}
        destroyOnHidden
      >
        {codes !== undefined && (
          <RecoveryCodes codes={codes} username={username} doneLabel={t('recovery.kept')} onDone={() => setCodes(undefined)} />
        )}
      </Modal>
    </Card>
  );
}
