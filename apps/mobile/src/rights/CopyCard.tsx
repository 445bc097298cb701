import { ApiError } from '@tongxing/contract/client';
import { useState } from 'react';
import { useSubmit } from '../api/use-submit';
import { ProblemNote } from '../shell/Failure';
import { useRightsWords } from './words';

/** Fetches the file. @throws {ApiError} in the server's words. */
async function fetchCopy(): Promise<{ name: string; content: Blob }> {
  const answer = await fetch('/api/v1/me/copies', { method: 'POST', headers: { 'accept-language': document.documentElement.lang } });
  if (!answer.ok) {
    const problem = await answer.json();
    throw new ApiError(problem.code, answer.status, problem.detail, [], problem.retryAfterSeconds, problem.requestId);
  }
  const name = /filename="([^"]+)"/.exec(answer.headers.get('content-disposition') ?? '')?.[1] ?? 'tongxing.json';
  return { name, content: await answer.blob() };
}

function save({ name, content }: { readonly name: string; readonly content: Blob }): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}

/** Everything as one file. */
export function CopyCard() {
  const { t } = useRightsWords();
  const submit = useSubmit();
  const [isDone, setDone] = useState(false);
  const make = () =>
    submit.run(async () => {
      setDone(false);
      save(await fetchCopy());
      setDone(true);
    });
  return (
    <section className="card" aria-labelledby="copy-title">
      <h2 id="copy-title">{t('rights:copy.title')}</h2>
      <p className="soft">{t('rights:copy.what')}</p>
      <button type="button" className="button" disabled={submit.isBusy} onClick={make}>
        {t(submit.isBusy ? 'rights:copy.making' : 'rights:copy.make')}
      </button>
      <p role="status">{isDone && t('rights:copy.done')}</p>
      <ProblemNote problem={submit.error} />
    </section>
  );
}
