import { checkDocument, checkPersonName, DOCUMENT_TYPES, type DocumentType } from '@tongxing/rules';
import { type FormEvent, useId, useState } from 'react';
import { useLocation } from 'wouter';
import { call } from '../api/client';
import { useSubmit } from '../api/use-submit';
import { ProblemNote } from '../shell/Failure';
import { Field } from '../shell/Field';
import { Page } from '../shell/Page';
import { newId } from './new-id';
import { useRightsWords } from './words';

export interface RequestPageProps {
  readonly kind: 'name' | 'document' | 'evidence';
  /** Id of the evidence that is said to be wrong. */
  readonly evidence?: string | undefined;
}

/** `/m/rights/name` and its like: what is wrong, and what it should be. */
export function RequestPage({ kind, evidence }: RequestPageProps) {
  const { t } = useRightsWords();
  const form = useId();
  const typeId = useId();
  const [, go] = useLocation();
  const [id] = useState(newId);
  const [name, setName] = useState('');
  const [documentType, setDocumentType] = useState<DocumentType>('resident_id');
  const [documentNumber, setDocumentNumber] = useState('');
  const [reason, setReason] = useState('');
  const submit = useSubmit();
  const fields = submit.error?.fields ?? {};

  const wanted =
    kind === 'name' ? { name } : kind === 'document' ? { documentType, documentNumber } : evidence === undefined ? {} : { evidence };
  const isRight =
    kind === 'evidence' || (kind === 'name' ? checkPersonName(name).ok : checkDocument(documentType, documentNumber, Date.now()).ok);
  const isFull = isRight && reason.trim() !== '' && !submit.isBusy;
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (!isFull) return;
    submit.run(async () => {
      await call('POST /api/v1/me/requests', { body: { id, kind, reason: reason.trim(), ...wanted } });
      go('/m/rights');
    });
  };
  const foot = (
    <button type="submit" form={form} className="button button-main" disabled={!isFull}>
      {t(submit.isBusy ? 'rights:ask.sending' : 'rights:ask.send')}
    </button>
  );
  return (
    <Page title={t(`rights:ask.${kind}.title`)} back="/m/rights" foot={foot}>
      <p className="soft">{t(`rights:ask.${kind}.why`)}</p>
      <form id={form} onSubmit={send} noValidate>
        {kind === 'name' && (
          <Field label={t('rights:ask.newName')} name="name" maxLength={80} value={name} onChange={setName} error={fields.name} />
        )}
        {kind === 'document' && (
          <>
            <div className="field">
              <label htmlFor={typeId}>{t('registration.type')}</label>
              <select
                id={typeId}
                value={documentType}
                onChange={(event) => setDocumentType(DOCUMENT_TYPES.find((type) => type === event.target.value) ?? documentType)}
              >
                {DOCUMENT_TYPES.map((type) => (
                  <option key={type} value={type}>
                    {t(`words:documentType.${type}`)}
                  </option>
                ))}
              </select>
            </div>
            <Field
              label={t('registration.number')}
              name="documentNumber"
              autoComplete="off"
              maxLength={30}
              isDigits
              value={documentNumber}
              onChange={(text) => setDocumentNumber(text.toUpperCase())}
              hint={t(`registration.numberHint.${documentType}`)}
              error={fields.documentNumber}
            />
          </>
        )}
        <Field
          label={t('rights:ask.reason')}
          name="reason"
          maxLength={500}
          value={reason}
          onChange={setReason}
          hint={t('rights:ask.reasonHint')}
          error={fields.reason}
        />
      </form>
      <ProblemNote problem={submit.error} />
    </Page>
  );
}
