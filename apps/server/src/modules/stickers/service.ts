import { randomBytes } from 'node:crypto';
import { parseVenueLink, venueCodeFrom } from '@tongxing/codes';
import type { StickerCheck } from '@tongxing/contract';
import { distanceBetween, findingsOf, type MeasuredPosition } from '@tongxing/rules';
import type { Tx } from '../../platform/database/database';
import type { Staff } from '../../platform/http/principals';
import { Refusal } from '../../platform/http/refusal';
import { recordAudit } from '../audit/public';
import type { ModuleContext } from '../module';
import { announceVenue } from '../venues/public';
import * as store from './store';

type Context = Pick<ModuleContext, 'db' | 'clock' | 'config' | 'factsChanged'>;

export interface ReplacementWish {
  /** Of the venue. */
  readonly publicId: string;
  readonly id: string;
  readonly cause: store.ReplacementCause;
  readonly reason: string;
}

/**
 * Gives a venue a new code. All that is known of the venue stays: visits are its own, not the code's.
 * @returns the code that took its place; a repeat gives the same
 * @throws {Refusal} NOT_FOUND outside the area, STATE_CONFLICT for a retired venue or an id used elsewhere
 */
export async function replaceCode(
  { db, clock, factsChanged }: Context,
  staff: Staff,
  wish: ReplacementWish,
  requestId: string,
): Promise<store.IssueRow> {
  const { publicId, id, cause, reason } = wish;
  const issued = await db.transaction().execute(async (tx) => {
    const present = await store.holdPresentCode(tx, staff, publicId);
    if (present === undefined) throw new Refusal('NOT_FOUND');
    const before = await store.findReplacement(tx, id);
    if (before?.venueId === present.id) return issueAfter(tx, before);
    if (before !== undefined || present.state === 'retired') throw new Refusal('STATE_CONFLICT');
    const at = new Date(clock.now());
    const code = venueCodeFrom(randomBytes(8));
    await store.replacePresentCode(tx, { requestId: id, present, code, at, cause, reason, staffId: staff.staffId });
    await announceVenue(tx, present.id);
    await recordAudit(tx, {
      actor: staff,
      action: 'code.replace',
      subject: `venue:${publicId}`,
      reason,
      before: { issue: present.issue },
      after: { issue: present.issue + 1, cause },
      requestId,
    });
    return issueAfter(tx, { venueId: present.id, issue: present.issue });
  });
  await factsChanged();
  return issued;
}

async function issueAfter(tx: Tx, { venueId, issue }: { readonly venueId: number; readonly issue: number }): Promise<store.IssueRow> {
  const [next] = await store.listIssues(tx, venueId, issue + 2, 1);
  if (next === undefined) throw new Error('a code was replaced by none');
  return next;
}

export interface CheckWish {
  readonly id: string;
  /** A code as it is typed, or the link that a sticker holds. */
  readonly sticker: string;
  readonly position: MeasuredPosition | null;
}

/**
 * Writes down that a sticker was seen, and what is wrong with it.
 * @throws {Refusal} VENUE_CODE_UNKNOWN for what is no code of the own area, STATE_CONFLICT for an id of another check
 */
export async function checkSticker(
  { db, clock, config }: Context,
  staff: Staff,
  wish: CheckWish,
  requestId: string,
): Promise<StickerCheck> {
  const parsed = parseVenueLink(wish.sticker, [config.publicUrl]);
  if (!parsed.ok) throw new Refusal('VENUE_CODE_UNKNOWN');
  const at = new Date(clock.now());
  return db.transaction().execute(async (tx) => {
    const sticker = await store.findSticker(tx, staff, parsed.code);
    if (sticker === undefined) throw new Refusal('VENUE_CODE_UNKNOWN');
    const { venueId, publicId, name, address, issue, state, currentIssue } = sticker;
    const filed = await store.findFiledPlace(tx, venueId, wish.id);
    const before = await store.findLastPlace(tx, venueId, issue, wish.id);
    const seen = wish.position ?? undefined;
    const findings = findingsOf({ isReplaced: state === 'replaced', seen, filed, before });
    const distance = seen === undefined || filed === undefined ? null : Math.round(distanceBetween(seen, filed));
    const check = { id: wish.id, venueId, issue, at, staffId: staff.staffId, position: wish.position };
    if (await store.insertCheck(tx, check)) {
      for (const kind of findings) await store.openFinding(tx, { venueId, issue, kind, at, distance });
      const after = { issue, findings };
      await recordAudit(tx, { actor: staff, action: 'sticker.check', subject: `venue:${publicId}`, after, requestId });
    } else if (!(await store.isSameCheck(tx, check))) throw new Refusal('STATE_CONFLICT');
    return {
      id: wish.id,
      at: at.toISOString(),
      venue: { id: publicId, name, address, checkpoint: null },
      state,
      issue,
      currentIssue,
      distance,
      filed: seen !== undefined && filed === undefined,
      findings,
    };
  });
}

/** @throws {Refusal} NOT_FOUND outside the area, STATE_CONFLICT when it was closed before */
export async function closeFinding(
  { db, clock }: Context,
  staff: Staff,
  { id, note }: { readonly id: string; readonly note: string },
  requestId: string,
): Promise<store.FindingRow> {
  return db.transaction().execute(async (tx) => {
    const finding = await store.findFinding(tx, staff, id);
    if (finding === undefined) throw new Refusal('NOT_FOUND');
    if (!(await store.closeFinding(tx, id, staff.staffId, new Date(clock.now()), note))) throw new Refusal('STATE_CONFLICT');
    const subject = `venue:${finding.venuePublicId}`;
    await recordAudit(tx, { actor: staff, action: 'sticker.close', subject, reason: note, after: { kind: finding.kind }, requestId });
    return (await store.findFinding(tx, staff, id)) ?? finding;
  });
}
