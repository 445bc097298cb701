import type { Colour, EvidenceKind } from '../vocabulary';

/** What one kind of evidence means while it lasts. */
export interface ColourRule {
  readonly colour: Exclude<Colour, 'green'>;
  /** Days of 24 hours from sampling (or from the act itself) for which the evidence counts. */
  readonly days: number;
  /** Stable key of the rule, told to the person with the colour; R gives red, Y yellow. */
  readonly reasonKey: string;
}

/** Rules of an epidemic: dated data, so that a colour of last year can be explained by the pack of last year. */
export interface RulePack {
  readonly name: string;
  /** First day of force, `YYYY-MM-DD`. */
  readonly inForceFrom: string;
  readonly rules: Readonly<Record<EvidenceKind, ColourRule>>;
}

/**
 * The pack of no particular disease. Red needs a laboratory, a physician or an order; having been near somebody, having
 * a fever or being under observation after release is yellow. Every period ends by itself: nobody keeps a colour
 * because somebody forgot to take it away.
 */
export const NEUTRAL_RULE_PACK: RulePack = {
  name: 'neutral-1',
  inForceFrom: '2026-01-01',
  rules: {
    confirmed_case: { colour: 'red', days: 28, reasonKey: 'R1' },
    suspected_case: { colour: 'red', days: 7, reasonKey: 'R2' },
    quarantine_order: { colour: 'red', days: 14, reasonKey: 'R3' },
    positive_screening: { colour: 'red', days: 3, reasonKey: 'R4' },
    close_contact: { colour: 'yellow', days: 10, reasonKey: 'Y1' },
    released_monitoring: { colour: 'yellow', days: 7, reasonKey: 'Y2' },
    fever_declared: { colour: 'yellow', days: 3, reasonKey: 'Y3' },
  },
};
