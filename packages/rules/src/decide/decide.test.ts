import { describe, expect, it } from 'vitest';
import { REASON_CODES, type ReasonCode } from '../vocabulary';
import { decide } from './decide';
import { DEFAULT_POLICY } from './default-policy';
import { ADVICE, type Advice, type DecideInput, type Decision, type EntryPolicy } from './types';

const NOW = Date.UTC(2026, 10, 22, 0, 30);
const HOUR = 3_600_000;

interface Change {
  readonly policy?: Partial<EntryPolicy>;
  readonly temperatureC?: number;
  readonly venue?: DecideInput['venue']['state'];
  readonly regime?: DecideInput['regime'];
  readonly health?: DecideInput['health'];
  readonly travel?: Partial<DecideInput['travel']>;
}

/** A healthy person at an ordinary open place, changed in what the example is about. */
function answer(change: Change = {}): Decision {
  return decide({
    scan: {
      method: 'resident',
      evidence: 'static',
      direction: 'in',
      ...(change.temperatureC === undefined ? {} : { temperatureC: change.temperatureC }),
    },
    venue: { state: change.venue ?? 'active', scene: 'ordinary' },
    policy: { ...DEFAULT_POLICY, ...change.policy },
    regime: change.regime ?? 'normal',
    health: change.health ?? { kind: 'known', colour: 'green' },
    travel: { kind: 'known', ...change.travel },
    now: NOW,
  });
}

/** `verdict first-reason+more advice`, with `!` when help is called. */
function line({ verdict, reasons, advice, raise }: Decision): string {
  expect(raise.incident).toBe(raise.warning);
  return `${verdict} ${reasons.join('+')} ${advice}${raise.warning ? ' !' : ''}`;
}

const YELLOW = { kind: 'known', colour: 'yellow' } as const;
const RED = { kind: 'known', colour: 'red' } as const;

/** Yangzhou calls 110 for every abnormal verdict, not only for those that stop. */
const YANGZHOU: Partial<EntryPolicy> = { raiseFrom: 'attention' };

describe('the Yangzhou notice', () => {
  it.each<[string, Change, string]>([
    [
      '无中高风险地区: scanning only, an itinerary is not looked at',
      { travel: { arrow: 'red', throughRiskArea: true } },
      'pass HEALTH_GREEN go_in',
    ],
    ['无中高风险地区: a red code is abnormal', { health: RED }, 'stop HEALTH_RED wait_for_staff !'],
    ['无中高风险地区: a yellow code is abnormal', { health: YELLOW }, 'attention HEALTH_YELLOW recheck_at_desk !'],
    ['有中高风险地区: green code, green arrow', { regime: 'risk_areas', travel: { arrow: 'green' } }, 'pass HEALTH_GREEN go_in'],
    ['有中高风险地区: red arrow', { regime: 'risk_areas', travel: { arrow: 'red' } }, 'stop TRAVEL_ARROW_RED wait_for_staff !'],
    ['有中高风险地区: yellow arrow', { regime: 'risk_areas', travel: { arrow: 'yellow' } }, 'stop TRAVEL_ARROW_YELLOW wait_for_staff !'],
    ['有中高风险地区: orange arrow', { regime: 'risk_areas', travel: { arrow: 'orange' } }, 'stop TRAVEL_ARROW_YELLOW wait_for_staff !'],
    ['有中高风险地区: a * is looked at again', { regime: 'risk_areas', travel: { star: true } }, 'attention TRAVEL_STAR recheck_at_desk !'],
    [
      '有中高风险地区: from a medium or high-risk area, with a *',
      { regime: 'risk_areas', travel: { star: true, throughRiskArea: true } },
      'stop TRAVEL_RISK_AREA+TRAVEL_STAR wait_for_staff !',
    ],
    [
      'a toll window only reminds and lets pass',
      { regime: 'risk_areas', health: RED, travel: { star: true }, policy: { remindOnly: true } },
      'attention HEALTH_RED+TRAVEL_STAR+REMIND_ONLY remind',
    ],
    ['a toll window has nothing to say to the others', { policy: { remindOnly: true } }, 'pass HEALTH_GREEN go_in'],
  ])('%s', (_, change, expected) => {
    expect(line(answer({ ...change, policy: { ...YANGZHOU, ...change.policy } }))).toBe(expected);
  });
});

