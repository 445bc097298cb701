import type { Case } from '@tongxing/contract';
import { Button, Empty, Radio } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useList } from '../../api/hooks';
import { Person } from '../../parts/Person';
import { ProblemResult } from '../../parts/Problem';
import { When } from '../../parts/When';
import { Wait } from '../../shell/Wait';

function CaseChoice({ item }: { readonly item: Case }) {
  const { t } = useTranslation();
  return (
    <Radio value={item.id} className="case-choice">
      <strong className="digits">{item.number}</strong> <Person person={item.person} />
      <span className="quiet">
        {t('case.onset_at')} <When at={item.onsetAt} />
      </span>
    </Radio>
  );
}

interface CaseStepProps {
  readonly chosen: Case | undefined;
  readonly onNext: (chosen: Case) => void;
}

/** A trace starts from a confirmed case and from nothing else. */
export function CaseStep({ chosen, onNext }: CaseStepProps) {
  const { t } = useTranslation();
  const list = useList('cases', 'GET /api/v1/cases', {});
  const [picked, setPicked] = useState<string>();
  if (list.isLoading) return <Wait />;
  if (list.error !== null && list.rows.length === 0) return <ProblemResult error={list.error} onRetry={list.again} />;
  const hasChosen = chosen !== undefined && !list.rows.some((row) => row.id === chosen.id);
  const rows = hasChosen ? [chosen, ...list.rows] : list.rows;
  if (rows.length === 0)
    return (
      <Empty description={t('case.empty_create')}>
        <Link href="/cases">{t('menu.cases')}</Link>
      </Empty>
    );
  const selectedId = picked ?? chosen?.id;
  const selected = rows.find((row) => row.id === selectedId);
  return (
    <>
      <Radio.Group
        className="choice-list"
        aria-label={t('case.label')}
        value={selectedId ?? null}
        onChange={(event) => setPicked(String(event.target.value))}
      >
        {rows.map((row) => (
          <CaseChoice key={row.id} item={row} />
        ))}
      </Radio.Group>
      <div className="form-foot">
        {list.hasMore && (
          <Button onClick={list.more} loading={list.isLoadingMore}>
            {t('list.more')}
          </Button>
        )}
        <Button type="primary" disabled={selected === undefined} onClick={() => selected && onNext(selected)}>
          {t('action.next')}
        </Button>
      </div>
    </>
  );
}
