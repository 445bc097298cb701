import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { COLOURS, DIRECTIONS, EVIDENCE_GRADES, REASON_CODES, REGIMES, SCAN_METHODS, SCENES, VENUE_STATES, VERDICTS } from '../vocabulary';
import { decide } from './decide';
import { severity, worst } from './severity';
import { ADVICE, type DecideInput, type EntryPolicy, type HealthFacts, type TravelFacts } from './types';

/** Small numbers meet limits often; the others are what a broken device or clock sends. */
const time = fc.oneof(fc.integer({ min: 0, max: 20 }), fc.constantFrom(Number.NaN, Infinity, -Infinity, -1), fc.double());
const degrees = fc.oneof(
  fc.integer({ min: 340, max: 390 }).map((tenths) => tenths / 10),
  fc.constantFrom(Number.NaN, Infinity, -Infinity),
  fc.double(),
);
const anything = { requiredKeys: [] as [] };

const policy: fc.Arbitrary<EntryPolicy> = fc
  .record({
    fixed: fc.record({
      remindOnly: fc.boolean(),
      checkHealth: fc.boolean(),
      checkTravel: fc.constantFrom<EntryPolicy['checkTravel']>('never', 'by_regime', 'always'),
      temperature: fc.constantFrom<EntryPolicy['temperature']>('ignore', 'when_given', 'required'),
      feverC: degrees,
      tooLowC: degrees,
      onUnknown: fc.constantFrom<EntryPolicy['onUnknown']>('hold', 'pass_with_record', 'refuse'),
      raiseFrom: fc.constantFrom<EntryPolicy['raiseFrom']>('attention', 'stop'),
    }),
    optional: fc.record({ staleAfterMs: time }, anything),
  })
  .map(({ fixed, optional }) => ({ ...fixed, ...optional }));

const health: fc.Arbitrary<HealthFacts> = fc.oneof(
  fc
    .tuple(fc.constantFrom(...COLOURS), fc.record({ asOf: time, validUntil: time }, anything))
    .map(([colour, times]) => ({ kind: 'known' as const, colour, ...times })),
  fc.constantFrom('unknown' as const, 'expired' as const, 'stale' as const, 'timeout' as const).map((kind) => ({ kind })),
);

const travel: fc.Arbitrary<TravelFacts> = fc
  .tuple(
    fc.constantFrom<TravelFacts['kind']>('known', 'unknown', 'stale'),
    fc.record(
      {
        arrow: fc.constantFrom<NonNullable<TravelFacts['arrow']>>('green', 'yellow', 'orange', 'red'),
        star: fc.boolean(),
        throughRiskArea: fc.boolean(),
        asOf: time,
      },
      anything,
    ),
  )
  .map(([kind, rest]) => ({ kind, ...rest }));

const input: fc.Arbitrary<DecideInput> = fc.record({
  scan: fc
    .tuple(
      fc.record({
        method: fc.constantFrom(...SCAN_METHODS),
        evidence: fc.constantFrom(...EVIDENCE_GRADES),
        direction: fc.constantFrom(...DIRECTIONS),
      }),
      fc.record({ temperatureC: degrees }, anything),
    )
    .map(([scan, reading]) => ({ ...scan, ...reading })),
  venue: fc.record({ state: fc.constantFrom('active' as const, ...VENUE_STATES), scene: fc.constantFrom(...SCENES) }),
  policy,
  regime: fc.constantFrom(...REGIMES),
  health,
  travel,
  now: time,
});

function check(property: (input: DecideInput) => void): void {
  fc.assert(fc.property(input, property), { numRuns: 3000 });
}

describe('decide, for any input', () => {
  it('is total and speaks only the vocabulary', () => {
    check((one) => {
      const { verdict, reasons, advice, raise } = decide(one);
      expect(VERDICTS).toContain(verdict);
      expect(ADVICE).toContain(advice);
      expect(reasons.length).toBeGreaterThan(0);
      expect(new Set(reasons).size).toBe(reasons.length);
      for (const reason of reasons) expect(REASON_CODES).toContain(reason);
      expect(raise.warning).toBe(raise.incident);
    });
  });

  it('is deterministic and leaves its input alone', () => {
    check((one) => {
      const before = structuredClone(one);
      expect(decide(one)).toEqual(decide(structuredClone(one)));
      expect(one).toEqual(before);
    });
  });

  it('raises for nothing but a person verdict', () => {
    check((one) => {
      const { verdict, raise } = decide(one);
      if (verdict !== 'attention' && verdict !== 'stop') expect(raise.warning).toBe(false);
      if (verdict === 'attention' && one.policy.raiseFrom === 'stop') expect(raise.warning).toBe(false);
      if (verdict === 'stop') expect(raise.warning).toBe(true);
    });
  });

  it('only reminds where the policy says so', () => {
    check((one) => {
      const { verdict, raise, reasons } = decide({ ...one, policy: { ...one.policy, remindOnly: true } });
      expect(severity(verdict)).toBeLessThanOrEqual(severity('attention'));
      expect(raise.warning).toBe(false);
      expect(reasons.includes('REMIND_ONLY')).toBe(verdict !== 'pass' && one.venue.state === 'active');
    });
  });

  it('never passes in silence somebody last known as not green', () => {
    check((one) => {
      if (one.venue.state !== 'active' || !one.policy.checkHealth) return;
      if (one.health.kind !== 'known' || one.health.colour === 'green') return;
      expect(decide(one).verdict).not.toBe('pass');
    });
  });

  it('says nothing about the person at a place that is not active', () => {
    check((one) => {
      const closed = { ...one, venue: { ...one.venue, state: 'retired' as const } };
      expect(decide(closed)).toMatchObject({ verdict: 'unknown', reasons: ['VENUE_RETIRED'], raise: { warning: false } });
    });
  });
});

