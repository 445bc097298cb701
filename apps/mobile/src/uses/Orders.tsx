import type { LegalBases } from '@tongxing/contract';
import { call } from '../api/client';
import { useLoad } from '../api/use-load';
import { Failure } from '../shell/Failure';
import { Loading } from '../shell/Loading';
import { useUsesWords } from './words';

const readBases = () => call('GET /api/v1/legal-bases');

/** The orders that the processing rests on, and loudly for what there is none. */
export function Orders() {
  const { t } = useUsesWords();
  const [bases, reload] = useLoad(readBases);
  return (
    <section className="card" aria-labelledby="orders-title">
      <h2 id="orders-title">{t('uses:openness.orders')}</h2>
      <p className="soft">{t('uses:openness.ordersWhat')}</p>
      {bases.state === 'loading' && <Loading />}
      {bases.state === 'failed' && <Failure error={bases.error} onRetry={reload} />}
      {bases.state === 'ready' && <OrderList bases={bases.data} />}
    </section>
  );
}

function OrderList({ bases: { items, purposes } }: { readonly bases: LegalBases }) {
  const { t, i18n } = useUsesWords();
  const named = (some: readonly string[]) => some.map((one) => t(`words:purpose.${one}`)).join(i18n.language === 'zh' ? '、' : ', ');
  const uncovered = purposes.filter(({ coveredUntil }) => coveredUntil === null).map(({ purpose }) => purpose);
  return (
    <>
      {uncovered.length > 0 && <p className="note note-fault">{t('uses:openness.uncovered', { purposes: named(uncovered) })}</p>}
      <ul className="rows">
        {items.map((order) => (
          <li key={order.id}>
            <div className="row-main">
              <p className="row-title">
                {order.title} · {t(`words:legalOrderState.${order.state}`)}
              </p>
              <p className="soft">
                {t('uses:openness.order', { number: order.number, issuer: order.issuer, from: order.beginsOn, to: order.endsOn })}
              </p>
              <p className="soft">{named(order.purposes)}</p>
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}
