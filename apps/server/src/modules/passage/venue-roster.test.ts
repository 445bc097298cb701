import { DIRECTIONS } from '@tongxing/rules';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { VenueFactRow } from './store';
import { VenueRoster } from './venue-roster';

const CODE_SYMBOLS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const codes = fc.string({ unit: fc.constantFrom(...CODE_SYMBOLS), minLength: 13, maxLength: 13 });

const rows: fc.Arbitrary<VenueFactRow> = fc.record({
  id: fc.integer({ min: 1, max: 6_000 }),
  publicId: fc.uuid(),
  code: codes,
  name: fc.string({ unit: 'grapheme' }),
  address: fc.string({ unit: 'grapheme' }),
  divisionCode: fc.constantFrom('320114', '320115001'),
  class: fc.constantFrom('shop', 'school'),
  scene: fc.constantFrom('venue', 'city_entry'),
  state: fc.constantFrom('active', 'suspended'),
  hasDoor: fc.boolean(),
  checkpoint: fc.option(fc.string({ maxLength: 20 })),
  directions: fc.constantFrom(...DIRECTIONS),
}) as fc.Arbitrary<VenueFactRow>;

const shown = ({
  id,
  publicId,
  name,
  address,
  code,
  divisionCode,
  class: venueClass,
  scene,
  state,
  hasDoor,
  directions,
  checkpoint,
}: VenueFactRow) => ({
  id,
  code,
  divisionCode,
  class: venueClass,
  scene,
  state,
  hasDoor,
  directions,
  ref: { id: publicId, name, address, checkpoint },
});

function held(roster: VenueRoster, row: VenueFactRow) {
  const venue = roster.byCode(row.code);
  if (venue === undefined) return undefined;
  const { id, code, divisionCode, class: venueClass, scene, state, hasDoor, directions, ref, refBytes } = venue;
  expect(JSON.parse(Buffer.from(refBytes, 'latin1').toString())).toEqual(ref);
  expect(roster.byId(id)).toEqual(venue);
  return { id, code, divisionCode, class: venueClass, scene, state, hasDoor, directions, ref };
}

describe('the venue roster', () => {
  it('gives back what it was given last, by code and by id, and nothing else', () => {
    fc.assert(
      fc.property(
        fc
          .uniqueArray(rows, { maxLength: 200, selector: (row) => row.id })
          .filter((all) => new Set(all.map((row) => row.code)).size === all.length),
        fc.string({ unit: 'grapheme' }),
        fc.oneof(codes, fc.string()),
        (all, newName, other) => {
          const roster = new VenueRoster();
          roster.set(all);
          const changed = all.map((row, place): VenueFactRow => (place % 2 === 0 ? { ...row, name: newName, state: 'suspended' } : row));
          roster.set(changed);
          expect(roster.size).toBe(all.length);
          for (const row of changed) expect(held(roster, row)).toEqual(shown(row));
          if (!all.some((row) => row.code === other)) expect(roster.byCode(other)).toBeUndefined();
          expect(roster.byId(6_001)).toBeUndefined();
        },
      ),
      { numRuns: 50 },
    );
  });

  it('knows every code a venue ever had, however it learns of them', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(codes, { minLength: 1, maxLength: 3_000, size: 'max' }),
        rows,
        fc.nat(),
        fc.boolean(),
        (all, row, seed, isToldFirst) => {
          const roster = new VenueRoster();
          const [last = '', ...old] = all;
          const replaced = old.map((code, place) => ({ id: place + 1, code, venueId: row.id }));
          const seen = old.filter((_, place) => (place + seed) % 3 === 0);
          for (const code of seen) roster.set([{ ...row, code }]);
          if (isToldFirst) roster.setReplaced(replaced);
          roster.set([{ ...row, code: last }]);
          roster.setReplaced(replaced);
          roster.set([{ ...row, code: last, state: 'suspended' }]);
          expect(roster.size).toBe(1);
          expect(roster.byCode(last)).toMatchObject({ code: last, state: 'suspended' });
          for (const code of old) {
            const venue = roster.byCode(code);
            expect(venue).toMatchObject({ id: row.id, code, state: 'replaced' });
            expect(venue?.ref.name).toBe(row.name);
          }
        },
      ),
      { numRuns: 20 },
    );
  });

  it('holds more texts than fit one piece of its memory', () => {
    const roster = new VenueRoster();
    const all = Array.from({ length: 20_000 }, (_, place): VenueFactRow => {
      const number = String(place).padStart(13, '0');
      return {
        id: place + 1,
        publicId: `0190a0d0-0000-7000-8000-${number.slice(1)}`,
        code: number,
        name: `通行超市第${place}店`,
        address: `秣周东路 ${place} 号`,
        divisionCode: '320115',
        class: 'shop' as VenueFactRow['class'],
        scene: 'venue' as VenueFactRow['scene'],
        state: 'active',
        hasDoor: false,
        checkpoint: null,
        directions: 'both',
      };
    });
    roster.set(all);
    expect(all.every((row) => roster.byCode(row.code)?.ref.name === row.name)).toBe(true);
  });
});
