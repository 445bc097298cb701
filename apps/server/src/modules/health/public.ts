import { colourFrom, type EvidenceKind, evidenceValidUntil } from '@tongxing/rules';
import type { Clock } from '../../platform/clock';
import type { Queryable } from '../../platform/database/database';
import { findWithdrawn, insertEvidence, readLiveEvidence } from './store';

export { countWaiting as countWaitingEvidence } from './reads';
export { type EvidenceRow, insertStep, isConfirmedCase, readLiveEvidence, readStandings } from './store';

/** How long people are told on their own page that evidence about them was withdrawn; the list of uses keeps it. */
const WITHDRAWN_SHOWN_MS = 14 * 86_400_000;

export interface OwnStatus {
  readonly colour: 'green' | 'yellow' | 'red';
  readonly reason: string | null;
  readonly source: string | null;
  readonly since: string | null;
  readonly until: string | null;
  /** Evidence that was wrong and no longer counts, with its source and when it was withdrawn. */
  readonly withdrawn: { readonly reason: EvidenceKind; readonly source: string; readonly at: string } | null;
}

/** What a person is told of their own colour: always with the evidence behind it. */
export class HealthFactsReader {
  constructor(
    private readonly db: Queryable,
    private readonly clock: Clock,
  ) {}

  async statusOf(personId: number): Promise<OwnStatus> {
    const now = this.clock.now();
    const [rows, gone] = await Promise.all([
      readLiveEvidence(this.db, now, [personId]),
      findWithdrawn(this.db, personId, new Date(now - WITHDRAWN_SHOWN_MS)),
    ]);
    const withdrawn = gone === undefined ? null : { reason: gone.kind, source: gone.source, at: gone.at.toISOString() };
    const answer = colourFrom(
      rows.map((row) => ({ kind: row.kind, sampledAt: row.sampledAt.getTime() })),
      now,
    );
    if (answer.colour === 'green') return { colour: 'green', reason: null, source: null, since: null, until: null, withdrawn };
    const row = rows.find((one) => one.kind === answer.decidedBy.kind && one.sampledAt.getTime() === answer.decidedBy.sampledAt);
    return {
      colour: answer.colour,
      reason: answer.decidedBy.kind,
      source: row?.source ?? null,
      since: new Date(answer.decidedBy.sampledAt).toISOString(),
      until: new Date(answer.validUntil).toISOString(),
      withdrawn,
    };
  }
}

export interface EvidenceToAdd {
  readonly id: string;
  readonly personId: number;
  readonly kind: EvidenceKind;
  readonly source: string;
  readonly sampledAt: Date;
  readonly recordedAt: Date;
  readonly authorId: number;
}

/** Adds evidence, which counts when somebody else has confirmed it; its end follows from the rule pack, nobody types it. */
export function addEvidence(db: Queryable, evidence: EvidenceToAdd): Promise<boolean> {
  return insertEvidence(db, { ...evidence, validUntil: new Date(evidenceValidUntil(evidence.kind, evidence.sampledAt.getTime())) });
}
