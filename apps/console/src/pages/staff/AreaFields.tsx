import type { StaffAccount, StaffArea } from '@tongxing/contract';
import { VENUE_CLASSES } from '@tongxing/rules';
import { Form, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useList } from '../../api/hooks';
import { DivisionPicker } from '../../parts/DivisionPicker';
import { useRequired } from '../../parts/Fields';

const KINDS = ['division', 'venue', 'functional', 'industry'] as const satisfies readonly StaffArea['kind'][];

/** Fields of {@link AreaFields}, as a form holds them. */
export interface AreaValues {
  readonly kind: StaffArea['kind'];
  readonly divisionCode?: string;
  readonly venueId?: string;
  readonly functionalAreaId?: string;
  readonly venueClass?: (typeof VENUE_CLASSES)[number];
}

/** What was filled in, as the API takes it. */
export function areaFrom({ kind, divisionCode = '', venueId = '', functionalAreaId = '', venueClass = 'other' }: AreaValues): StaffArea {
  if (kind === 'division') return { kind, divisionCode };
  if (kind === 'venue') return { kind, venueId };
  return kind === 'functional' ? { kind, functionalAreaId } : { kind, divisionCode, venueClass };
}

/** A venue of the own area, found by its name. */
function VenueSelect({ named, ...field }: { readonly id?: string; readonly named?: { readonly value: string; readonly label: string } }) {
  const { t } = useTranslation();
  const [search, setSearch] = useState('');
  const { rows } = useList('venues', 'GET /api/v1/venues', { query: { limit: 30, ...(search === '' ? {} : { search }) } });
  const found = rows.map((venue) => ({ value: venue.id, label: venue.name }));
  const options = named === undefined || search !== '' || found.some(({ value }) => value === named.value) ? found : [named, ...found];
  return (
    <Select
      {...field}
      showSearch={{ filterOption: false, onSearch: (text) => setSearch(text.trim()) }}
      placeholder={t('staff.choose_venue')}
      options={options}
    />
  );
}

function FunctionalAreaSelect(field: { readonly id?: string }) {
  const { t } = useTranslation();
  const { rows } = useList('functional-areas', 'GET /api/v1/functional-areas', { query: { limit: 100 } });
  return (
    <Select
      {...field}
      placeholder={t('staff.choose_functional')}
      notFoundContent={t('staff.no_functional')}
      options={rows.map((area) => ({ value: area.id, label: area.name }))}
    />
  );
}

/** What an account is for: the kind of area, and which. */
export function AreaFields({ account }: { readonly account?: StaffAccount }) {
  const { t } = useTranslation();
  const isRequired = useRequired();
  const kind = Form.useWatch<AreaValues['kind'] | undefined>('kind') ?? account?.area.kind ?? 'division';
  const named = account?.area.kind === 'venue' ? { value: account.area.venueId, label: account.areaName } : undefined;
  return (
    <>
      <Form.Item name="kind" label={t('staff.area_kind')} rules={[isRequired]} extra={t(`staff.area_help.${kind}`)}>
        <Select options={KINDS.map((value) => ({ value, label: t(`staff.kind.${value}`) }))} />
      </Form.Item>
      {(kind === 'division' || kind === 'industry') && (
        <Form.Item name="divisionCode" label={t('division.label')} rules={[isRequired]}>
          <DivisionPicker scope="own" />
        </Form.Item>
      )}
      {kind === 'venue' && (
        <Form.Item name="venueId" label={t('staff.kind.venue')} rules={[isRequired]}>
          <VenueSelect {...(named === undefined ? {} : { named })} />
        </Form.Item>
      )}
      {kind === 'functional' && (
        <Form.Item name="functionalAreaId" label={t('staff.kind.functional')} rules={[isRequired]}>
          <FunctionalAreaSelect />
        </Form.Item>
      )}
      {kind === 'industry' && (
        <Form.Item name="venueClass" label={t('venue.class')} rules={[isRequired]}>
          <Select options={VENUE_CLASSES.map((value) => ({ value, label: t(`words:venueClass.${value}`) }))} />
        </Form.Item>
      )}
    </>
  );
}
