import type { CodeIssue, StickerFindingItem } from '@tongxing/contract';
import type { MeasuredPosition, StickerFinding, VenueState } from '@tongxing/rules';
import { sql } from 'kysely';
import type { Place } from '../../platform/cursor';
import type { Database, Queryable, Tx } from '../../platform/database/database';
import type { Area } from '../../platform/http/principals';
import { withinArea } from '../area';

export type ReplacementCause = NonNullable<CodeIssue['replaced']>['cause'];

export interface PresentCode {
  readonly id: number;
  readonly code: string;
  readonly issue: number;
  readonly issuedAt: Date;
  readonly state: VenueState;
}

/** The venue's present code; nobody replaces it meanwhile. */
export async function holdPresentCode(tx: Tx, area: Area, publicId: string): Promise<PresentCode | undefined> {
  const { rows } = await sql<PresentCode>`select id, code, issue, coalesce(issued_at, created_at) as issued_at, state
    from venues where public_id = ${publicId} and ${withinArea(area, 'division_code', 'id')} for update`.execute(tx);
  return rows[0];
}

/** What this request replaced before. */
export async function findReplacement(tx: Tx, requestId: string): Promise<{ venueId: number; issue: number } | undefined> {
  const { rows } = await sql<{
    venueId: number;
    issue: number;
  }>`select venue_id, issue from replaced_codes where request_id = ${requestId}`.execute(tx);
  return rows[0];
}

export interface Replacement {
  readonly requestId: string;
  readonly present: PresentCode;
  readonly code: string;
  readonly at: Date;
  readonly cause: ReplacementCause;
  readonly reason: string;
  readonly staffId: number;
}

/** Puts the present code aside for ever and gives the venue another. */
export async function replacePresentCode(tx: Tx, { requestId, present, code, at, cause, reason, staffId }: Replacement): Promise<void> {
  await sql`insert into replaced_codes (venue_id, issue, code, issued_at, replaced_at, request_id, cause, reason, author_id)
    values (${present.id}, ${present.issue}, ${present.code}, ${present.issuedAt}, ${at}, ${requestId}, ${cause}, ${reason}, ${staffId})`.execute(
    tx,
  );
  await sql`update venues set code = ${code}, issue = issue + 1, issued_at = ${at} where id = ${present.id}`.execute(tx);
}

export interface IssueRow {
  readonly issue: number;
  readonly code: string;
  readonly issuedAt: Date;
  readonly replacedAt: Date | null;
  readonly cause: ReplacementCause | null;
  readonly reason: string | null;
  readonly author: string | null;
  readonly scans: number;
  readonly lastScannedAt: Date | null;
}

/** Codes of a venue from the present one back, below an issue. */
export async function listIssues(db: Queryable, venueId: number, below: number | undefined, limit: number): Promise<IssueRow[]> {
  const { rows } = await sql<IssueRow>`select * from (
      select issue, code, coalesce(issued_at, created_at) as issued_at, null::timestamptz as replaced_at, null as cause, null as reason,
        null as author, 0 as scans, null::timestamptz as last_scanned_at
      from venues where id = ${venueId}
      union all
      select r.issue, r.code, r.issued_at, r.replaced_at, r.cause, r.reason, s.username, r.scans, r.last_scanned_at
      from replaced_codes r join staff_accounts s on s.id = r.author_id where r.venue_id = ${venueId}) issues
    where ${below ?? null}::integer is null or issue < ${below ?? null} order by issue desc limit ${limit + 1}`.execute(db);
  return rows;
}

export interface Sticker {
  readonly venueId: number;
  readonly publicId: string;
  readonly name: string;
  readonly address: string;
  readonly state: VenueState;
  readonly issue: number;
  readonly currentIssue: number;
}

/** What hangs there, by a present or a replaced code. */
export async function findSticker(db: Queryable, area: Area, code: string): Promise<Sticker | undefined> {
  const inside = withinArea(area, 'v.division_code', 'v.id');
  const { rows } = await sql<Sticker>`
    select v.id as venue_id, v.public_id, v.name, v.address, v.state, v.issue, v.issue as current_issue
    from venues v where v.code = ${code} and ${inside}
    union all
    select v.id, v.public_id, v.name, v.address, 'replaced', r.issue, v.issue
    from replaced_codes r join venues v on v.id = r.venue_id where r.code = ${code} and ${inside}`.execute(db);
  return rows[0];
}

export interface Check {
  readonly id: string;
  readonly venueId: number;
  readonly issue: number;
  readonly at: Date;
  readonly staffId: number;
  readonly position: MeasuredPosition | null;
}

/** @returns false when the id was used before. */
export async function insertCheck(tx: Tx, { id, venueId, issue, at, staffId, position }: Check): Promise<boolean> {
  const accuracy = position === null ? null : Math.ceil(position.accuracy);
  const result = await sql`insert into sticker_checks (id, venue_id, issue, at, author_id, latitude, longitude, accuracy_m)
    values (${id}, ${venueId}, ${issue}, ${at}, ${staffId}, ${position?.latitude ?? null}, ${position?.longitude ?? null}, ${accuracy})
    on conflict (id) do nothing`.execute(tx);
  return result.numAffectedRows === 1n;
}

