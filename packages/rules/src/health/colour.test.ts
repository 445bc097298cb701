import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { COLOURS, EVIDENCE_KINDS } from '../vocabulary';
import { colourFrom, colourOf, type Evidence, evidenceValidUntil } from './colour';
import { NEUTRAL_RULE_PACK } from './rule-pack';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 22);

const evidence = fc.array(
  fc.record({
    kind: fc.constantFrom(...EVIDENCE_KINDS),
    sampledAt: fc.oneof(
      fc.integer({ min: -30, max: 1 }).map((day) => NOW + day * DAY),
      fc.double(),
    ),
  }),
  { maxLength: 8 },
);

function grade(list: readonly Evidence[], now = NOW): number {
  return COLOURS.indexOf(colourFrom(list, now).colour);
}

describe('colourFrom', () => {
  it('is green without evidence', () => {
    expect(colourFrom([], NOW)).toEqual({ colour: 'green' });
  });

  it('gives the worst live colour, its evidence and its end', () => {
    const fever = { kind: 'fever_declared', sampledAt: NOW } as const;
    const screening = { kind: 'positive_screening', sampledAt: NOW - DAY } as const;
    expect(colourFrom([fever, screening], NOW)).toEqual({ colour: 'red', decidedBy: screening, validUntil: NOW + 2 * DAY });
    expect(colourFrom([fever, screening], NOW + 2 * DAY)).toEqual({ colour: 'yellow', decidedBy: fever, validUntil: NOW + 3 * DAY });
    expect(colourFrom([fever, screening], NOW + 3 * DAY)).toEqual({ colour: 'green' });
  });

  it('names the evidence that lasts longest among equals', () => {
    const order = { kind: 'quarantine_order', sampledAt: NOW - 10 * DAY } as const;
    const confirmed = { kind: 'confirmed_case', sampledAt: NOW - DAY } as const;
    expect(colourFrom([order, confirmed], NOW).decidedBy).toEqual(confirmed);
  });

  it('does not count what lies in the future or has no time', () => {
    expect(grade([{ kind: 'confirmed_case', sampledAt: NOW + 1 }])).toBe(0);
    expect(grade([{ kind: 'confirmed_case', sampledAt: Number.NaN }])).toBe(0);
    expect(grade([{ kind: 'confirmed_case', sampledAt: NOW }], Number.NaN)).toBe(0);
  });

  it('has a rule with an end for every kind, and no two keys alike', () => {
    for (const kind of EVIDENCE_KINDS) {
      expect(colourOf(kind)).not.toBe('green');
      expect(evidenceValidUntil(kind, NOW)).toBeGreaterThan(NOW);
    }
    expect(new Set(EVIDENCE_KINDS.map((kind) => NEUTRAL_RULE_PACK.rules[kind].reasonKey)).size).toBe(EVIDENCE_KINDS.length);
  });

  it('answers by the pack it is given', () => {
    const harmless = {
      ...NEUTRAL_RULE_PACK,
      rules: { ...NEUTRAL_RULE_PACK.rules, confirmed_case: { colour: 'yellow', days: 1, reasonKey: 'Y9' } as const },
    };
    const confirmed = { kind: 'confirmed_case', sampledAt: NOW } as const;
    expect(colourFrom([confirmed], NOW, harmless)).toEqual({ colour: 'yellow', decidedBy: confirmed, validUntil: NOW + DAY });
  });

  it('does not depend on the order and leaves the list alone', () => {
    fc.assert(
      fc.property(evidence, fc.func(fc.integer()), (list, key) => {
        const before = structuredClone(list);
        const shuffled = [...list].sort((a, b) => key(a) - key(b));
        expect(colourFrom(shuffled, NOW)).toEqual(colourFrom(list, NOW));
        expect(colourFrom([...list].reverse(), NOW)).toEqual(colourFrom(list, NOW));
        expect(list).toEqual(before);
      }),
    );
  });

  it('never gets better by more evidence', () => {
    fc.assert(
      fc.property(evidence, evidence, (list, more) => {
        expect(grade([...list, ...more])).toBe(Math.max(grade(list), grade(more)));
      }),
    );
  });

  it('keeps its colour until the end it names, and then gets better', () => {
    fc.assert(
      fc.property(evidence, fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (list, share) => {
        const past = list.filter((one) => one.sampledAt <= NOW);
        const { colour, validUntil } = colourFrom(past, NOW);
        if (validUntil === undefined) return;
        expect(colourFrom(past, Math.min(Math.floor(NOW + (validUntil - NOW) * share), validUntil - 1)).colour).toBe(colour);
        expect(grade(past, validUntil)).toBeLessThan(COLOURS.indexOf(colour));
      }),
    );
  });

  it('is green in the end', () => {
    fc.assert(
      fc.property(evidence, (list) => {
        const past = list.filter((one) => one.sampledAt <= NOW);
        expect(grade(past, NOW + 400 * DAY)).toBe(0);
      }),
    );
  });
});
