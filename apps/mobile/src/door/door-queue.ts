import type { DoorAnswer } from '@tongxing/contract';
import type { Verdict } from '@tongxing/rules';
import { type VerdictKind, verdictKind } from '@tongxing/ui';

/** What the screen shows now and what waits behind it, oldest first. */
export interface DoorQueue {
  readonly shown: DoorAnswer | undefined;
  readonly waiting: readonly DoorAnswer[];
  /** Ids heard lately: a repeat of an answer is not another person. */
  readonly heard: readonly string[];
}

export type DoorQueueEvent = { readonly type: 'answer'; readonly answer: DoorAnswer } | { readonly type: 'over' };

export const EMPTY_QUEUE: DoorQueue = { shown: undefined, waiting: [], heard: [] };

const HEARD_KEPT = 50;
/** More than this many waiting and the oldest `pass` gives way: a stop is never dropped for speed. */
const LONGEST_QUEUE = 6;

interface Dwell {
  readonly alone: number;
  readonly hurried: number;
}

/** Milliseconds on screen: in peace, and when others wait. A stop stays long enough for the guard to look up. */
const DWELL: Readonly<Record<VerdictKind, Dwell>> = {
  pass: { alone: 4000, hurried: 1200 },
  attention: { alone: 6000, hurried: 3000 },
  stop: { alone: 8000, hurried: 5000 },
  outcome: { alone: 6000, hurried: 3000 },
};

/** How long an answer fills the screen, ms. */
export function dwellMs(verdict: Verdict, others: number): number {
  const dwell = DWELL[verdictKind(verdict)];
  return others > 0 ? dwell.hurried : dwell.alone;
}

function shorten(waiting: readonly DoorAnswer[]): readonly DoorAnswer[] {
  if (waiting.length <= LONGEST_QUEUE) return waiting;
  const oldestPass = waiting.findIndex(({ verdict }) => verdict === 'pass');
  return oldestPass < 0 ? waiting : waiting.filter((_, index) => index !== oldestPass);
}

/** The queue after an answer arrived or the shown one has had its time. */
export function advance(queue: DoorQueue, event: DoorQueueEvent): DoorQueue {
  if (event.type === 'over') {
    const [next, ...rest] = queue.waiting;
    return { ...queue, shown: next, waiting: rest };
  }
  const { answer } = event;
  if (queue.heard.includes(answer.eventId)) return queue;
  const heard = [answer.eventId, ...queue.heard].slice(0, HEARD_KEPT);
  if (queue.shown === undefined) return { shown: answer, waiting: [], heard };
  return { shown: queue.shown, waiting: shorten([...queue.waiting, answer]), heard };
}