/** Whether a check that is there is the same one, sent again. */
export async function isSameCheck(tx: Tx, { id, venueId, issue, staffId }: Check): Promise<boolean> {
  const { rows } = await sql`select from sticker_checks
    where id = ${id} and venue_id = ${venueId} and issue = ${issue} and author_id = ${staffId}`.execute(tx);
  return rows.length === 1;
}

/** Where the venue is filed to be: the first place at which one of its codes was seen. @param except a check that is being repeated */
export async function findFiledPlace(tx: Tx, venueId: number, except: string): Promise<MeasuredPosition | undefined> {
  const { rows } = await sql<MeasuredPosition>`select latitude, longitude, accuracy_m as accuracy from sticker_checks
    where venue_id = ${venueId} and latitude is not null and id <> ${except} order by at, id limit 1`.execute(tx);
  return rows[0];
}

/** Where this issue was seen last. */
export async function findLastPlace(tx: Tx, venueId: number, issue: number, except: string): Promise<MeasuredPosition | undefined> {
  const { rows } = await sql<MeasuredPosition>`select latitude, longitude, accuracy_m as accuracy from sticker_checks
    where venue_id = ${venueId} and issue = ${issue} and latitude is not null and id <> ${except} order by at desc, id desc limit 1`.execute(
    tx,
  );
  return rows[0];
}

export interface NewFinding {
  readonly venueId: number;
  readonly issue: number;
  readonly kind: StickerFinding;
  readonly at: Date;
  /** Metres. */
  readonly distance: number | null;
}

/** Once for each code and kind until it is closed. */
export async function openFinding(db: Queryable, { venueId, issue, kind, at, distance }: NewFinding): Promise<void> {
  await sql`insert into sticker_findings (venue_id, issue, kind, found_at, distance_m)
    values (${venueId}, ${issue}, ${kind}, ${at}, ${distance})
    on conflict (venue_id, issue, kind) where closed_at is null do nothing`.execute(db);
}

/** Counts look-ups of replaced codes; each such code is a finding. */
export async function noteScans(tx: Tx, counts: ReadonlyMap<string, number>, at: Date): Promise<void> {
  const { rows } = await sql<{
    venueId: number;
    issue: number;
  }>`update replaced_codes r set scans = r.scans + c.count, last_scanned_at = ${at}
    from unnest(${[...counts.keys()]}::text[], ${[...counts.values()]}::integer[]) as c (code, count)
    where r.code = c.code returning r.venue_id, r.issue`.execute(tx);
  for (const { venueId, issue } of rows) await openFinding(tx, { venueId, issue, kind: 'replaced_scanned', at, distance: null });
}

export interface FindingRow {
  readonly id: string;
  readonly kind: StickerFindingItem['kind'];
  readonly foundAt: Date;
  readonly issue: number;
  readonly distance: number | null;
  readonly venuePublicId: string;
  readonly venueName: string;
  readonly venueAddress: string;
  readonly divisionCode: string;
  readonly closedAt: Date | null;
  readonly closedBy: string | null;
  readonly note: string | null;
}

const findingRows = sql`select f.id, f.kind, f.found_at, f.issue, f.distance_m as distance, v.public_id as venue_public_id, v.name as venue_name,
    v.address as venue_address, v.division_code, f.closed_at, s.username as closed_by, f.note
  from sticker_findings f join venues v on v.id = f.venue_id left join staff_accounts s on s.id = f.closed_by`;

export interface FindingFilter {
  readonly state: 'open' | 'closed';
  readonly kind: StickerFinding | undefined;
  readonly divisionCode: string | undefined;
  readonly after: Place | undefined;
  readonly limit: number;
}

export async function listFindings(
  db: Database,
  area: Area,
  { state, kind, divisionCode, after, limit }: FindingFilter,
): Promise<FindingRow[]> {
  const isState = state === 'open' ? sql`f.closed_at is null` : sql`f.closed_at is not null`;
  const { rows } = await sql<FindingRow>`${findingRows}
    where ${isState} and ${withinArea(area, 'v.division_code', 'v.id')}
      and (${kind ?? null}::text is null or f.kind = ${kind ?? null})
      and (${divisionCode ?? null}::text is null or v.division_code like ${`${divisionCode ?? ''}%`})
      and (${after?.at ?? null}::timestamptz is null or (f.found_at, f.id) < (${after?.at ?? null}, ${after?.id ?? null}::uuid))
    order by f.found_at desc, f.id desc limit ${limit + 1}`.execute(db);
  return rows;
}

export async function findFinding(db: Queryable, area: Area, id: string): Promise<FindingRow | undefined> {
  const { rows } = await sql<FindingRow>`${findingRows} where f.id = ${id} and ${withinArea(area, 'v.division_code', 'v.id')}`.execute(db);
  return rows[0];
}

/** @returns false when it was closed before. */
export async function closeFinding(tx: Tx, id: string, staffId: number, at: Date, note: string): Promise<boolean> {
  const result = await sql`update sticker_findings set closed_at = ${at}, closed_by = ${staffId}, note = ${note}
    where id = ${id} and closed_at is null`.execute(tx);
  return result.numAffectedRows === 1n;
}
