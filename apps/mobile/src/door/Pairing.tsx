import type { DoorState } from '@tongxing/contract';
import { GateMark, LanguageSwitch } from '@tongxing/ui';
import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api/client';
import { useSubmit } from '../api/use-submit';
import { ProblemNote } from '../shell/Failure';

const LENGTH = 6;
const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', 'clear', '0', 'back'] as const;
type Key = (typeof KEYS)[number];

function press(digits: string, key: Key): string {
  if (key === 'clear') return '';
  if (key === 'back') return digits.slice(0, -1);
  return digits.length < LENGTH ? digits + key : digits;
}

/** Six digits from the manager's console, on keys for a gloved thumb; a keyboard works too. The sixth digit pairs. */
export function Pairing({ onPaired }: { readonly onPaired: (door: DoorState) => void }) {
  const { t } = useTranslation();
  const [digits, setDigits] = useState('');
  const { isBusy, error, run, clear } = useSubmit();

  const type = useCallback(
    (key: Key) => {
      if (isBusy) return;
      const next = press(digits, key);
      clear();
      setDigits(next);
      if (next.length < LENGTH || next === digits) return;
      run(async () => {
        try {
          onPaired(await call('POST /api/v1/door/sessions', { body: { pairingCode: next } }));
        } finally {
          setDigits('');
        }
      });
    },
    [clear, digits, isBusy, onPaired, run],
  );

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const key = event.key === 'Backspace' ? 'back' : KEYS.find((one) => one === event.key);
      if (key !== undefined) type(key);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [type]);

  return (
    <main className="pairing">
      <div className="pairing-words">
        <p className="pairing-product">
          <GateMark /> {t('title')}
        </p>
        <h1>{t('pairing.title')}</h1>
        <p>{t('pairing.how')}</p>
        <Slots digits={digits} />
        <p className="door-soft" role="status">
          {isBusy && t('pairing.busy')}
        </p>
        <ProblemNote problem={error} refused={t('pairing.wrong')} />
        <LanguageSwitch />
      </div>
      <div className="keypad">
        {KEYS.map((key) => (
          <button key={key} type="button" className={key.length > 1 ? 'key key-word' : 'key'} disabled={isBusy} onClick={() => type(key)}>
            {key.length > 1 ? t(`pairing.${key}`) : key}
          </button>
        ))}
      </div>
    </main>
  );
}

const SLOTS = Array.from({ length: LENGTH }, (_, index) => index);

function Slots({ digits }: { readonly digits: string }) {
  const { t } = useTranslation();
  return (
    <p className="slots" role="img" aria-label={t('pairing.typed', { digits: digits || '–' })}>
      {SLOTS.map((index) => (
        <span key={index} className={index < digits.length ? 'slot slot-full' : 'slot'}>
          {digits[index]}
        </span>
      ))}
    </p>
  );
}
