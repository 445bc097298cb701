import { type FormEvent, useId, useState } from 'react';
import { Link } from 'wouter';
import { call } from '../api/client';
import { useSubmit } from '../api/use-submit';
import { useSession } from '../session/session';
import { ProblemNote } from '../shell/Failure';
import { Field } from '../shell/Field';
import { Page } from '../shell/Page';
import { useRightsWords } from './words';

const SIX = /^\d{6}$/;

/** `/m/rights/phone`: another telephone, with the codes sent to both. */
export function PhonePage() {
  const { t } = useRightsWords();
  const form = useId();
  const { state, setMe } = useSession();
  const [phone, setPhone] = useState('');
  const [isSent, setSent] = useState(false);
  const [codes, setCodes] = useState({ present: '', next: '' });
  const [done, setDone] = useState<string>();
  const submit = useSubmit();
  const present = state.kind === 'signed_in' ? state.me.phone : '';
  const isFull = isSent ? SIX.test(codes.present) && SIX.test(codes.next) : /^1[3-9]\d{9}$/.test(phone);
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (!isFull || submit.isBusy) return;
    submit.run(async () => {
      if (!isSent) {
        await call('POST /api/v1/me/phone-codes', { body: { phone } });
        setSent(true);
        return;
      }
      const me = await call('POST /api/v1/me/phone', { body: { phone, codes } });
      setMe(me);
      setDone(me.phone);
    });
  };
  if (done !== undefined)
    return (
      <Page title={t('rights:phone.title')} back="/m/rights">
        <p className="note note-notice">{t('rights:phone.done', { phone: done })}</p>
        <Link className="button" href="/m/rights">
          {t('rights:title')}
        </Link>
      </Page>
    );
  const foot = (
    <button type="submit" form={form} className="button button-main" disabled={!isFull || submit.isBusy}>
      {t(isSent ? 'rights:phone.change' : 'rights:phone.send')}
    </button>
  );
  const digits = { inputMode: 'numeric', autoComplete: 'one-time-code', maxLength: 6, isDigits: true } as const;
  return (
    <Page title={t('rights:phone.title')} back={isSent ? () => setSent(false) : '/m/rights'} foot={foot}>
      <p className="soft">{t('rights:phone.why')}</p>
      <form id={form} onSubmit={send} noValidate>
        {isSent ? (
          <>
            <Field
              {...digits}
              label={t('rights:phone.toNext', { phone })}
              name="next"
              value={codes.next}
              onChange={(next) => setCodes({ ...codes, next })}
            />
            <Field
              {...digits}
              label={t('rights:phone.present', { phone: present })}
              name="present"
              value={codes.present}
              onChange={(value) => setCodes({ ...codes, present: value })}
            />
          </>
        ) : (
          <Field
            label={t('rights:phone.next')}
            name="phone"
            type="tel"
            inputMode="numeric"
            autoComplete="tel-national"
            maxLength={11}
            isDigits
            value={phone}
            onChange={setPhone}
            error={submit.error?.fields.phone}
          />
        )}
      </form>
      <ProblemNote problem={submit.error} refused={t('rights:phone.wrong')} />
    </Page>
  );
}
