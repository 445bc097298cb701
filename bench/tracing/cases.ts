import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { sql } from 'kysely';
import { addEvidence, insertStep } from '../../apps/server/src/modules/health/public';
import { momentAt } from '../../apps/server/src/modules/passage/moments';
import { decideTrace, requestTrace, runTrace } from '../../apps/server/src/modules/tracing/service';
import { insertCase } from '../../apps/server/src/modules/tracing/store';
import { readConfig } from '../../apps/server/src/platform/config';
import { loadKeys } from '../../apps/server/src/platform/crypto/keys';
import { Vault } from '../../apps/server/src/platform/crypto/sealing';
import type { Database } from '../../apps/server/src/platform/database/database';
import type { Staff } from '../../apps/server/src/platform/http/principals';
import type { Visits } from './build';
import { Draws } from './draws';

const DAY_MS = 86_400_000;
export const WINDOW_DAYS = 14;
/** A case that was hardly anywhere would make the figures look good. */
const LEAST_VISITS = 10;
const TRIED_A_TIME = 2_000;
const CASES_STREAM = 7;
const LAG_MINUTES = 30;

/** The window of every trace: the 14 days before the present of the visits. */
export const windowOf = (visits: Visits) => ({ from: visits.until - WINDOW_DAYS * DAY_MS, to: visits.until });

/** Persons with at least ten scans in the window, drawn evenly, the same in every run. */
export async function chooseCases(db: Database, visits: Visits, count: number, seed: number): Promise<number[]> {
  const { from, to } = windowOf(visits);
  const draws = new Draws();
  draws.begin(seed, CASES_STREAM, 0);
  const chosen = new Set<number>();
  for (let tries = 0; chosen.size < count && tries < 100; tries += 1) {
    const tried = Array.from({ length: TRIED_A_TIME }, () => 1 + Math.floor(draws.real() * visits.persons));
    const { rows } = await sql<{
      personId: number;
      visits: number;
    }>`select p.id as person_id, v.visits from unnest(${tried}::integer[]) as p (id)
      cross join lateral (
        select count(*) as visits from visits where person_id = p.id and moment >= ${momentAt(from)} and moment < ${momentAt(to)}) v`.execute(
      db,
    );
    const often = new Set(rows.filter((row) => row.visits >= LEAST_VISITS).map((row) => row.personId));
    for (const person of tried) if (often.has(person) && chosen.size < count) chosen.add(person);
  }
  return [...chosen];
}

/** The product's own service on a database whose present is that of the visits. */
export class TracingDesk {
  private constructor(
    private readonly context: Parameters<typeof decideTrace>[0],
    private readonly visits: Visits,
    private readonly epidemiologist: Staff,
    private readonly approver: Staff,
  ) {}

  static async open(db: Database, visits: Visits): Promise<TracingDesk> {
    const context = {
      db,
      vault: new Vault(await loadKeys(join(visits.dataDir, 'keys.json'), false)),
      clock: { now: () => visits.until },
      config: readConfig({ TONGXING_DATA_DIR: visits.dataDir }),
      factsChanged: async () => undefined,
      announce: () => undefined,
    };
    return new TracingDesk(context, visits, await staffOf(db, 'epidemiologist'), await staffOf(db, 'trace_approver'));
  }

  get db(): Database {
    return this.context.db;
  }

  get staff(): Staff {
    return this.epidemiologist;
  }

  get serviceContext(): Parameters<typeof decideTrace>[0] {
    return this.context;
  }

  /** The case of a person, entered when there is none yet. */
  async enter(personId: number): Promise<string> {
    const known = await sql<{ id: string }>`select id from cases where person_id = ${personId}`.execute(this.db);
    if (known.rows[0] !== undefined) return known.rows[0].id;
    const id = randomUUID();
    const confirmedAt = new Date(this.visits.until - 1);
    const [authorId, evidenceId] = [this.epidemiologist.staffId, randomUUID()];
    await this.db.transaction().execute(async (tx) => {
      await insertCase(tx, {
        id,
        personId,
        confirmedAt,
        onsetAt: new Date(this.visits.until - DAY_MS),
        evidenceReference: 'bench',
        authorId,
        createdAt: confirmedAt,
        evidenceId,
      });
      const said = { personId, kind: 'confirmed_case' as const, source: 'bench', sampledAt: confirmedAt, recordedAt: confirmedAt };
      await addEvidence(tx, { id: evidenceId, authorId, ...said });
      await insertStep(tx, { id: randomUUID(), evidenceId, kind: 'confirmed', by: this.approver.staffId, at: confirmedAt, note: 'bench' });
    });
    return id;
  }

  /** A trace of a case that waits for its approval. */
  async request(caseId: string): Promise<string> {
    const { from, to } = windowOf(this.visits);
    const id = randomUUID();
    const command = {
      id,
      caseId,
      legalBasis: 'infectious_disease_law' as const,
      basisReference: 'bench',
      purpose: 'bench',
      windowFrom: new Date(from),
      windowTo: new Date(to),
      lagMinutes: LAG_MINUTES,
    };
    await requestTrace(this.context, this.epidemiologist, command, 'bench');
    return id;
  }

  /** The second person approves: the trace is run and its contacts are on disk. @returns how many persons */
  async approve(traceId: string): Promise<number> {
    const trace = await decideTrace(this.context, this.approver, traceId, true, 'bench', 'bench');
    return trace.contacts ?? 0;
  }

  /** The search alone, on any database with these visits: nothing is written. @returns how many contacts */
  async search(db: Database, personId: number): Promise<number> {
    const { from, to } = windowOf(this.visits);
    const question = { personId, windowFrom: new Date(from), windowTo: new Date(to), lagMinutes: LAG_MINUTES };
    return db.transaction().execute(async (tx) => (await runTrace(tx, question, this.visits.until)).contacts.count);
  }
}

async function staffOf(db: Database, role: string): Promise<Staff> {
  const { rows } = await sql<{ id: number; username: string; displayName: string; areaCode: string | null; venueId: number | null }>`
    select a.id, a.username, a.display_name, a.area_code, a.venue_id from staff_accounts a join roles r on r.id = a.role_id where r.name = ${role} limit 1`.execute(
    db,
  );
  const [row] = rows;
  if (row === undefined) throw new Error(`the city has no staff with the role ${role}`);
  const { id, username, displayName, areaCode, venueId } = row;
  return {
    kind: 'staff',
    staffId: id,
    username,
    displayName,
    role,
    permissions: new Set(),
    areaCode,
    venueId,
    functional: null,
    industry: null,
  };
}
