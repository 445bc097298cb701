import { useSystem } from '@tongxing/ui';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { Field } from '../shell/Field';
import { readCodeEntry } from './code-entry';

/** The number under the poster's code, or a pasted link, for whoever cannot scan. */
export function CodeEntry() {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const [text, setText] = useState('');
  const { system } = useSystem();
  const entry = readCodeEntry(text, [window.location.origin, ...(system === undefined ? [] : [system.publicUrl])]);
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (entry.kind === 'code') go(`/v/${entry.code}`);
  };
  return (
    <form className="card code-entry" onSubmit={send} noValidate>
      <Field
        label={t('code.label')}
        name="venue-code"
        inputMode="text"
        autoCapitalize="characters"
        autoComplete="off"
        autoCorrect="off"
        spellCheck={false}
        enterKeyHint="go"
        isDigits
        value={entry.shown}
        onChange={setText}
        hint={entry.kind === 'unfinished' ? t('code.left', { count: entry.missing }) : t('code.hint')}
        good={entry.kind === 'code' ? t('code.good') : undefined}
        error={entry.kind === 'wrong' ? t('code.wrong') : undefined}
      />
      <button type="submit" className="button button-main" disabled={entry.kind !== 'code'}>
        {t('code.go')}
      </button>
    </form>
  );
}