describe('decide', () => {
  it.each<[string, Change, string]>([
    ['raises nothing for yellow by default', { health: YELLOW }, 'attention HEALTH_YELLOW recheck_at_desk'],
    ['a suspended place', { venue: 'suspended', health: RED }, 'unknown VENUE_SUSPENDED not_open'],
    ['a replaced code', { venue: 'replaced', health: RED }, 'unknown VENUE_REPLACED use_current_code'],
    ['a retired code', { venue: 'retired', health: RED }, 'unknown VENUE_RETIRED use_current_code'],
    ['says so where the colour is not asked for', { policy: { checkHealth: false }, health: RED }, 'pass HEALTH_NOT_CHECKED go_in'],
    [
      'itinerary always',
      { policy: { checkTravel: 'always' }, travel: { throughRiskArea: true } },
      'stop TRAVEL_RISK_AREA wait_for_staff !',
    ],
    [
      'itinerary never',
      { policy: { checkTravel: 'never' }, regime: 'risk_areas', travel: { throughRiskArea: true } },
      'pass HEALTH_GREEN go_in',
    ],
    ['keeps every reason, worst first', { health: YELLOW, temperatureC: 38 }, 'stop TEMPERATURE_HIGH+HEALTH_YELLOW recheck_at_desk !'],
    ['equal ones in the order of the list', { health: RED, temperatureC: 38 }, 'stop HEALTH_RED+TEMPERATURE_HIGH wait_for_staff !'],
    [
      'an outcome beside a finding',
      { health: { kind: 'timeout' }, temperatureC: 34 },
      'attention TEMPERATURE_LOW+HEALTH_TIMEOUT measure_again',
    ],
  ])('%s', (_, change, expected) => {
    expect(line(answer(change))).toBe(expected);
  });

  it.each<[Change['policy'], number | undefined, string]>([
    [{}, undefined, 'pass HEALTH_GREEN go_in'],
    [{}, 35, 'pass HEALTH_GREEN go_in'],
    [{}, 37.2, 'pass HEALTH_GREEN go_in'],
    [{}, 37.3, 'stop TEMPERATURE_HIGH recheck_at_desk !'],
    [{}, 34.9, 'attention TEMPERATURE_LOW measure_again'],
    [{}, Number.NaN, 'pass HEALTH_GREEN go_in'],
    [{ temperature: 'required' }, undefined, 'attention TEMPERATURE_REQUIRED measure_again'],
    [{ temperature: 'required' }, Number.NaN, 'attention TEMPERATURE_REQUIRED measure_again'],
    [{ temperature: 'required', raiseFrom: 'attention' }, undefined, 'attention TEMPERATURE_REQUIRED measure_again'],
    [{ temperature: 'required' }, 36.5, 'pass HEALTH_GREEN go_in'],
    [{ temperature: 'ignore' }, 41, 'pass HEALTH_GREEN go_in'],
    [{ feverC: 38 }, 37.9, 'pass HEALTH_GREEN go_in'],
  ])('temperature %o %s: %s', (policy, temperatureC, expected) => {
    const change = temperatureC === undefined ? {} : { temperatureC };
    expect(line(answer({ ...change, policy: { ...policy } }))).toBe(expected);
  });

  it.each<[EntryPolicy['onUnknown'], Change, string]>([
    ['hold', { health: { kind: 'unknown' } }, 'unknown HEALTH_UNKNOWN wait_for_staff'],
    ['hold', { health: { kind: 'expired' } }, 'expired HEALTH_EXPIRED wait_for_staff'],
    ['hold', { health: { kind: 'stale' } }, 'stale HEALTH_STALE wait_for_staff'],
    ['hold', { health: { kind: 'timeout' } }, 'timeout HEALTH_TIMEOUT wait_for_staff'],
    ['refuse', { health: { kind: 'timeout' } }, 'timeout HEALTH_TIMEOUT recheck_at_desk'],
    ['pass_with_record', { health: { kind: 'timeout' } }, 'pass HEALTH_TIMEOUT go_in'],
    ['hold', { regime: 'risk_areas', travel: { kind: 'unknown' } }, 'unknown TRAVEL_UNKNOWN wait_for_staff'],
    ['refuse', { regime: 'risk_areas', travel: { kind: 'stale' } }, 'stale TRAVEL_STALE recheck_at_desk'],
    ['pass_with_record', { regime: 'risk_areas', travel: { kind: 'unknown' } }, 'pass TRAVEL_UNKNOWN go_in'],
    ['pass_with_record', { regime: 'risk_areas', travel: { kind: 'unknown', star: true } }, 'unknown TRAVEL_UNKNOWN wait_for_staff'],
    [
      'pass_with_record',
      { regime: 'risk_areas', health: { kind: 'unknown' }, travel: { star: true } },
      'attention TRAVEL_STAR+HEALTH_UNKNOWN recheck_at_desk',
    ],
    ['pass_with_record', { health: { ...RED, validUntil: NOW } }, 'expired HEALTH_EXPIRED wait_for_staff'],
    ['refuse', { health: { ...RED, validUntil: NOW } }, 'expired HEALTH_EXPIRED recheck_at_desk'],
    ['pass_with_record', { health: { kind: 'known', colour: 'green', validUntil: NOW } }, 'pass HEALTH_EXPIRED go_in'],
  ])('not knowing under %s: %o', (onUnknown, change, expected) => {
    expect(line(answer({ ...change, policy: { onUnknown } }))).toBe(expected);
  });

  it('takes validity as half-open and age as inclusive', () => {
    const policy = { staleAfterMs: HOUR };
    const at = (asOf: number, validUntil: number) =>
      answer({ policy, health: { kind: 'known', colour: 'green', asOf, validUntil } }).reasons[0];
    expect(at(NOW - HOUR, NOW + 1)).toBe('HEALTH_GREEN');
    expect(at(NOW - HOUR - 1, NOW + 1)).toBe('HEALTH_STALE');
    expect(at(NOW - HOUR - 1, NOW)).toBe('HEALTH_EXPIRED');
    expect(at(Number.NaN, NOW + 1)).toBe('HEALTH_STALE');
    expect(at(NOW, Number.NaN)).toBe('HEALTH_EXPIRED');
  });

  it('takes a fact without a time as stale where age matters', () => {
    expect(answer({ policy: { staleAfterMs: HOUR } }).verdict).toBe('stale');
    const known = { policy: { staleAfterMs: HOUR }, health: { kind: 'known', colour: 'green', asOf: NOW }, regime: 'risk_areas' } as const;
    expect(answer(known).reasons).toEqual(['TRAVEL_STALE']);
    expect(answer({ ...known, travel: { asOf: NOW } }).reasons).toEqual(['HEALTH_GREEN']);
  });
});

