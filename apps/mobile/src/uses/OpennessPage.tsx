import type { Openness } from '@tongxing/contract';
import { useTimeWords } from '@tongxing/ui';
import { call } from '../api/client';
import { useLoad } from '../api/use-load';
import { Failure } from '../shell/Failure';
import { Loading } from '../shell/Loading';
import { Page } from '../shell/Page';
import { Orders } from './Orders';
import './uses.css';
import { useUsesWords } from './words';

/** What staff did; by month as well. */
const LOOKS = ['tracesRequested', 'tracesApproved', 'tracesRefused', 'reveals', 'exports'] as const;
const FIGURES = [...LOOKS, 'copies'] as const;
const readFigures = () => call('GET /api/v1/openness');

/** `/m/openness`: how often the platform was used to look at people. For anybody. */
export default function OpennessPage() {
  const { t } = useUsesWords();
  const [figures, reload] = useLoad(readFigures);
  return (
    <Page title={t('uses:openness.title')} back="/m/">
      <p className="soft">{t('uses:openness.intro')}</p>
      {figures.state === 'loading' && <Loading />}
      {figures.state === 'failed' && <Failure error={figures.error} onRetry={reload} />}
      {figures.state === 'ready' && <Figures figures={figures.data} />}
      <Orders />
    </Page>
  );
}

function Figures({ figures }: { readonly figures: Openness }) {
  const { t } = useUsesWords();
  const { spoken } = useTimeWords();
  return (
    <>
      <section className="card">
        <h2>{t('uses:openness.total')}</h2>
        <dl className="figures">
          {FIGURES.map((figure) => (
            <div key={figure}>
              <dt>{t(`uses:openness.${figure}`)}</dt>
              <dd className="digits">{figures.total[figure]}</dd>
            </div>
          ))}
        </dl>
      </section>
      <div className="figures-table">
        <table>
          <caption>{t('uses:openness.months')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('uses:openness.month')}</th>
              {LOOKS.map((figure) => (
                <th scope="col" key={figure}>
                  {t(`uses:openness.column.${figure}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {figures.months.map((month) => (
              <tr key={month.month}>
                <th scope="row">{month.month}</th>
                {LOOKS.map((figure) => (
                  <td key={figure}>{month[figure]}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="soft">{t('uses:openness.asOf', { time: spoken(figures.asOf) })}</p>
    </>
  );
}
