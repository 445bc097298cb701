import type { ApiClient, ApiClientWithSecret } from '@tongxing/contract';
import { Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand, useDraftId } from '../../api/hooks';
import { ProblemAlert } from '../../parts/Problem';
import { useAttempt } from '../../parts/use-submit';
import { SecretOnce } from './SecretOnce';

/** Makes a new secret and shows it once: mounted while it is shown. */
export function RotateModal({ client, onClose }: { readonly client: ApiClient; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const [id] = useDraftId();
  const [rotated, setRotated] = useState<ApiClientWithSecret>();
  const rotate = useCommand('POST /api/v1/clients/:id/secrets', ['clients']);
  const { error, busy, run } = useAttempt<void>(async () => {
    setRotated(await rotate.mutateAsync({ params: { id: client.id }, body: { id } }));
  });
  const isDone = rotated !== undefined;
  return (
    <Modal
      open
      width={640}
      mask={{ closable: false }}
      title={t('client.rotate_title', { name: client.name })}
      onCancel={onClose}
      onOk={isDone ? onClose : () => void run()}
      okText={t(isDone ? 'client.close' : 'client.rotate')}
      cancelText={t('action.cancel')}
      confirmLoading={busy}
      {...(isDone ? { cancelButtonProps: { hidden: true } } : {})}
    >
      {isDone ? <SecretOnce client={rotated} /> : <p>{t('client.rotate_text')}</p>}
      <ProblemAlert error={error} />
    </Modal>
  );
}
