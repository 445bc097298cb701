import { positionText, type WalPosition } from './wal-position';
import type { AcknowledgedVisit, Mark } from './watermark-file';

/** What the database lacks of what the file remembers. */
export interface Shortfall {
  /** `behind`: the database that was known, older. `replaced`: another one. */
  readonly kind: 'behind' | 'replaced';
  readonly mark: Mark;
  readonly position: WalPosition;
  readonly missing: readonly AcknowledgedVisit[];
}

/** What a comparison of database and file has found. */
export type WatermarkFinding =
  /** Nothing that was acknowledged is known to be missing. */
  | { readonly kind: 'current' }
  /** There is no file yet. */
  | { readonly kind: 'first' }
  | { readonly kind: 'unreadable'; readonly problem: string }
  | Shortfall;

/** What the database lacks of what the file remembers, or undefined. Positions of two clusters are not compared: they mean nothing. */
export function compare(mark: Mark, position: WalPosition, missing: readonly AcknowledgedVisit[]): Shortfall | undefined {
  if (mark.systemIdentifier !== position.systemIdentifier || mark.database !== position.database)
    return { kind: 'replaced', mark, position, missing };
  const isOlder = position.inserted < mark.flushed || position.nextTransaction < mark.nextTransaction || missing.length > 0;
  return isOlder ? { kind: 'behind', mark, position, missing } : undefined;
}

/** The numbers of a shortfall, for a log or the audit log. */
export function numbersOf({ mark, position, missing }: Shortfall): Record<string, string | number> {
  return {
    acknowledgedAt: new Date(mark.writtenAt).toISOString(),
    acknowledgedPosition: positionText(mark.flushed),
    foundPosition: positionText(position.inserted),
    acknowledgedTransaction: String(mark.nextTransaction),
    foundTransaction: String(position.nextTransaction),
    acknowledgedTimeline: mark.timeline,
    foundTimeline: position.timeline,
    acknowledgedSystem: mark.systemIdentifier,
    foundSystem: position.systemIdentifier,
    acknowledgedDatabase: mark.database,
    foundDatabase: position.database,
    newestVisits: mark.visits.length,
    newestVisitsMissing: missing.length,
  };
}

const WHAT_TO_DO =
  'Stop the platform. If there is a newer copy of the database, restore it. If there is none, run `tongxing accept-database --reason "…"` and start again: telephones and devices send again what they still hold, and nothing is counted twice.';

/** What was found, what it means and what to do, for a person. */
export function findingText(finding: WatermarkFinding, file: string): string {
  switch (finding.kind) {
    case 'current':
      return 'The database has everything that the watermark remembers.';
    case 'first':
      return `There was no watermark at ${file}: it begins now, and says nothing about losses before.`;
    case 'unreadable':
      return `The watermark ${file} cannot be read: ${finding.problem}. Whether the database lost acknowledged writes is therefore unknown. Put the file back from a copy, or begin a new one with \`tongxing accept-database --reason "…"\`.`;
    default:
      return [HEADLINES[finding.kind], ...linesOf(finding), WHAT_TO_DO].join('\n');
  }
}

const HEADLINES: Readonly<Record<Shortfall['kind'], string>> = {
  behind:
    'The database came back older than what had been acknowledged. Visits or commands that people were told are recorded are missing from it, so nothing new may be written over the gap.',
  replaced:
    'This is another database than the one this installation wrote to: a dump read back, an upgraded cluster, or a wrong address. How much of what had been acknowledged is in it is not known.',
};

function linesOf(finding: Shortfall): string[] {
  const numbers = numbersOf(finding);
  const pair = (title: string, before: unknown, now: unknown) => `  ${title.padEnd(20)} remembered ${before}, found ${now}`;
  return [
    `  remembered at        ${numbers.acknowledgedAt}`,
    pair('log position', numbers.acknowledgedPosition, numbers.foundPosition),
    pair('transaction', numbers.acknowledgedTransaction, numbers.foundTransaction),
    pair('timeline', numbers.acknowledgedTimeline, numbers.foundTimeline),
    pair('cluster', numbers.acknowledgedSystem, numbers.foundSystem),
    pair('database', numbers.acknowledgedDatabase, numbers.foundDatabase),
    `  newest visits        ${numbers.newestVisitsMissing} of ${numbers.newestVisits} missing`,
  ];
}
