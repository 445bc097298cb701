import type { RightsRequest } from '@tongxing/contract';
import type { Output } from '@tongxing/contract/client';
import { Alert, Button } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { send } from '../../api/client';
import { FormModal, WordsField } from '../../parts/FormModal';
import { Person } from '../../parts/Person';
import { useMay } from '../../session/session';

/** As with every look at a person: a minute, then it is masked again. */
const SHOWN_MS = 60_000;

type Shown = Output<'POST /api/v1/rights-requests/:id/identity'>;

function Lines({ lines }: { readonly lines: readonly (string | null)[] }) {
  return <span className="stacked">{lines.map((line) => line !== null && <span key={line}>{line}</span>)}</span>;
}

/** Who asks and for what, masked; in full for a minute once a reason is given. Never kept in a cache. */
export function WantedPanel({ request }: { readonly request: RightsRequest }) {
  const { t } = useTranslation();
  const may = useMay();
  const [isAsking, setAsking] = useState(false);
  const [shown, setShown] = useState<Shown>();
  useEffect(() => {
    if (shown === undefined) return;
    const timer = setTimeout(() => setShown(undefined), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [shown]);
  const submit = async (body: { reason: string }) => {
    setShown(await send('POST /api/v1/rights-requests/:id/identity', { params: { id: request.id }, body }));
  };
  if (shown !== undefined)
    return (
      <Lines
        lines={[`${shown.name} ${shown.phone}`, shown.wanted && t('rights_request.becomes', { wanted: shown.wanted }), shown.reason]}
      />
    );
  return (
    <div className="identity">
      <Person person={request.person} />
      {request.wanted !== null && <span>{t('rights_request.becomes', { wanted: request.wanted })}</span>}
      {request.state === 'open' && may('rights_request.handle') && (
        <Button size="small" onClick={() => setAsking(true)}>
          {t('rights_request.show')}
        </Button>
      )}
      {isAsking && (
        <FormModal<{ reason: string }>
          title={t('rights_request.show')}
          onClose={() => setAsking(false)}
          submitLabel={t('identity.submit')}
          onSubmit={submit}
          intro={<Alert type="info" showIcon className="problem" title={t('rights_request.recorded')} />}
        >
          <WordsField name="reason" label={t('identity.reason')} max={200} min={4} required help={t('rights_request.reason_help')} />
        </FormModal>
      )}
    </div>
  );
}
