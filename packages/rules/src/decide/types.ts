import type { Colour, Direction, EvidenceGrade, ReasonCode, Regime, ScanMethod, Scene, VenueState, Verdict } from '../vocabulary';

/** Degrees Celsius; `normal`: measured by somebody who did not write the value down. */
export type Temperature = number | 'normal';

/** One act: who, where, when, how. Every way into the platform becomes this. */
export interface ScanFacts {
  readonly method: ScanMethod;
  readonly evidence: EvidenceGrade;
  readonly direction: Direction;
  /** Degrees Celsius, one decimal; absent when nothing was measured. */
  readonly temperatureC?: Temperature;
}

/** What is known of the place. */
export interface VenueFacts {
  readonly state: VenueState;
  readonly scene: Scene;
}

/** What an unreachable or missing fact means at this door. */
export type FallbackAction = 'hold' | 'pass_with_record' | 'refuse';

/** Entry policy of the venue's class, scene and area. */
export interface EntryPolicy {
  /** Road and toll windows only remind (Yangzhou notice): the answer is never worse than `attention`. */
  readonly remindOnly: boolean;
  readonly checkHealth: boolean;
  /** Under the risk-area regime only, unless `always`. */
  readonly checkTravel: 'never' | 'by_regime' | 'always';
  readonly temperature: 'ignore' | 'when_given' | 'required';
  /** Fever limit, °C; 37.3 by default (standards §8.3). */
  readonly feverC: number;
  /** Below this a reading is measured again; 35.0 by default. */
  readonly tooLowC: number;
  readonly onUnknown: FallbackAction;
  /** A fact older than this many milliseconds is `stale`; absent when age does not matter. */
  readonly staleAfterMs?: number;
  /** From which verdict a warning and an incident are raised. */
  readonly raiseFrom: 'attention' | 'stop';
}

/** A check that did not end in a colour has an outcome of its own and is never a red answer. */
export type HealthFacts =
  | {
      readonly kind: 'known';
      readonly colour: Colour;
      /** Epoch milliseconds: when the fact was last known to be true. */
      readonly asOf?: number;
      /** Epoch milliseconds; from then on the fact is `expired`. */
      readonly validUntil?: number;
    }
  | { readonly kind: 'unknown' | 'expired' | 'stale' | 'timeout' };

export interface TravelFacts {
  readonly kind: 'known' | 'unknown' | 'stale';
  /** Arrow of the itinerary card, when one was seen. */
  readonly arrow?: 'green' | 'yellow' | 'orange' | 'red';
  /** `*`: a city passed *has* a risk area now; not that the person was in it. */
  readonly star?: boolean;
  /** A stay in an area of medium or high risk within the look-back. */
  readonly throughRiskArea?: boolean;
  /** Epoch milliseconds: when the itinerary was last checked. */
  readonly asOf?: number;
}

export interface DecideInput {
  readonly scan: ScanFacts;
  readonly venue: VenueFacts;
  readonly policy: EntryPolicy;
  readonly regime: Regime;
  readonly health: HealthFacts;
  readonly travel: TravelFacts;
  /** Epoch milliseconds at which the scan is judged. */
  readonly now: number;
}

export interface Decision {
  readonly verdict: Verdict;
  /** At least one; the first is the one that decided. */
  readonly reasons: readonly [ReasonCode, ...ReasonCode[]];
  /** Key of the one sentence that says what to do now. */
  readonly advice: Advice;
  readonly raise: { readonly warning: boolean; readonly incident: boolean };
}

/** What to do now, one sentence each in the catalogues. */
export const ADVICE = ['go_in', 'remind', 'recheck_at_desk', 'wait_for_staff', 'measure_again', 'use_current_code', 'not_open'] as const;
export type Advice = (typeof ADVICE)[number];
