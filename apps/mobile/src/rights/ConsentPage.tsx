import { useState } from 'react';
import { useLocation } from 'wouter';
import { call } from '../api/client';
import { useSubmit } from '../api/use-submit';
import { type Agreed, ConsentStep } from '../session/ConsentStep';
import { useSession } from '../session/session';
import { newId } from './new-id';
import { useRightsWords } from './words';

/** `/m/rights/consent`: a new version of the notice, for somebody who is registered. */
export function ConsentPage() {
  const { t } = useRightsWords();
  const [, go] = useLocation();
  const { refresh } = useSession();
  const submit = useSubmit();
  const [ids] = useState(() => ({ notice: newId(), sensitive: newId() }));
  const agree = ({ notice: version, sensitive }: Agreed) =>
    submit.run(async () => {
      await call('POST /api/v1/me/consents', { body: { id: ids.sensitive, kind: 'sensitive', version, given: sensitive } });
      await call('POST /api/v1/me/consents', { body: { id: ids.notice, kind: 'notice', version, given: true } });
      await refresh();
      go('/m/');
    });
  return <ConsentStep title={t('rights:notice.confirm')} onBack={() => go('/m/')} onAgree={agree} submit={submit} />;
}
