import { LaptopOutlined } from '@ant-design/icons';
import { Button, Card, Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import { useCommand, useList } from '../../api/hooks';
import { ProblemAlert, ProblemResult } from '../../parts/Problem';
import { When } from '../../parts/When';
import { Wait } from '../../shell/Wait';

/** Where the own account is signed in; one that was left behind can be ended from here. */
export function SessionsCard() {
  const { t } = useTranslation();
  const list = useList('own-sessions', 'GET /api/v1/staff/sessions');
  const revoke = useCommand('POST /api/v1/staff/sessions/revocations', ['own-sessions']);
  const revokeOthers = useCommand('POST /api/v1/staff/sessions/revocations/others', ['own-sessions']);
  const hasOthers = list.rows.some(({ isCurrent }) => !isCurrent);
  return (
    <Card
      className="own-sessions"
      title={t('account.sessions')}
      extra={
        hasOthers && (
          <Button danger loading={revokeOthers.isPending} onClick={() => revokeOthers.mutate({})}>
            {t('account.revoke_others')}
          </Button>
        )
      }
    >
      <p className="quiet">{t('account.sessions_intro')}</p>
      <ProblemAlert error={revoke.error ?? revokeOthers.error} />
      {list.isLoading && <Wait />}
      {list.error !== null && list.rows.length === 0 && <ProblemResult error={list.error} onRetry={list.again} />}
      <ul>
        {list.rows.map(({ id, device, startedAt, lastUsedAt, isCurrent }) => (
          <li key={id}>
            <LaptopOutlined aria-hidden />
            <div>
              <strong>{device === '' ? t('account.device_unknown') : device}</strong>
              {isCurrent && <Tag color="blue">{t('account.here')}</Tag>}
              <p className="quiet">
                {t('account.signed_in')} <When at={startedAt} />
                {lastUsedAt !== null && (
                  <>
                    {' · '}
                    {t('account.last_used')} <When at={lastUsedAt} />
                  </>
                )}
              </p>
            </div>
            {!isCurrent && (
              <Button
                aria-label={t('account.revoke_label', { device: device === '' ? t('account.device_unknown') : device })}
                loading={revoke.isPending && revoke.variables.body.id === id}
                onClick={() => revoke.mutate({ body: { id } })}
              >
                {t('account.revoke')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {list.hasMore && (
        <Button onClick={list.more} loading={list.isLoadingMore}>
          {t('list.more')}
        </Button>
      )}
    </Card>
  );
}
