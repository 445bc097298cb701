import type { Case } from '@tongxing/contract';
import { Alert, Descriptions } from 'antd';
import { useTranslation } from 'react-i18next';
import { ConfirmFoot } from '../../parts/ConfirmFoot';
import { Person } from '../../parts/Person';
import { When } from '../../parts/When';
import type { TraceBasis, TraceWindow } from './trace-draft';

interface RequestConfirmProps {
  readonly subject: Case;
  readonly basis: TraceBasis;
  readonly span: TraceWindow;
  readonly onBack: () => void;
  readonly onSubmit: () => Promise<void>;
}

/** The request said back, with what happens once it is sent. */
export function RequestConfirm({ subject, basis, span, onBack, onSubmit }: RequestConfirmProps) {
  const { t } = useTranslation();
  const items = [
    { key: 'case', label: t('case.label'), children: <span className="digits">{subject.number}</span> },
    { key: 'person', label: t('person.label'), children: <Person person={subject.person} /> },
    { key: 'basis', label: t('trace.basis'), children: `${t(`words:legalBasis.${basis.legalBasis}`)} · ${basis.basisReference}` },
    { key: 'purpose', label: t('trace.purpose'), children: basis.purpose },
    {
      key: 'window',
      label: t('trace.window'),
      children: (
        <span>
          <When at={span.from} /> – <When at={span.to} />
        </span>
      ),
    },
    { key: 'lag', label: t('trace.lag'), children: t('time.minutes', { count: span.lagMinutes }) },
  ];
  return (
    <>
      <Descriptions column={1} size="small" bordered items={items} />
      <Alert type="info" showIcon className="problem" title={t('trace.what_follows')} />
      <ConfirmFoot submitLabel={t('trace.submit')} onBack={onBack} onSubmit={onSubmit} />
    </>
  );
}
