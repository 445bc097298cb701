import type { Trace } from '@tongxing/contract';
import { Tabs } from 'antd';
import { useTranslation } from 'react-i18next';
import { useFilters } from '../../parts/filters';
import { ContactsTab } from './ContactsTab';
import { TrajectoryTab } from './TrajectoryTab';

/** What a completed trace found. */
export function TraceFindings({ trace }: { readonly trace: Trace }) {
  const { t } = useTranslation();
  const [{ tab }, change] = useFilters(['tab']);
  const items = [
    { key: 'trajectory', label: t('trace.trajectory'), children: <TrajectoryTab trace={trace} /> },
    { key: 'contacts', label: t('trace.contacts_tab', { count: trace.contacts ?? 0 }), children: <ContactsTab trace={trace} /> },
  ];
  return (
    <section className="findings">
      <Tabs activeKey={tab === 'contacts' ? 'contacts' : 'trajectory'} onChange={(key) => change({ tab: key })} items={items} />
    </section>
  );
}
