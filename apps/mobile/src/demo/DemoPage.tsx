import type { DemoMessage } from '@tongxing/contract';
import { useSystem, useTimeWords } from '@tongxing/ui';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api/client';
import { useLoad } from '../api/use-load';
import { Empty } from '../shell/Empty';
import { Failure } from '../shell/Failure';
import { Loading } from '../shell/Loading';
import { Page } from '../shell/Page';

const REFRESH_MS = 4000;

async function loadDemo() {
  const [accounts, messages] = await Promise.all([call('GET /api/v1/demo/accounts'), call('GET /api/v1/demo/messages', { query: {} })]);
  return { ...accounts, messages: messages.items };
}

/** `/m/demo`: the SMS that no telephone received, the invented residents, and a venue to try. */
export default function DemoPage() {
  const { t } = useTranslation();
  const { system } = useSystem();
  const [demo, reload] = useLoad(loadDemo);
  return (
    <Page title={t('demo.title')} back="/m/">
      {demo.state === 'loading' && <Loading />}
      {demo.state === 'failed' &&
        (system?.demo === false ? <Empty>{t('demo.off')}</Empty> : <Failure error={demo.error} onRetry={reload} />)}
      {demo.state === 'ready' && <DemoCity demo={demo.data} />}
    </Page>
  );
}

function DemoCity({ demo }: { readonly demo: Awaited<ReturnType<typeof loadDemo>> }) {
  const { t } = useTranslation();
  return (
    <>
      <section className="card">
        <h2>{t('demo.residents')}</h2>
        <ul className="demo-residents">
          {demo.residents.map(({ phone, note }) => (
            <li key={phone}>
              <span className="digits">{phone}</span> {t(`demo.note.${note}`)}
            </li>
          ))}
        </ul>
        <p>
          {t('demo.venue')} <a href={demo.venueLink}>{demo.venueName}</a>
        </p>
      </section>
      <Messages first={demo.messages} />
    </>
  );
}

/** Asks again and again while the page is open: somebody waits here for a code. */
function useFreshMessages(first: readonly DemoMessage[]): readonly DemoMessage[] {
  const [messages, setMessages] = useState(first);
  useEffect(() => {
    const ask = () =>
      call('GET /api/v1/demo/messages', { query: {} }).then(
        ({ items }) => setMessages(items),
        // What was last heard stays; the next turn asks again.
        () => undefined,
      );
    const timer = setInterval(ask, REFRESH_MS);
    return () => clearInterval(timer);
  }, []);
  return messages;
}

function Messages({ first }: { readonly first: readonly DemoMessage[] }) {
  const { t } = useTranslation();
  const { spoken, exact } = useTimeWords();
  const messages = useFreshMessages(first);
  return (
    <section className="card" aria-live="polite">
      <h2>{t('demo.inbox')}</h2>
      {messages.length === 0 && <p className="soft">{t('demo.noMessages')}</p>}
      <ul className="rows">
        {messages.map((message) => (
          <li key={message.id}>
            <div className="row-main">
              <p className="sms">{message.text}</p>
              <p className="soft">
                <span className="digits">{message.to}</span> ·{' '}
                <time dateTime={message.at} title={exact(message.at)}>
                  {spoken(message.at)}
                </time>
              </p>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