const REACHED_BY: Readonly<Record<ReasonCode, Change>> = {
  HEALTH_GREEN: {},
  HEALTH_YELLOW: { health: YELLOW },
  HEALTH_RED: { health: RED },
  HEALTH_UNKNOWN: { health: { kind: 'unknown' } },
  HEALTH_EXPIRED: { health: { kind: 'expired' } },
  HEALTH_STALE: { health: { kind: 'stale' } },
  HEALTH_TIMEOUT: { health: { kind: 'timeout' } },
  TRAVEL_RISK_AREA: { regime: 'risk_areas', travel: { throughRiskArea: true } },
  TRAVEL_ARROW_RED: { regime: 'risk_areas', travel: { arrow: 'red' } },
  TRAVEL_ARROW_YELLOW: { regime: 'risk_areas', travel: { arrow: 'orange' } },
  TRAVEL_STAR: { regime: 'risk_areas', travel: { star: true } },
  TRAVEL_UNKNOWN: { regime: 'risk_areas', travel: { kind: 'unknown' } },
  TRAVEL_STALE: { regime: 'risk_areas', travel: { kind: 'stale' } },
  TEMPERATURE_HIGH: { temperatureC: 39 },
  TEMPERATURE_LOW: { temperatureC: 33 },
  TEMPERATURE_REQUIRED: { policy: { temperature: 'required' } },
  VENUE_SUSPENDED: { venue: 'suspended' },
  VENUE_REPLACED: { venue: 'replaced' },
  VENUE_RETIRED: { venue: 'retired' },
  REMIND_ONLY: { policy: { remindOnly: true }, health: RED },
  HEALTH_NOT_CHECKED: { policy: { checkHealth: false } },
};

describe('the vocabulary', () => {
  it.each(REASON_CODES)('%s can be the reason', (code) => {
    expect(answer(REACHED_BY[code]).reasons).toContain(code);
  });

  it('has no advice that is never given', () => {
    const given = new Set<Advice>(REASON_CODES.map((code) => answer(REACHED_BY[code]).advice));
    expect([...given].sort()).toEqual([...ADVICE].sort());
  });
});