/*
 * Monotony. Every list runs from the best to the worst. Facts about health at NOW: a colour that is good and getting
 * older, then checks without a colour, then colours that are known. An old colour that is not green stands in a list
 * of its own, because age takes away from what is known against a person. The state of the venue is no such fact.
 */
const NOW = 1000;
const LIMIT = 100;

function aged(colour: (typeof COLOURS)[number], how: 'stale' | 'expired'): HealthFacts {
  return how === 'stale' ? { kind: 'known', colour, asOf: NOW - LIMIT - 1 } : { kind: 'known', colour, asOf: NOW, validUntil: NOW };
}

const HEALTH_ORDERS: readonly (readonly HealthFacts[])[] = [
  [
    { kind: 'known', colour: 'green', asOf: NOW, validUntil: NOW + 1 },
    aged('green', 'stale'),
    { kind: 'stale' },
    aged('green', 'expired'),
    { kind: 'expired' },
    { kind: 'unknown' },
    { kind: 'timeout' },
    { kind: 'known', colour: 'yellow', asOf: NOW },
    { kind: 'known', colour: 'red', asOf: NOW },
  ],
  [aged('green', 'stale'), aged('yellow', 'stale'), aged('red', 'stale'), aged('red', 'expired')],
];

const TRAVEL_ORDERS: readonly (readonly TravelFacts[])[] = [
  [
    { kind: 'known', asOf: NOW, arrow: 'green' },
    { kind: 'stale' },
    { kind: 'unknown' },
    { kind: 'known', asOf: NOW, star: true },
    { kind: 'known', asOf: NOW, star: true, arrow: 'yellow' },
    { kind: 'known', asOf: NOW, star: true, arrow: 'red' },
    { kind: 'known', asOf: NOW, star: true, arrow: 'red', throughRiskArea: true },
  ],
  [{ kind: 'unknown' }, { kind: 'unknown', star: true }, { kind: 'unknown', star: true, throughRiskArea: true }],
];

const TEMPERATURES = [36.5, undefined, 34, 38, Infinity];

/** A stricter policy, one setting at a time. */
const STRICTER: readonly (readonly Partial<EntryPolicy>[])[] = [
  [{ remindOnly: true }, { remindOnly: false }],
  [{ checkHealth: false }, { checkHealth: true }],
  [{ checkTravel: 'never' }, { checkTravel: 'by_regime' }, { checkTravel: 'always' }],
  [{ temperature: 'ignore' }, { temperature: 'when_given' }, { temperature: 'required' }],
  [{ feverC: 38 }, { feverC: 37.3 }, { feverC: 37 }],
  [{ onUnknown: 'pass_with_record' }, { onUnknown: 'hold' }, { onUnknown: 'refuse' }],
];

/** A valid situation in which single things are changed. */
const situation = fc.tuple(input, fc.constantFrom(...HEALTH_ORDERS.flat()), fc.constantFrom(...TRAVEL_ORDERS.flat())).map(
  ([one, healthFacts, travelFacts]): DecideInput => ({
    ...one,
    venue: { ...one.venue, state: 'active' },
    policy: { ...one.policy, feverC: 37.3, tooLowC: 35, staleAfterMs: LIMIT },
    health: healthFacts,
    travel: travelFacts,
    now: NOW,
  }),
);

function withTemperature(one: DecideInput, temperatureC: number | undefined): DecideInput {
  const { temperatureC: _, ...scan } = one.scan;
  return { ...one, scan: temperatureC === undefined ? scan : { ...scan, temperatureC } };
}

function neverBetter<T>(orders: readonly (readonly T[])[], change: (one: DecideInput, to: T) => DecideInput): void {
  fc.assert(
    fc.property(situation, fc.constantFrom(...orders), (one, order) => {
      const grades = order.map((to) => severity(decide(change(one, to)).verdict));
      expect(grades).toEqual([...grades].sort((a, b) => a - b));
    }),
    { numRuns: 1500 },
  );
}

describe('decide never answers better', () => {
  it('for worse health facts', () => neverBetter(HEALTH_ORDERS, (one, to) => ({ ...one, health: to })));
  it('for worse itinerary facts', () => neverBetter(TRAVEL_ORDERS, (one, to) => ({ ...one, travel: to })));
  it('for a worse temperature', () => neverBetter([TEMPERATURES], withTemperature));
  it('when risk areas exist', () => neverBetter([REGIMES], (one, regime) => ({ ...one, regime })));
  it('under a stricter policy', () => neverBetter(STRICTER, (one, to) => ({ ...one, policy: { ...one.policy, ...to } })));
  it('to a green person as time goes by', () => {
    const green: HealthFacts = { kind: 'known', colour: 'green', asOf: NOW, validUntil: NOW + 2 * LIMIT };
    neverBetter([[NOW, NOW + LIMIT, NOW + LIMIT + 1, NOW + 2 * LIMIT]], (one, now) => ({
      ...one,
      health: green,
      travel: { kind: 'known', asOf: NOW },
      now,
    }));
  });
});

describe('severity', () => {
  it('is a total order whose larger one is the worst', () => {
    const verdict = fc.constantFrom(...VERDICTS);
    expect(new Set(VERDICTS.map(severity)).size).toBe(VERDICTS.length);
    fc.assert(
      fc.property(verdict, verdict, (a, b) => {
        expect(worst(a, b)).toBe(worst(b, a));
        expect(severity(worst(a, b))).toBe(Math.max(severity(a), severity(b)));
      }),
    );
  });
});
