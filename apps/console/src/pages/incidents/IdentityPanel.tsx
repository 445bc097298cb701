import type { IncidentDetail } from '@tongxing/contract';
import type { Output } from '@tongxing/contract/client';
import { useServerSecond } from '@tongxing/ui';
import { Alert, Button } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { send } from '../../api/client';
import { FormModal, WordsField } from '../../parts/FormModal';
import { Person } from '../../parts/Person';

/** A look at a person lasts a minute; then it is masked again. */
const SHOWN_MS = 60_000;

interface Shown {
  readonly identity: Output<'POST /api/v1/incidents/:id/identity'>;
  readonly until: number;
}

function useMinute(shown: Shown | undefined, hide: () => void): void {
  useEffect(() => {
    if (shown === undefined) return;
    const timer = setTimeout(hide, SHOWN_MS);
    return () => clearTimeout(timer);
  }, [shown, hide]);
}

function Revealed({ shown, onHide }: { readonly shown: Shown; readonly onHide: () => void }) {
  const { t } = useTranslation();
  const left = Math.max(0, Math.ceil((shown.until - useServerSecond()) / 1000));
  return (
    <div className="identity">
      <span className="identity-name">{shown.identity.name}</span>
      <a className="identity-phone digits" href={`tel:${shown.identity.phone}`}>
        {shown.identity.phone}
      </a>
      <span className="quiet">{t('identity.left', { count: left })}</span>
      <Button size="small" onClick={onHide}>
        {t('identity.hide')}
      </Button>
    </div>
  );
}

/** The person, masked; the name and number in full for a minute once a reason is given. Never kept in a cache. */
export function IdentityPanel({ incident }: { readonly incident: IncidentDetail }) {
  const { t } = useTranslation();
  const now = useServerSecond();
  const [isAsking, setAsking] = useState(false);
  const [shown, setShown] = useState<Shown>();
  const [hide] = useState(() => () => setShown(undefined));
  useMinute(shown, hide);
  const submit = async ({ reason }: { reason: string }) => {
    const identity = await send('POST /api/v1/incidents/:id/identity', { params: { id: incident.id }, body: { reason } });
    setShown({ identity, until: now + SHOWN_MS });
  };
  if (shown !== undefined) return <Revealed shown={shown} onHide={hide} />;
  return (
    <div className="identity">
      <Person person={incident.person} />
      {incident.closedAt === null && (
        <Button size="small" onClick={() => setAsking(true)}>
          {t('identity.show')}
        </Button>
      )}
      {isAsking && (
        <FormModal<{ reason: string }>
          title={t('identity.show')}
          onClose={() => setAsking(false)}
          submitLabel={t('identity.submit')}
          onSubmit={submit}
          intro={<Alert type="info" showIcon className="problem" title={t('identity.recorded')} />}
        >
          <WordsField name="reason" label={t('identity.reason')} max={200} min={4} required help={t('identity.reason_help')} />
        </FormModal>
      )}
    </div>
  );
}
