import { useSystem } from '@tongxing/ui';
import { Button, DatePicker, Input, Select, Tag } from 'antd';
import dayjs from 'dayjs';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { send } from '../../api/client';
import { DocumentFields } from '../../parts/Fields';
import { FormModal } from '../../parts/FormModal';
import { instantToWall } from '../../parts/time';
import { AUDIT_ACTIONS } from './audit-actions';
import type { AuditFilters } from './audit-query';

interface AuditFilterFormProps {
  readonly filters: AuditFilters;
  readonly change: (next: AuditFilters) => void;
}

function Filter({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div className="filter">
      <span className="filter-label" aria-hidden>
        {label}
      </span>
      {children}
    </div>
  );
}

function PeriodFilter({ filters, change }: AuditFilterFormProps) {
  const { t } = useTranslation();
  const { timeZone } = useSystem();
  const today = instantToWall(Date.now(), timeZone);
  const day = (text: string | undefined) => (text === undefined ? null : dayjs(text));
  return (
    <Filter label={t('audit.period')}>
      <DatePicker.RangePicker
        aria-label={t('audit.period')}
        allowEmpty={[true, true]}
        value={[day(filters.since), day(filters.until)]}
        disabledDate={(date) => date.isAfter(today, 'day')}
        onChange={(range) => change({ since: range?.[0]?.format('YYYY-MM-DD') ?? '', until: range?.[1]?.format('YYYY-MM-DD') ?? '' })}
      />
    </Filter>
  );
}

interface TextFilterProps {
  readonly label: string;
  readonly hint: string;
  readonly value: string | undefined;
  readonly onChange: (text: string) => void;
}

/** Taken over with Enter or when the field is left, since every look is recorded. */
function TextFilter({ label, hint, value, onChange }: TextFilterProps) {
  const take = (text: string) => {
    if (text.trim() !== (value ?? '')) onChange(text.trim());
  };
  return (
    <Filter label={label}>
      <Input
        key={value ?? ''}
        className="filter-select"
        aria-label={label}
        placeholder={hint}
        defaultValue={value ?? ''}
        allowClear
        maxLength={60}
        onPressEnter={(event) => take(event.currentTarget.value)}
        onBlur={(event) => take(event.currentTarget.value)}
        onClear={() => take('')}
      />
    </Filter>
  );
}

interface Document {
  readonly documentType: 'resident_id';
  readonly documentNumber: string;
}

/** By document: the number goes to the server once and is nowhere kept; the search goes on by what the log calls the person. */
function PersonFilter({ filters, change }: AuditFilterFormProps) {
  const { t } = useTranslation();
  const [asks, setAsks] = useState(false);
  const { token } = filters;
  return (
    <Filter label={t('audit.person')}>
      {token === undefined ? (
        <Button onClick={() => setAsks(true)}>{t('audit.by_document')}</Button>
      ) : (
        <Tag closable className="filter-tag" onClose={() => change({ token: '' })}>
          <code>{token.slice(0, 8)}</code>
        </Tag>
      )}
      {asks && (
        <FormModal<Document>
          title={t('audit.by_document')}
          submitLabel={t('audit.find')}
          onClose={() => setAsks(false)}
          intro={<p className="quiet">{t('audit.by_document_intro')}</p>}
          onSubmit={async (body) => {
            const found = await send('POST /api/v1/audit-tokens', { body });
            change({ token: found.token });
          }}
        >
          <DocumentFields />
        </FormModal>
      )}
    </Filter>
  );
}

/** What the auditor looks for: when, what, who, whom, and for which case. */
export function AuditFilterForm({ filters, change }: AuditFilterFormProps) {
  const { t } = useTranslation();
  return (
    <>
      <PeriodFilter filters={filters} change={change} />
      <Filter label={t('audit.action')}>
        <Select
          className="filter-action"
          aria-label={t('audit.action')}
          placeholder={t('list.all_values')}
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          value={filters.action ?? null}
          options={AUDIT_ACTIONS.map((action) => ({ value: action, label: t(`audit.of.${action}`), title: action }))}
          onChange={(action) => change({ action: action ?? '' })}
        />
      </Filter>
      <TextFilter label={t('audit.actor')} hint={t('audit.actor_hint')} value={filters.actor} onChange={(actor) => change({ actor })} />
      <TextFilter label={t('audit.matter')} hint="C2026-0001" value={filters.matter} onChange={(matter) => change({ matter })} />
      <PersonFilter filters={filters} change={change} />
      {filters.subject !== undefined && (
        <Tag closable className="filter-tag" onClose={() => change({ subject: '' })}>
          <code>{filters.subject}</code>
        </Tag>
      )}
    </>
  );
}
