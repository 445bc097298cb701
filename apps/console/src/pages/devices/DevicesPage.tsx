import type { Device } from '@tongxing/contract';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useList } from '../../api/hooks';
import type { Column } from '../../parts/columns';
import { useFilters } from '../../parts/filters';
import { ListPage } from '../../parts/ListPage';
import { VenueCell } from '../../parts/VenueCell';
import { When } from '../../parts/When';
import { useAccount, useMay } from '../../session/session';
import { DeviceDrawer, type DeviceStep } from './DeviceDrawer';
import { DeviceStateTag } from './device-state';
import { Enrolment } from './Enrolment';
import { ReasonModal } from './ReasonModal';
import { RegisterDrawer } from './RegisterDrawer';

function useColumns(isOneVenue: boolean, onOpen: (device: Device) => void): readonly Column<Device>[] {
  const { t } = useTranslation();
  const venue: Column<Device> = { key: 'venue', title: t('device.venue'), render: (row) => <VenueCell venue={row.venue} /> };
  return [
    {
      key: 'name',
      title: t('device.name'),
      render: (row) => (
        <Button type="link" className="cell-link" onClick={() => onOpen(row)}>
          {row.name}
        </Button>
      ),
    },
    { key: 'state', title: t('device.state'), render: (row) => <DeviceStateTag device={row} /> },
    { key: 'kind', title: t('device.kind'), hidden: 'narrow', render: (row) => t(`device.kind_of.${row.kind}`) },
    ...(isOneVenue ? [] : [venue]),
    { key: 'sign_in', title: t('device.last_sign_in'), render: (row) => <When at={row.lastSignInAt} /> },
    { key: 'registered', title: t('device.registered_at'), hidden: 'narrow', render: (row) => <When at={row.registeredAt} /> },
  ];
}

/** Devices of the own area, or of one venue: registered, enrolled, signed out, revoked. */
export default function DevicesPage() {
  const { t } = useTranslation();
  const may = useMay();
  const account = useAccount();
  const [filters, change] = useFilters(['venueId']);
  const [isRegistering, setRegistering] = useState(false);
  const [openId, setOpenId] = useState<string>();
  const [step, setStep] = useState<{ readonly device: Device; readonly step: DeviceStep }>();
  const venueId = account.venueId ?? filters.venueId;
  const list = useList('devices', 'GET /api/v1/devices', venueId === undefined ? {} : { query: { venueId } });
  const opened = list.rows.find(({ id }) => id === openId);
  const mayRegister = may('device.register') && venueId !== undefined;
  const isNarrowed = account.venueId === null && venueId !== undefined;
  return (
    <ListPage
      name="devices"
      title={t('menu.devices')}
      intro={t('device.intro')}
      list={list}
      columns={useColumns(venueId !== undefined, (device) => setOpenId(device.id))}
      rowKey={(row) => row.id}
      empty={t(mayRegister ? 'device.empty_register' : 'device.empty')}
      actions={
        mayRegister && (
          <Button type="primary" onClick={() => setRegistering(true)}>
            {t('device.register')}
          </Button>
        )
      }
      filters={isNarrowed && <Button onClick={() => change({ venueId: '' })}>{t('device.all_venues')}</Button>}
    >
      {venueId !== undefined && (
        <RegisterDrawer
          venueId={venueId}
          open={isRegistering}
          onClose={() => setRegistering(false)}
          onRegistered={(device) => setStep({ device, step: 'invite' })}
        />
      )}
      {opened !== undefined && (
        <DeviceDrawer device={opened} onClose={() => setOpenId(undefined)} onStep={(next) => setStep({ device: opened, step: next })} />
      )}
      {step?.step === 'invite' && <Enrolment device={step.device} onClose={() => setStep(undefined)} />}
      {step !== undefined && step.step !== 'invite' && (
        <ReasonModal device={step.device} step={step.step} onClose={() => setStep(undefined)} />
      )}
    </ListPage>
  );
}
