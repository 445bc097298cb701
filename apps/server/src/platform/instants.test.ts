import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isoInstant } from './instants';

it('writes what a date writes, in any order of instants', () => {
  const instants = fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true });
  fc.assert(
    fc.property(instants, fc.nat(3_000), (date, later) => {
      for (const ms of [date.getTime(), date.getTime() + later, date.getTime()]) expect(isoInstant(ms)).toBe(new Date(ms).toISOString());
    }),
  );
});
