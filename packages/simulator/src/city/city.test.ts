import { checkDocument, checkPersonName, checkPhone, checkUnifiedSocialCreditCode, VENUE_CLASSES } from '@tongxing/rules';
import { describe, expect, it } from 'vitest';
import { makeCity, makeDivisions, PERSONAS, residentAt, residentsOf, venueAt, venuesOf } from './index';

const NOW = Date.UTC(2026, 10, 22);
const small = makeCity({ size: 'small' });
const tiny = makeCity({ size: 'tiny' });

describe('divisions', () => {
  it('has each code once, parents before children, and levels of 2, 4, 6 and 9 digits', () => {
    const seen = new Set<string>();
    for (const { code, parent } of small.divisions) {
      expect(seen.has(code)).toBe(false);
      expect(parent === null || (seen.has(parent) && code.startsWith(parent))).toBe(true);
      seen.add(code);
    }
    const lengths = new Set([...seen].map((code) => code.length));
    expect([...lengths].sort()).toEqual([2, 4, 6, 9]);
    expect(seen.has(small.riskAreaCode)).toBe(true);
  });

  it('has the streets of its size and five districts when it is not tiny', () => {
    expect(small.streets).toHaveLength(40);
    expect(tiny.streets).toHaveLength(4);
    expect(small.divisions.filter(({ parent }) => parent === '9901')).toHaveLength(5);
    expect(() => makeDivisions(41)).toThrow(RangeError);
  });

  it('gives each division of one parent a name of its own', () => {
    for (const division of small.divisions) {
      const same = small.divisions.filter(({ parent, nameZh }) => parent === division.parent && nameZh === division.nameZh);
      expect(same).toHaveLength(1);
    }
  });
});

describe('venues', () => {
  const venues = [...venuesOf(small)];

  it('are the same for the same seed and different for another', () => {
    expect(venueAt(makeCity({ size: 'small' }), 1_234)).toEqual(venues[1_234]);
    expect(venueAt(makeCity({ size: 'small', seed: 7 }), 1_234).publicId).not.toBe(venues[1_234]?.publicId);
  });

  it('have codes, ids, names and addresses that are theirs alone', () => {
    for (const field of ['code', 'publicId', 'name', 'address', 'contactPhone', 'subjectCode'] as const) {
      expect(new Set(venues.map((venue) => venue[field])).size, field).toBe(2_000);
    }
  });

  it('have subjects with sound check digits and telephones of eleven digits', () => {
    for (const venue of venues) {
      expect(checkUnifiedSocialCreditCode(venue.subjectCode)).toEqual({ ok: true, canonical: venue.subjectCode, warnings: [] });
      expect(checkPhone(venue.contactPhone).ok).toBe(true);
      expect(venue.name.length).toBeLessThanOrEqual(60);
    }
  });

  it('stand in streets of the city and are of every class, homes and shops before malls', () => {
    const streets = new Set(small.streets.map(({ code }) => code));
    expect(venues.every(({ divisionCode }) => streets.has(divisionCode))).toBe(true);
    expect(new Set(venues.map((venue) => venue.class))).toEqual(new Set(VENUE_CLASSES));
    const count = (kind: string) => venues.filter((venue) => venue.class === kind).length;
    expect(count('residential')).toBeGreaterThan(count('mall') * 5);
  });

  it('begin with the ones that guides rely on', () => {
    const scenes = [...venuesOf(tiny)].slice(0, 7).map((venue) => venue.scene);
    expect(scenes).toEqual(['ordinary', 'station', 'ordinary', 'ordinary', 'ordinary', 'city_entry', 'road']);
    expect(venueAt(tiny, 0).name).toMatch(/^青屿市晨光路第一/);
    expect(venueAt(tiny, 0).divisionCode).toBe('990101001');
    expect(venueAt(tiny, 5).name).toBe('青屿高速鹭影街出口查验点');
  });

  it('end where the city ends', () => {
    expect(() => venueAt(tiny, 20)).toThrow(RangeError);
    expect(() => venueAt(tiny, -1)).toThrow(RangeError);
  });
});

describe('residents', () => {
  const residents = [...residentsOf(small)];

  it('pass the checks a registration makes', () => {
    for (const { documentNumber, name, phone } of residents) {
      expect(checkDocument('resident_id', documentNumber, NOW)).toMatchObject({ ok: true, canonical: documentNumber });
      expect(checkPersonName(name).ok).toBe(true);
      expect(checkPhone(phone)).toMatchObject({ ok: true, canonical: phone });
    }
  });

  it('have documents of a division that does not exist', () => {
    expect(residents.every(({ documentNumber }) => /^19990[1-5]/.test(documentNumber))).toBe(true);
  });

  it('are men and women', () => {
    const women = residents.filter(({ documentNumber }) => Number(documentNumber[16]) % 2 === 0).length;
    expect(women / residents.length).toBeCloseTo(0.5, 1);
  });

  it('share no document, telephone or id', () => {
    for (const field of ['documentNumber', 'phone', 'publicId'] as const) {
      expect(new Set(residents.map((resident) => resident[field])).size, field).toBe(20_000);
    }
  });

  it('are abnormal in about three of a thousand', () => {
    const share = residents.filter(({ abnormal }) => abnormal !== 'none').length / residents.length;
    expect(share).toBeGreaterThan(0.0015);
    expect(share).toBeLessThan(0.0045);
  });

  it('begin with the personas', () => {
    const kindOf = (index: number) => residentAt(tiny, index).abnormal;
    expect(kindOf(PERSONAS.green)).toBe('none');
    expect(kindOf(PERSONAS.red)).toBe('red');
    expect(kindOf(PERSONAS.riskArea)).toBe('risk_area');
    expect(kindOf(PERSONAS.yellow)).toBe('yellow');
    expect(kindOf(PERSONAS.case)).toBe('none');
  });

  it('cost the same at the far end of a metropolis, and still share no document', () => {
    const metropolis = makeCity({ size: { venues: 380_000, residents: 9_000_000, streets: 40 } });
    const numbers = new Set<string>();
    for (let index = 8_990_000; index < 9_000_000; index++) numbers.add(residentAt(metropolis, index).documentNumber);
    for (let index = 0; index < 10_000; index++) numbers.add(residentAt(metropolis, index).documentNumber);
    expect(numbers.size).toBe(20_000);
    expect(venueAt(metropolis, 379_999).divisionCode).toMatch(/^9901\d{5}$/);
  });
});
