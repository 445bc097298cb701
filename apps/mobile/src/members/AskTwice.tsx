import { useState } from 'react';
import { useMemberWords } from './words';

export interface AskTwiceProps {
  readonly label: string;
  /** What follows, as a question. */
  readonly question: string;
  readonly isBusy: boolean;
  readonly onYes: () => void;
}

/** A step that is not taken back: the first tap asks, in the same place. */
export function AskTwice({ label, question, isBusy, onYes }: AskTwiceProps) {
  const { t } = useMemberWords();
  const [asks, setAsks] = useState(false);
  if (!asks)
    return (
      <button type="button" className="quiet" onClick={() => setAsks(true)}>
        {label}
      </button>
    );
  return (
    <div className="ask-twice" role="alertdialog" aria-label={question}>
      <p>{question}</p>
      <button type="button" className="button" disabled={isBusy} onClick={onYes}>
        {label}
      </button>
      <button type="button" className="quiet" disabled={isBusy} onClick={() => setAsks(false)}>
        {t('members:keep')}
      </button>
    </div>
  );
}
