import { ScanAnswer } from '@tongxing/contract';
import { ADVICE, EVIDENCE_GRADES, REASON_CODES, VERDICTS } from '@tongxing/rules';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { scanAnswerText } from './answer-text';

const instants = fc
  .date({ min: new Date('2020-01-01'), max: new Date('2089-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString());

const answers: fc.Arbitrary<ScanAnswer> = fc.record({
  eventId: fc.uuid({ version: 7 }),
  at: instants,
  recordedAt: instants,
  verdict: fc.constantFrom(...VERDICTS),
  reasons: fc.uniqueArray(fc.constantFrom(...REASON_CODES), { minLength: 1, maxLength: 4 }),
  advice: fc.constantFrom(...ADVICE),
  evidence: fc.constantFrom(...EVIDENCE_GRADES),
  venue: fc.record({
    id: fc.uuid(),
    name: fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('通行超市“东”店', '𠮷野家', '\u2028"\\', '')),
    address: fc.string({ unit: 'binary' }),
    checkpoint: fc.option(fc.string()),
  }),
  sign: fc.stringMatching(/^[0-9a-f]{8}$/),
  repeated: fc.boolean(),
  stale: fc.boolean(),
});

it('says what JSON would say, in ASCII, and names every field of the answer', () => {
  fc.assert(
    fc.property(answers, (answer) => {
      const text = scanAnswerText(answer);
      expect(JSON.parse(text)).toEqual(answer);
      expect(text).toMatch(/^[\x20-\x7e]*$/);
      expect(Object.keys(JSON.parse(text)).sort()).toEqual(Object.keys(ScanAnswer.shape).sort());
    }),
  );
});
