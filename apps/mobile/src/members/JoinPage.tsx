import { MEMBER_ROLES, type MemberRole } from '@tongxing/contract';
import { useSystem } from '@tongxing/ui';
import { type FormEvent, useId, useState } from 'react';
import { useLocation } from 'wouter';
import { call } from '../api/client';
import { useSubmit } from '../api/use-submit';
import { readCodeEntry } from '../home/code-entry';
import { newId } from '../rights/new-id';
import { ProblemNote } from '../shell/Failure';
import { Field } from '../shell/Field';
import { Page } from '../shell/Page';
import { useMemberWords } from './words';

const DIGITS = /^\d{6}$/;

/** `/m/venues/join`: the code on the poster and the six digits the manager says. */
export function JoinPage() {
  const { t } = useMemberWords();
  const form = useId();
  const [, go] = useLocation();
  const [id] = useState(newId);
  const [role, setRole] = useState<MemberRole>('inspector');
  const [text, setText] = useState('');
  const [number, setNumber] = useState('');
  const submit = useSubmit();
  const { system } = useSystem();
  const entry = readCodeEntry(text, [window.location.origin, ...(system === undefined ? [] : [system.publicUrl])]);
  const isFull = entry.kind === 'code' && DIGITS.test(number) && !submit.isBusy;
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (entry.kind !== 'code' || !isFull) return;
    submit.run(async () => {
      const { venue } = await call('POST /api/v1/me/venues', { body: { id, code: entry.code, role, number } });
      go(`/m/venues/${venue.id}`, { replace: true });
    });
  };
  const foot = (
    <button type="submit" form={form} className="button button-main" disabled={!isFull}>
      {t(`members:join.send.${role}`)}
    </button>
  );
  return (
    <Page title={t('members:join.title')} back="/m/venues" foot={foot}>
      <p className="soft">{t('members:join.what')}</p>
      <form id={form} onSubmit={send} noValidate>
        <fieldset className="choice">
          <legend>{t('members:join.as')}</legend>
          {MEMBER_ROLES.toReversed().map((one) => (
            <label key={one}>
              <input type="radio" name="role" checked={role === one} onChange={() => setRole(one)} />
              <span>{t(`members:join.role.${one}`)}</span>
            </label>
          ))}
        </fieldset>
        <Field
          label={t('members:join.code')}
          name="venue-code"
          autoCapitalize="characters"
          autoComplete="off"
          spellCheck={false}
          isDigits
          value={entry.shown}
          onChange={setText}
          hint={entry.kind === 'unfinished' ? t('code.left', { count: entry.missing }) : t('members:join.codeHint')}
          good={entry.kind === 'code' ? t('code.good') : undefined}
          error={entry.kind === 'wrong' ? t('code.wrong') : undefined}
        />
        <Field
          label={t('members:number.label')}
          name="venue-number"
          inputMode="numeric"
          autoComplete="off"
          maxLength={6}
          isDigits
          value={number}
          onChange={(value) => {
            submit.clear();
            setNumber(value.replace(/\D/g, ''));
          }}
          hint={t('members:join.numberHint')}
        />
      </form>
      <ProblemNote problem={submit.error} />
    </Page>
  );
}
