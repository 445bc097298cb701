import type { Venue } from '@tongxing/contract';
import { App, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand } from '../../api/hooks';
import { FormModal, WordsField } from '../../parts/FormModal';
import { useMay } from '../../session/session';

type Target = Exclude<Venue['state'], 'replaced'>;

/** Where a venue may go from each state; a replaced code is history. */
const NEXT: Readonly<Record<Venue['state'], readonly Target[]>> = {
  active: ['suspended', 'retired'],
  suspended: ['active', 'retired'],
  replaced: [],
  // A retired code never comes back to life.
  retired: [],
};

/** Suspend, reopen or retire a venue, with a reason. */
export function StateActions({ venue }: { readonly venue: Venue }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const may = useMay();
  const [target, setTarget] = useState<Target>();
  const change = useCommand('POST /api/v1/venues/:id/state', ['venues', 'flow']);
  if (!may('venue.edit')) return null;
  const submit = async ({ reason }: { reason: string }) => {
    if (target === undefined) return;
    await change.mutateAsync({ params: { id: venue.id }, body: { state: target, reason } });
    void message.success(t('venue.state_changed', { state: t(`words:venueState.${target}`) }));
  };
  return (
    <>
      {NEXT[venue.state].map((state) => (
        <Button key={state} danger={state !== 'active'} onClick={() => setTarget(state)}>
          {t(`venue.set.${state}`)}
        </Button>
      ))}
      {target !== undefined && (
        <FormModal<{ reason: string }>
          title={t(`venue.set_title.${target}`, { name: venue.name })}
          onClose={() => setTarget(undefined)}
          submitLabel={t(`venue.set.${target}`)}
          danger={target !== 'active'}
          onSubmit={submit}
          intro={<p className="quiet">{t(`venue.set_help.${target}`)}</p>}
        >
          <WordsField name="reason" label={t('venue.reason')} max={200} required />
        </FormModal>
      )}
    </>
  );
}
