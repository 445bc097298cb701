import { ScanAnswer } from '@tongxing/contract';
import { ADVICE, EVIDENCE_GRADES, REASON_CODES, VERDICTS } from '@tongxing/rules';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { PassedScan } from './passed-scan';
import type { VisitRow } from './store';

const places = (list: readonly unknown[]) => fc.nat(list.length - 1);
const instants = fc.date({ min: new Date('2020-01-01'), max: new Date('2089-01-01'), noInvalidDate: true });
const rows: fc.Arbitrary<VisitRow> = fc.record({
  eventId: fc.uuid({ version: 7 }),
  at: instants,
  recordedAt: instants,
  personId: fc.nat(),
  venueId: fc.nat(),
  verdict: places(VERDICTS),
  advice: places(ADVICE),
  evidence: places(EVIDENCE_GRADES),
  method: fc.constant(0),
  direction: fc.constant(0),
  temperature: fc.constant(null),
  reasons: fc.option(fc.uniqueArray(places(REASON_CODES), { minLength: 1, maxLength: 4 })),
});
const venues = fc.record({
  id: fc.uuid(),
  name: fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('通行超市“东”店', '𠮷野家', '\u2028"\\', '')),
  address: fc.string({ unit: 'grapheme' }),
  checkpoint: fc.constant(null),
});

it('says in bytes what the framework says of it, every field and nothing else', () => {
  fc.assert(
    fc.property(rows, venues, fc.boolean(), fc.boolean(), (row, ref, repeated, stale) => {
      const refBytes = Buffer.from(JSON.stringify(ref)).toString('latin1');
      const answer = new PassedScan(row, { ref, refBytes }, '0123abcd', repeated, stale);
      const sent = JSON.parse(Buffer.from(answer.bytes(), 'latin1').toString());
      expect(sent).toEqual(ScanAnswer.parse(answer));
      expect(Object.keys(sent).sort()).toEqual(Object.keys(ScanAnswer.shape).sort());
    }),
  );
});
