import { useTimeWords } from '@tongxing/ui';
import { AskTwice } from './AskTwice';
import type { Entry, KeptEntry } from './kept-entry';
import type { EntryLineState } from './use-entry-line';
import { useMemberWords } from './words';

export interface WaitingEntriesProps {
  readonly line: EntryLineState;
  /** Takes what was keyed back into the form. */
  readonly onMend: (entry: Entry) => void;
}

/** What has no answer yet: how many, since when, and what is to be mended. Never whom it is about. */
export function WaitingEntries({ line, onMend }: WaitingEntriesProps) {
  const { t } = useMemberWords();
  const { spoken } = useTimeWords();
  const [oldest] = line.waiting;
  if (oldest === undefined) return null;
  const faulty = line.waiting.filter(({ problem }) => problem !== undefined);
  const count = line.waiting.length - faulty.length;
  return (
    <section className="card waiting-entries" aria-live="polite">
      {count > 0 && (
        <p className="note note-notice">
          {t('members:inspect.waiting', { count, time: spoken(new Date(oldest.capturedAt).toISOString()) })}
          <small>{t(line.line?.isLasting === true ? 'members:inspect.waitingKept' : 'members:inspect.waitingFleeting')}</small>
        </p>
      )}
      {faulty.map((kept) => (
        <Faulty key={kept.eventId} kept={kept} line={line} onMend={onMend} />
      ))}
    </section>
  );
}

function Faulty({ kept, line, onMend }: WaitingEntriesProps & { readonly kept: KeptEntry }) {
  const { t } = useMemberWords();
  const { spoken } = useTimeWords();
  const mend = () => void line.line?.open(kept).then(onMend);
  return (
    <div className="member-row">
      <p>
        {t(kept.problem === 'PERSON_UNKNOWN' ? 'members:inspect.needsName' : 'members:inspect.refused', {
          time: spoken(new Date(kept.capturedAt).toISOString()),
        })}
      </p>
      <button type="button" className="button" onClick={mend}>
        {t('members:inspect.mend')}
      </button>
      <AskTwice
        label={t('members:inspect.discard')}
        question={t('members:inspect.discardAsk')}
        isBusy={false}
        onYes={() => void line.drop(kept.eventId)}
      />
    </div>
  );
}
