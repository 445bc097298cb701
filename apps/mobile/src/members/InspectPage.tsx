import { useSystem, VerdictMark } from '@tongxing/ui';
import { useState } from 'react';
import { Failure } from '../shell/Failure';
import { Loading } from '../shell/Loading';
import { Page } from '../shell/Page';
import { EntryForm } from './EntryForm';
import type { Sent } from './entry-line';
import type { Entry } from './kept-entry';
import { type EntryLineState, useEntryLine } from './use-entry-line';
import { type OwnVenueDetail, useOwnVenue } from './use-own-venue';
import { WaitingEntries } from './WaitingEntries';
import { useMemberWords } from './words';

/** `/m/venues/:id/inspect`: registers people without a phone, also while the network is away. */
export function InspectPage({ id }: { readonly id: string }) {
  const { t } = useMemberWords();
  const [own, reload] = useOwnVenue(id);
  if (own.state === 'ready') return <Desk own={own.data} />;
  return (
    <Page title={t('members:inspect.title')} back="/m/venues">
      {own.state === 'loading' ? <Loading /> : <Failure error={own.error} onRetry={reload} />}
    </Page>
  );
}

function Desk({ own }: { readonly own: OwnVenueDetail }) {
  const { t } = useMemberWords();
  const { offsetMs } = useSystem();
  const line = useEntryLine(own.venue.id, own.member);
  const [last, setLast] = useState<Sent>();
  const [mending, setMending] = useState<Entry>();
  /** Counts the people: each gets a form of their own. */
  const [round, setRound] = useState(0);
  const send = async (entry: Entry) => {
    const sent = await line.enter(entry, Date.now() + Math.round(offsetMs));
    setLast(sent);
    if (sent.kind === 'faulty') throw sent.error;
    setMending(undefined);
    setRound(round + 1);
  };
  return (
    <Page title={t('members:inspect.title')} back={`/m/venues/${own.venue.id}`}>
      <p className="soft">{own.venue.name}</p>
      {last?.kind === 'waiting' && (
        <p className="note note-notice" role="status">
          {t('members:inspect.kept')}
        </p>
      )}
      <LastAnswer line={line} isNew={last?.kind === 'answered'} />
      <WaitingEntries
        line={line}
        onMend={(entry) => {
          setLast(undefined);
          setMending(entry);
          setRound(round + 1);
        }}
      />
      {line.line === undefined ? <Loading /> : <EntryForm key={round} points={own.points} before={mending} onSend={send} />}
      <Answers line={line} />
    </Page>
  );
}

/** The newest answer, large; a masked name and no reason. */
function LastAnswer({ line: { answers }, isNew }: { readonly line: EntryLineState; readonly isNew: boolean }) {
  const { t } = useMemberWords();
  const [answer] = answers;
  if (answer === undefined || !isNew) return null;
  return (
    <section className="card entry-answer" data-verdict={answer.verdict} aria-live="assertive">
      <VerdictMark verdict={answer.verdict} />
      <div>
        <p className="status-word">{t(`words:headline.${answer.verdict}`)}</p>
        <p>{answer.name}</p>
        <p className="soft">{t(`words:advice.${answer.advice}`)}</p>
      </div>
    </section>
  );
}

function Answers({ line: { answers } }: { readonly line: EntryLineState }) {
  const { t } = useMemberWords();
  const { timeZone } = useSystem();
  if (answers.length === 0) return null;
  const clock = new Intl.DateTimeFormat('zh-CN', { timeZone, hour: '2-digit', minute: '2-digit' });
  return (
    <section className="card" aria-labelledby="answers">
      <h2 id="answers">{t('members:inspect.answers')}</h2>
      <ul className="rows">
        {answers.map((answer) => (
          <li key={answer.eventId}>
            <VerdictMark verdict={answer.verdict} />
            <span className="row-title">
              {answer.name} · {t(`words:headline.${answer.verdict}`)}
            </span>
            <span className="soft digits">{clock.format(Date.parse(answer.at))}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
