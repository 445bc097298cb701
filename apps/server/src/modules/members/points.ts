import { randomBytes } from 'node:crypto';
import { venueCodeFrom } from '@tongxing/codes';
import { MOST_POINTS, type PointKind } from '@tongxing/contract';
import type { Direction } from '@tongxing/rules';
import type { Member } from '../../platform/http/principals';
import { Refusal } from '../../platform/http/refusal';
import { recordAudit } from '../audit/public';
import type { ModuleContext } from '../module';
import { announceVenue } from '../venues/public';
import { findPoint, insertPoint, type PointRow, updatePoint } from './point-store';

type Context = Pick<ModuleContext, 'db' | 'factsChanged'>;

/**
 * A checkpoint or a sub-venue with a code of its own; repeating the id returns what was made first.
 * @throws {Refusal} STATE_CONFLICT inside a point, beyond the most there may be, and for an id of something else.
 */
export async function createPoint(
  { db, factsChanged }: Context,
  manager: Member,
  wanted: { readonly id: string; readonly kind: PointKind; readonly name: string; readonly directions: Direction },
  requestId: string,
): Promise<PointRow> {
  const { venueId, venuePublicId } = manager;
  const { id: publicId, kind, name, directions } = wanted;
  await db.transaction().execute(async (tx) => {
    const code = venueCodeFrom(randomBytes(8));
    if (!(await insertPoint(tx, { publicId, code, venueId, kind, name, directions }, MOST_POINTS))) return;
    const made = await pointOf(tx, venueId, publicId);
    await announceVenue(tx, made.id);
    const [subject, after] = [`venue:${venuePublicId}`, { point: made.publicId, kind, directions }];
    await recordAudit(tx, { actor: manager, action: 'venue_point.create', subject, after, requestId });
  });
  await factsChanged();
  return pointOf(db, venueId, publicId);
}

/**
 * Renames, closes or reopens a point.
 * @throws {Refusal} STATE_CONFLICT for what is no point of the venue, or was retired.
 */
export async function changePoint(
  { db, factsChanged }: Context,
  manager: Member,
  wanted: { readonly point: string; readonly name: string; readonly directions: Direction; readonly isOpen: boolean },
  requestId: string,
): Promise<PointRow> {
  const { venueId, venuePublicId } = manager;
  const { name, directions } = wanted;
  const state = wanted.isOpen ? 'active' : 'suspended';
  await db.transaction().execute(async (tx) => {
    const before = await pointOf(tx, venueId, wanted.point);
    if (before.name === name && before.directions === directions && before.state === state) return;
    if (!(await updatePoint(tx, before.id, { kind: before.kind, name, directions, state }))) throw new Refusal('STATE_CONFLICT');
    await announceVenue(tx, before.id);
    await recordAudit(tx, {
      actor: manager,
      action: 'venue_point.change',
      subject: `venue:${venuePublicId}`,
      before: { point: before.publicId, directions: before.directions, state: before.state },
      after: { point: before.publicId, directions, state },
      requestId,
    });
  });
  await factsChanged();
  return pointOf(db, venueId, wanted.point);
}

/** @throws {Refusal} STATE_CONFLICT for what is no point of the venue. */
export async function pointOf(db: Parameters<typeof findPoint>[0], venueId: number, publicId: string): Promise<PointRow> {
  const point = await findPoint(db, venueId, publicId);
  if (point === undefined) throw new Refusal('STATE_CONFLICT');
  return point;
}
