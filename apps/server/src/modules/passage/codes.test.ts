import { DIRECTIONS, EVIDENCE_GRADES, REASON_CODES, SCAN_METHODS, VERDICTS } from '@tongxing/rules';
import { describe, expect, it } from 'vitest';
import { adviceCode, directionCode, evidenceCode, methodCode, readReasons, reasonCode, totalsOf, verdictCode, writeReasons } from './codes';

/** What stands on disk already. A number keeps its word for ever; new words come at the end. */
const ON_DISK = {
  verdict: ['pass', 'attention', 'stop', 'unknown', 'expired', 'stale', 'timeout'],
  advice: ['go_in', 'remind', 'recheck_at_desk', 'wait_for_staff', 'measure_again', 'use_current_code', 'not_open'],
  evidence: ['static', 'located', 'rotating', 'staff', 'device'],
  method: ['resident', 'staff', 'device', 'id_card', 'paper_code', 'keyed'],
  direction: ['in', 'out', 'both'],
  reason: [
    'HEALTH_GREEN',
    'HEALTH_YELLOW',
    'HEALTH_RED',
    'HEALTH_UNKNOWN',
    'HEALTH_EXPIRED',
    'HEALTH_STALE',
    'HEALTH_TIMEOUT',
    'TRAVEL_RISK_AREA',
    'TRAVEL_ARROW_RED',
    'TRAVEL_ARROW_YELLOW',
    'TRAVEL_STAR',
    'TRAVEL_UNKNOWN',
    'TRAVEL_STALE',
    'TEMPERATURE_HIGH',
    'TEMPERATURE_LOW',
    'TEMPERATURE_REQUIRED',
    'VENUE_SUSPENDED',
    'VENUE_REPLACED',
    'VENUE_RETIRED',
    'REMIND_ONLY',
    'HEALTH_NOT_CHECKED',
  ],
} as const;
const CODERS = {
  verdict: verdictCode,
  advice: adviceCode,
  evidence: evidenceCode,
  method: methodCode,
  direction: directionCode,
  reason: reasonCode,
};

describe('codes of the visits table', () => {
  it.each(Object.keys(ON_DISK) as (keyof typeof ON_DISK)[])('read every %s that is on disk as it was written', (kind) => {
    for (const [number, word] of ON_DISK[kind].entries()) expect(CODERS[kind].read(number)).toBe(word);
  });

  it('write what they read', () => {
    for (const word of VERDICTS) expect(verdictCode.read(verdictCode.write(word))).toBe(word);
    for (const word of EVIDENCE_GRADES) expect(evidenceCode.read(evidenceCode.write(word))).toBe(word);
    for (const word of SCAN_METHODS) expect(methodCode.read(methodCode.write(word))).toBe(word);
    for (const word of DIRECTIONS) expect(directionCode.read(directionCode.write(word))).toBe(word);
    for (const word of REASON_CODES) expect(reasonCode.read(reasonCode.write(word))).toBe(word);
  });

  it.each([-1, 99, 0.5])('do not guess at %d', (number) => {
    expect(() => verdictCode.read(number)).toThrow();
  });

  it('leave out what is usual, and nothing else', () => {
    expect(writeReasons(['HEALTH_GREEN'])).toBeNull();
    expect(readReasons(null)).toEqual(['HEALTH_GREEN']);
    for (const reasons of [['HEALTH_NOT_CHECKED'], ['HEALTH_RED', 'TRAVEL_STAR'], ['HEALTH_GREEN', 'REMIND_ONLY']] as const) {
      expect(readReasons(writeReasons(reasons))).toEqual(reasons);
    }
  });

  it('count check outcomes together as unfinished', () => {
    expect(totalsOf(VERDICTS.map((verdict, n) => ({ verdict: verdictCode.write(verdict), count: 10 ** n })))).toEqual({
      pass: 1,
      attention: 10,
      stop: 100,
      unfinished: 1_111_000,
    });
  });
});
