import { eventIdFrom } from '@tongxing/codes';
import { describe, expect, it } from 'vitest';
import { breaches, judge, type StoredVisit } from './judge';
import { addLine, type Entry, type Outcome, outcomeLine, sentLine, voidLine } from './ledger-file';
import { outcomeOf } from './load';

const AT = Date.UTC(2026, 0, 10, 0, 30);
const id = (n: number) => eventIdFrom(AT + n, new Uint8Array(10).fill(n));
const stored = (n: number, verdict = 'pass'): StoredVisit => ({ eventId: id(n), verdict, at: AT + n });

/** A ledger as its lines make it. */
function ledger(...lines: readonly string[]): Map<string, Entry> {
  const entries = new Map<string, Entry>();
  for (const line of lines.join('').split('\n')) addLine(entries, line);
  return entries;
}
const sent = (n: number) => sentLine(id(n), AT);
const told = (n: number, outcome: Outcome, verdict?: string) => sent(n) + outcomeLine(id(n), outcome, verdict);

/** A judge who never condemns would make every rig green. */
describe('the judge of the fault rigs', () => {
  it('finds nothing where ledger and database agree', () => {
    const entries = ledger(told(1, 'ok', 'pass'), told(2, 'fail'), told(3, 'unknown') + told(3, 'ok', 'stop'));
    const judgement = judge(entries, [stored(1), stored(3, 'stop')]);
    expect(judgement).toMatchObject({ acknowledged: 2, lost: 0, unknown: 0 });
    expect(breaches(judgement)).toEqual([]);
  });

  it.each<[string, Map<string, Entry>, StoredVisit[], object]>([
    ['an acknowledged check-in that is gone', ledger(told(1, 'ok', 'pass')), [], { lost: 1 }],
    ['one that is there twice', ledger(told(1, 'ok', 'pass')), [stored(1), stored(1)], { doubled: 1 }],
    ['one with another verdict', ledger(told(1, 'ok', 'pass')), [stored(1, 'stop')], { changed: 1 }],
    ['two answers that differ', ledger(told(1, 'ok', 'pass'), told(1, 'ok', 'stop')), [stored(1)], { changed: 1 }],
    ['a refused one that is there', ledger(told(1, 'fail')), [stored(1)], { refusedButPresent: 1 }],
    ['one that nobody sent', ledger(), [stored(1)], { neverSent: 1 }],
    ['one without a final answer', ledger(told(1, 'unknown')), [], { unknown: 1 }],
    ['one that was sent and never answered', ledger(sent(1)), [], { unknown: 1 }],
    ['a visit with another time than its id', ledger(told(1, 'ok', 'pass')), [{ ...stored(1), at: AT + 2 }], { retimed: 1 }],
  ])('finds %s', (_what, entries, visits, expected) => {
    const judgement = judge(entries, visits);
    expect(judgement).toMatchObject(expected);
    expect(breaches(judgement)).toHaveLength(1);
  });

  it('does not believe what was said after the power had gone', () => {
    const entries = ledger(told(1, 'ok', 'pass'), voidLine(id(1)));
    expect(judge(entries, [])).toMatchObject({ acknowledged: 0, lost: 0, unknown: 1 });
  });

  it('reads a ledger whose last line is half written', () => {
    expect(judge(ledger(told(1, 'ok', 'pass'), `o ${id(2)}`), [stored(1)])).toMatchObject({ acknowledged: 1, unknown: 0 });
  });
});

describe('an answer counts', () => {
  const answer = (status: number, code = '') => ({ status, retryAfter: '1', body: JSON.stringify({ code }) });
  it.each<[string, ReturnType<typeof answer> | undefined, Outcome]>([
    ['a verdict as recorded', answer(200), 'ok'],
    ['a refusal as not recorded', answer(409, 'EVENT_ID_TAKEN'), 'fail'],
    ['a full line as not recorded', answer(429, 'TOO_MANY_REQUESTS'), 'fail'],
    ['UNAVAILABLE as unknown: it promises nothing', answer(503, 'UNAVAILABLE'), 'unknown'],
    ['a database behind as not recorded', answer(503, 'DATABASE_BEHIND'), 'fail'],
    ['a defect as unknown', answer(500, 'INTERNAL'), 'unknown'],
    ['silence as unknown', undefined, 'unknown'],
  ])('%s', (_what, given, outcome) => {
    expect(outcomeOf(given)).toBe(outcome);
  });
});
