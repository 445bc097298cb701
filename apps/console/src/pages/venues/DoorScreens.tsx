import { TabletOutlined } from '@ant-design/icons';
import type { DoorScreen, Venue } from '@tongxing/contract';
import { App, Button, Card } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand, useList } from '../../api/hooks';
import { FormModal, WordsField } from '../../parts/FormModal';
import { ProblemResult } from '../../parts/Problem';
import { When } from '../../parts/When';
import { useMay } from '../../session/session';
import { Wait } from '../../shell/Wait';

interface EndModalProps {
  readonly venue: Venue;
  readonly screen: DoorScreen;
  readonly onClose: () => void;
}

function EndModal({ venue, screen, onClose }: EndModalProps) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const end = useCommand('POST /api/v1/venues/:id/door-screens/revocation', ['door-screens']);
  const submit = async ({ reason }: { reason: string }) => {
    await end.mutateAsync({ params: { id: venue.id }, body: { id: screen.id, reason } });
    void message.success(t('door.ended'));
  };
  return (
    <FormModal<{ reason: string }>
      title={t('door.end_title')}
      onClose={onClose}
      submitLabel={t('door.end')}
      danger
      onSubmit={submit}
      intro={<p className="quiet">{t('door.end_help')}</p>}
    >
      <WordsField name="reason" label={t('venue.reason')} max={200} required />
    </FormModal>
  );
}

/** Tablets that are paired as screens of a venue; one that was lost is ended from here. */
export function DoorScreens({ venue }: { readonly venue: Venue }) {
  const { t } = useTranslation();
  const may = useMay();
  const isAllowed = may('door.pair');
  const list = useList('door-screens', 'GET /api/v1/venues/:id/door-screens', { params: { id: venue.id } }, isAllowed);
  const [ending, setEnding] = useState<DoorScreen>();
  if (!isAllowed) return null;
  return (
    <Card className="own-sessions" title={t('door.screens')}>
      {list.isLoading && <Wait />}
      {list.error !== null && list.rows.length === 0 && <ProblemResult error={list.error} onRetry={list.again} />}
      {!list.isLoading && list.error === null && list.rows.length === 0 && <p className="quiet">{t('door.no_screens')}</p>}
      <ul>
        {list.rows.map((screen) => (
          <li key={screen.id}>
            <TabletOutlined aria-hidden />
            <div>
              <strong>{screen.device === '' ? t('account.device_unknown') : screen.device}</strong>
              <p className="quiet">
                {t('door.paired_at')} <When at={screen.pairedAt} />
              </p>
            </div>
            <Button onClick={() => setEnding(screen)}>{t('door.end')}</Button>
          </li>
        ))}
      </ul>
      {list.hasMore && (
        <Button onClick={list.more} loading={list.isLoadingMore}>
          {t('list.more')}
        </Button>
      )}
      {ending !== undefined && <EndModal venue={venue} screen={ending} onClose={() => setEnding(undefined)} />}
    </Card>
  );
}
