import { formatEnrolmentCode } from '@tongxing/codes';
import type { Device } from '@tongxing/contract';
import type { Output } from '@tongxing/contract/client';
import { useServerSecond } from '@tongxing/ui';
import { Button, Modal } from 'antd';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand } from '../../api/hooks';
import { ProblemAlert } from '../../parts/Problem';
import { clockText } from '../../parts/time';
import { Wait } from '../../shell/Wait';

type Invitation = Output<'POST /api/v1/devices/:id/enrolment-codes'>;

/** The code to key in at the device, as long as it is valid. */
function EnrolmentCode({ invitation, onRenew }: { readonly invitation: Invitation; readonly onRenew: () => void }) {
  const { t } = useTranslation();
  const left = Date.parse(invitation.expiresAt) - useServerSecond();
  if (left <= 0)
    return (
      <div className="pairing">
        <p>{t('device.expired')}</p>
        <Button type="primary" onClick={onRenew}>
          {t('device.renew')}
        </Button>
      </div>
    );
  return (
    <div className="pairing">
      <p>{t('device.key_in')}</p>
      <div className="pairing-code device-code digits">{formatEnrolmentCode(invitation.code)}</div>
      <p className="quiet">
        {t('device.valid')} <span className="clock">{clockText(left)}</span>
      </p>
      <p className="quiet">{t('device.once')}</p>
    </div>
  );
}

/** Makes a code for a device and shows it once: mounted while it is shown. */
export function Enrolment({ device, onClose }: { readonly device: Device; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const invite = useCommand('POST /api/v1/devices/:id/enrolment-codes', []);
  const ask = () => invite.mutate({ params: { id: device.id } });
  const isAsked = useRef(false);
  useEffect(() => {
    if (isAsked.current) return;
    isAsked.current = true;
    invite.mutate({ params: { id: device.id } });
  }, [invite.mutate, device.id]);
  return (
    <Modal open title={t('device.invite_title', { name: device.name })} onCancel={onClose} footer={null} mask={{ closable: false }}>
      {device.proof !== 'none' && <p className="quiet">{t('device.replaces')}</p>}
      {invite.isPending && <Wait />}
      <ProblemAlert error={invite.error} />
      {invite.data !== undefined && <EnrolmentCode invitation={invite.data} onRenew={ask} />}
    </Modal>
  );
}
