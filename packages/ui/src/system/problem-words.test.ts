import { ApiError } from '@tongxing/contract/client';
import { describe, expect, it } from 'vitest';
import { createI18n } from '../i18n/create-i18n';
import { problemWords } from './use-problem';

const english = createI18n({ language: 'en' }).getFixedT('en', 'errors');

describe('problemWords', () => {
  it('speaks by code and never repeats the text of the server', () => {
    const words = problemWords(english, new ApiError('VENUE_CODE_UNKNOWN', 404, 'select * from venues', [], undefined, 'req-1'));
    expect(words.message).toContain('no such venue code');
    expect(JSON.stringify(words)).not.toContain('select');
    expect(words.requestId).toBe('req-1');
  });

  it('maps each field to its first fault', () => {
    const error = new ApiError('INVALID_REQUEST', 400, '', [
      { field: 'documentNumber', code: 'document_check_digit', message: 'server text' },
      { field: 'documentNumber', code: 'too_short', message: 'server text' },
      { field: 'name', code: 'required', message: 'server text' },
    ]);
    expect(problemWords(english, error).fields).toEqual({
      documentNumber: 'One character of the number is wrong. Please check it.',
      name: 'Please fill this in.',
    });
  });

  it('reads anything else as a defect of ours', () => {
    expect(problemWords(english, new TypeError('x is undefined'))).toMatchObject({ code: 'INTERNAL', fields: {} });
  });

  it('keeps the time to wait', () => {
    expect(problemWords(english, new ApiError('UNAVAILABLE', 503, '', [], 7)).retryAfterSeconds).toBe(7);
  });
});
