import { DAY_MS, holds } from '../time/interval';
import { COLOURS, type Colour, EVIDENCE_KINDS, type EvidenceKind } from '../vocabulary';
import { NEUTRAL_RULE_PACK, type RulePack } from './rule-pack';

/** One piece of evidence that has not been withdrawn. */
export interface Evidence {
  readonly kind: EvidenceKind;
  /** Epoch milliseconds of the sample, order, contact or declaration; periods count from here. */
  readonly sampledAt: number;
}

/** A colour and, unless it is green, the evidence that gives it and when that ends (epoch milliseconds, exclusive). */
export type ColourAnswer =
  | { readonly colour: 'green'; readonly decidedBy?: undefined; readonly validUntil?: undefined }
  | { readonly colour: Exclude<Colour, 'green'>; readonly decidedBy: Evidence; readonly validUntil: number };

type Weighed = Exclude<ColourAnswer, { colour: 'green' }>;

/** Colour that a kind of evidence gives while it is live. */
export function colourOf(kind: EvidenceKind, pack: RulePack = NEUTRAL_RULE_PACK): Exclude<Colour, 'green'> {
  return pack.rules[kind].colour;
}

/** Epoch milliseconds at which evidence stops to count. */
export function evidenceValidUntil(kind: EvidenceKind, sampledAt: number, pack: RulePack = NEUTRAL_RULE_PACK): number {
  return sampledAt + pack.rules[kind].days * DAY_MS;
}

function weigh({ kind, sampledAt }: Evidence, pack: RulePack): Weighed {
  return {
    colour: colourOf(kind, pack),
    decidedBy: { kind, sampledAt },
    validUntil: evidenceValidUntil(kind, sampledAt, pack),
  };
}

/** Worst colour first, then what lasts longest, then the order of the vocabulary, so that the order of input is nothing. */
function byWeight(a: Weighed, b: Weighed): number {
  return (
    COLOURS.indexOf(b.colour) - COLOURS.indexOf(a.colour) ||
    b.validUntil - a.validUntil ||
    EVIDENCE_KINDS.indexOf(a.decidedBy.kind) - EVIDENCE_KINDS.indexOf(b.decidedBy.kind)
  );
}

/**
 * The colour that follows from evidence: green without any, otherwise the worst among what is live at `now`. Evidence
 * from the future and evidence whose period has ended do not count. More evidence never makes a colour better, so a
 * negative re-test or a release *withdraws* the evidence it refutes; it is not added to it.
 * @param now epoch milliseconds
 */
export function colourFrom(evidence: readonly Evidence[], now: number, pack: RulePack = NEUTRAL_RULE_PACK): ColourAnswer {
  const live = evidence.map((one) => weigh(one, pack)).filter((one) => holds({ from: one.decidedBy.sampledAt, to: one.validUntil }, now));
  return live.sort(byWeight)[0] ?? { colour: 'green' };
}
