import { Alert, Descriptions } from 'antd';
import { useTranslation } from 'react-i18next';
import { ConfirmFoot } from '../../parts/ConfirmFoot';
import type { SwitchDraft } from './switch-draft';

/** For whom something changes; texts under `regime.change.<regime>`. */
const FOR_WHOM = ['resident', 'venue', 'staff', 'begun'] as const;

interface RegimeConfirmProps {
  readonly draft: SwitchDraft;
  readonly onBack: () => void;
  readonly onSubmit: () => Promise<void>;
}

/** Says in plain words what changes for whom before anything does. */
export function RegimeConfirm({ draft, onBack, onSubmit }: RegimeConfirmProps) {
  const { t } = useTranslation();
  const items = [
    { key: 'area', label: t('division.label'), children: draft.division.path },
    { key: 'regime', label: t('regime.label'), children: t(`words:regime.${draft.regime}`) },
    { key: 'notice', label: t('regime.notice'), children: `${draft.noticeNumber} · ${draft.title}` },
  ];
  return (
    <>
      <Alert
        type="warning"
        showIcon
        className="problem"
        title={t('regime.confirm', { area: draft.division.path, regime: t(`words:regime.${draft.regime}`) })}
      />
      <Descriptions column={1} size="small" items={items} className="facts" />
      <h3>{t('regime.what_changes')}</h3>
      <dl className="changes">
        {FOR_WHOM.map((who) => (
          <div key={who}>
            <dt>{t(`regime.for.${who}`)}</dt>
            <dd>{t(`regime.change.${draft.regime}.${who}`)}</dd>
          </div>
        ))}
      </dl>
      <ConfirmFoot submitLabel={t('regime.submit')} onBack={onBack} onSubmit={onSubmit} />
    </>
  );
}
