import { type LegalBases, type LegalOrder, PURPOSES } from '@tongxing/contract';
import type { Language } from '../../platform/i18n';
import type { OrderRow } from './legal-store';
import type { NoticeFacts } from './notice/notice';

function stateOn({ beginsOn, endsOn }: OrderRow, day: string): LegalOrder['state'] {
  if (day > endsOn) return 'expired';
  return day < beginsOn ? 'coming' : 'in_force';
}

/** An order with its state on a day (`YYYY-MM-DD`). */
export function orderOn(order: OrderRow, day: string): LegalOrder {
  return { ...order, purposes: PURPOSES.filter((purpose) => order.purposes.includes(purpose)), state: stateOn(order, day) };
}

/** Orders on a day, and until when each purpose is covered by one in force. */
export function basesOn(orders: readonly OrderRow[], day: string): LegalBases {
  const items = orders.map((order) => orderOn(order, day));
  const inForce = items.filter(({ state }) => state === 'in_force');
  const lastDay = (purpose: (typeof PURPOSES)[number]) =>
    inForce.reduce<string | null>(
      (last, { purposes, endsOn }) => (purposes.includes(purpose) && (last === null || endsOn > last) ? endsOn : last),
      null,
    );
  return { items, purposes: PURPOSES.map((purpose) => ({ purpose, coveredUntil: lastDay(purpose) })) };
}

const NONE: Readonly<Record<Language, { issuers: string; orders: string }>> = {
  zh: { issuers: '本地疫情防控指挥部', orders: '目前没有登记有效的命令' },
  en: { issuers: 'The local epidemic prevention headquarters', orders: 'no order in force has been entered at present' },
};

/** What the notice says of the orders in force on a day. */
export function factsOn(orders: readonly OrderRow[], day: string, language: Language, retentionDays: number): NoticeFacts {
  const inForce = orders.filter((order) => stateOn(order, day) === 'in_force');
  const joined = (parts: readonly string[]) => [...new Set(parts)].join(language === 'zh' ? '、' : ', ');
  const named = ({ title, number, endsOn }: OrderRow) =>
    language === 'zh' ? `《${title}》（${number}，至 ${endsOn}）` : `${title} (${number}, until ${endsOn})`;
  const none = NONE[language];
  return {
    days: String(retentionDays),
    issuers: joined(inForce.map(({ issuer }) => issuer)) || none.issuers,
    orders: joined(inForce.map(named)) || none.orders,
  };
}
