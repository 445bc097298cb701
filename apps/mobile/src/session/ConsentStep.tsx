import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api/client';
import { useLoad } from '../api/use-load';
import type { Submit } from '../api/use-submit';
import { Failure, ProblemNote } from '../shell/Failure';
import { Loading } from '../shell/Loading';
import { Page } from '../shell/Page';
import { NoticeText } from './NoticeText';

/** What somebody agreed to: the version that was shown, and health and itinerary by a tick of their own. */
export interface Agreed {
  readonly notice: number;
  readonly sensitive: boolean;
}

export interface ConsentStepProps {
  readonly title: string;
  readonly onBack: () => void;
  readonly onAgree: (agreed: Agreed) => void;
  /** Of a page that sends the answer by itself. */
  readonly submit?: Submit;
}

const readNotice = () => call('GET /api/v1/notice');

/** The notice in force, before anything is asked. Nothing is ticked beforehand, and one tick never stands for two things. */
export function ConsentStep({ title, onBack, onAgree, submit }: ConsentStepProps) {
  const { t } = useTranslation();
  const [notice, reload] = useLoad(readNotice);
  const [hasRead, setRead] = useState(false);
  const [sensitive, setSensitive] = useState(false);
  const version = notice.state === 'ready' ? notice.data.version : undefined;
  const agree = () => version !== undefined && onAgree({ notice: version, sensitive });
  const foot = (
    <button
      type="button"
      className="button button-main"
      disabled={!hasRead || version === undefined || submit?.isBusy === true}
      onClick={agree}
    >
      {t('registration.agree')}
    </button>
  );
  return (
    <Page title={title} back={onBack} foot={foot}>
      {notice.state === 'loading' && <Loading />}
      {notice.state === 'failed' && <Failure error={notice.error} onRetry={reload} />}
      {notice.state === 'ready' && (
        <>
          <p className="soft">{t('registration.noticeVersion', { version: notice.data.version, date: notice.data.date })}</p>
          <NoticeText notice={notice.data} />
          <Tick label={t('registration.hasRead')} isOn={hasRead} onChange={setRead} />
          <Tick label={t('registration.sensitive')} hint={t('registration.sensitiveHint')} isOn={sensitive} onChange={setSensitive} />
        </>
      )}
      <ProblemNote problem={submit?.error} />
    </Page>
  );
}

interface TickProps {
  readonly label: string;
  readonly hint?: string;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
}

function Tick({ label, hint, isOn, onChange }: TickProps) {
  return (
    <label className="tick">
      <input type="checkbox" checked={isOn} onChange={(event) => onChange(event.target.checked)} />
      <span>
        {label}
        {hint !== undefined && <small>{hint}</small>}
      </span>
    </label>
  );
}
