import type { Entry } from './ledger-file';

/** A visit as it stands in the database. */
export interface StoredVisit {
  readonly eventId: string;
  /** As a word of the vocabulary. */
  readonly verdict: string;
  /** Epoch ms. */
  readonly at: number;
}

/** Ledger against database, by the rules of the list in docs/operate/faults.md. */
export interface Judgement {
  readonly acknowledged: number;
  /** (a) Acknowledged, and not there. */
  readonly lost: number;
  /** (a) There more than once. */
  readonly doubled: number;
  /** (a) There with another verdict than was answered, or answered with two. */
  readonly changed: number;
  /** (b) Refused with the promise that nothing was recorded, and there. */
  readonly refusedButPresent: number;
  /** (c) Without a final answer to this day. */
  readonly unknown: number;
  /** (d) There, and never sent. */
  readonly neverSent: number;
  /** Time of the visit is not the time inside its event id. */
  readonly retimed: number;
}

/** Epoch ms inside a UUIDv7. */
export const timeInside = (eventId: string) => Number.parseInt(eventId.slice(0, 8) + eventId.slice(9, 13), 16);

interface Present {
  times: number;
  readonly verdict: string;
}

type Counts = { -readonly [K in Exclude<keyof Judgement, 'neverSent' | 'retimed'>]: Judgement[K] };

function judgeEntry(counts: Counts, entry: Entry, stored: Present | undefined): void {
  if (stored !== undefined && stored.times > 1) counts.doubled += 1;
  if (entry.outcome === 'fail' && stored !== undefined) counts.refusedButPresent += 1;
  if (entry.outcome === 'unknown' || entry.outcome === undefined) counts.unknown += 1;
  if (entry.outcome !== 'ok') return;
  counts.acknowledged += 1;
  if (stored === undefined) counts.lost += 1;
  if (entry.isContradicted || (stored !== undefined && stored.verdict !== entry.verdict)) counts.changed += 1;
}

/** Counts every breach of the promise. Pure: the same ledger and rows give the same judgement. */
export function judge(entries: ReadonlyMap<string, Entry>, visits: Iterable<StoredVisit>): Judgement {
  const present = new Map<string, Present>();
  let neverSent = 0;
  let retimed = 0;
  for (const { eventId, verdict, at } of visits) {
    const known = present.get(eventId);
    if (known === undefined) present.set(eventId, { times: 1, verdict });
    else known.times += 1;
    if (!entries.has(eventId)) neverSent += 1;
    if (Math.round(at) !== timeInside(eventId)) retimed += 1;
  }
  const counts: Counts = { acknowledged: 0, lost: 0, doubled: 0, changed: 0, refusedButPresent: 0, unknown: 0 };
  for (const [eventId, entry] of entries) judgeEntry(counts, entry, present.get(eventId));
  return { ...counts, neverSent, retimed };
}

/** The breaches in words, for people; none when the promise was kept. @param mayBeUnknown events left without a final answer on purpose */
export function breaches(judgement: Judgement, mayBeUnknown = 0): string[] {
  const told: readonly [keyof Judgement, string][] = [
    ['lost', 'acknowledged check-ins are not in the database'],
    ['doubled', 'check-ins are in the database more than once'],
    ['changed', 'check-ins have another verdict than was answered'],
    ['refusedButPresent', 'check-ins were refused as not recorded and are in the database'],
    ['neverSent', 'visits in the database were never sent'],
    ['retimed', 'visits lost their original time'],
  ];
  const broken = told.flatMap(([key, text]) => (judgement[key] > 0 ? [`${judgement[key]} ${text}`] : []));
  if (judgement.unknown > mayBeUnknown) broken.push(`${judgement.unknown} check-ins have no final answer although they were sent again`);
  return broken;
}
