import { TabletOutlined } from '@ant-design/icons';
import type { Venue } from '@tongxing/contract';
import type { Output } from '@tongxing/contract/client';
import { useServerSecond } from '@tongxing/ui';
import { Button, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand } from '../../api/hooks';
import { ProblemAlert } from '../../parts/Problem';
import { clockText } from '../../parts/time';
import { useMay } from '../../session/session';
import { Wait } from '../../shell/Wait';

type Pairing = Output<'POST /api/v1/venues/:id/door-pairings'>;

/** The digits to key in at the tablet, as long as they are valid. */
function PairingCode({ pairing, onRenew }: { readonly pairing: Pairing; readonly onRenew: () => void }) {
  const { t } = useTranslation();
  const left = Date.parse(pairing.expiresAt) - useServerSecond();
  if (left <= 0)
    return (
      <div className="pairing">
        <p>{t('door.expired')}</p>
        <Button type="primary" onClick={onRenew}>
          {t('door.renew')}
        </Button>
      </div>
    );
  return (
    <div className="pairing">
      <p>
        {t('door.open')} <strong className="digits">{`${window.location.origin}/door/`}</strong>
      </p>
      <p>{t('door.key_in')}</p>
      <div className="pairing-code digits">
        <span>{pairing.pairingCode.slice(0, 3)}</span> <span>{pairing.pairingCode.slice(3)}</span>
      </div>
      <p className="quiet">
        {t('door.valid')} <span className="clock">{clockText(left)}</span>
      </p>
    </div>
  );
}

/** Pairs a tablet as the venue's own screen. */
export function DoorPairing({ venue }: { readonly venue: Venue }) {
  const { t } = useTranslation();
  const may = useMay();
  const [isOpen, setOpen] = useState(false);
  const pair = useCommand('POST /api/v1/venues/:id/door-pairings', []);
  if (!may('door.pair')) return null;
  const ask = () => pair.mutate({ params: { id: venue.id } });
  const start = () => {
    setOpen(true);
    ask();
  };
  const close = () => {
    setOpen(false);
    pair.reset();
  };
  return (
    <>
      <Button icon={<TabletOutlined />} onClick={start}>
        {t('door.pair')}
      </Button>
      <Modal open={isOpen} title={t('door.title', { name: venue.name })} onCancel={close} footer={null} destroyOnHidden>
        {pair.isPending && <Wait />}
        <ProblemAlert error={pair.error} />
        {pair.data !== undefined && <PairingCode pairing={pair.data} onRenew={ask} />}
      </Modal>
    </>
  );
}
