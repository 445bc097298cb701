import { colourFrom, type EvidenceKind, evidenceValidUntil } from '@tongxing/rules';
import type { Clock } from '../../platform/clock';
import type { Queryable } from '../../platform/database/database';
import { insertEvidence, readLiveEvidence } from './store';

export { type EvidenceRow, readLiveEvidence } from './store';

export interface OwnStatus {
  readonly colour: 'green' | 'yellow' | 'red';
  readonly reason: string | null;
  readonly source: string | null;
  readonly since: string | null;
  readonly until: string | null;
}

/** What a person is told of their own colour: always with the evidence behind it. */
export class HealthFactsReader {
  constructor(
    private readonly db: Queryable,
    private readonly clock: Clock,
  ) {}

  async statusOf(personId: number): Promise<OwnStatus> {
    const now = this.clock.now();
    const rows = await readLiveEvidence(this.db, now, [personId]);
    const answer = colourFrom(
      rows.map((row) => ({ kind: row.kind, sampledAt: row.sampledAt.getTime() })),
      now,
    );
    if (answer.colour === 'green') return { colour: 'green', reason: null, source: null, since: null, until: null };
    const row = rows.find((one) => one.kind === answer.decidedBy.kind && one.sampledAt.getTime() === answer.decidedBy.sampledAt);
    return {
      colour: answer.colour,
      reason: answer.decidedBy.kind,
      source: row?.source ?? null,
      since: new Date(answer.decidedBy.sampledAt).toISOString(),
      until: new Date(answer.validUntil).toISOString(),
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

/** Adds evidence; its end follows from the rule pack, nobody types it. */
export function addEvidence(db: Queryable, evidence: EvidenceToAdd): Promise<boolean> {
  return insertEvidence(db, { ...evidence, validUntil: new Date(evidenceValidUntil(evidence.kind, evidence.sampledAt.getTime())) });
}
