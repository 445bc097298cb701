import { refuseField } from './http/refusal';

/** Place in a newest-first list: instant and id of the last row seen. */
export interface Place {
  readonly at: Date;
  readonly id: string;
}

export function writeCursor(place: Place): string {
  return Buffer.from(`${place.at.getTime()}|${place.id}`).toString('base64url');
}

/** An instant with four digits of year, and an id: what is let through here goes into a query as it is. */
const UUID_PLACE = /^(\d{1,14})\|([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/;
const NUMBER_PLACE = /^\d{1,14}\|(\d{1,9})$/;

function decode(cursor: string, form: RegExp): RegExpExecArray {
  const found = form.exec(Buffer.from(cursor, 'base64url').toString());
  if (found === null) throw refuseField('cursor', 'bad_format');
  return found;
}

/**
 * Place in a list by instant and UUID.
 * @throws {Refusal} when the text is not a cursor of ours.
 */
export function readCursor(cursor: string | undefined): Place | undefined {
  if (cursor === undefined) return undefined;
  const [, ms, id = ''] = decode(cursor, UUID_PLACE);
  return { at: new Date(Number(ms)), id };
}

/**
 * Number of the last row seen, in a list by number.
 * @throws {Refusal} when the text is not a cursor of ours.
 */
export function readNumberCursor(cursor: string | undefined): number | undefined {
  return cursor === undefined ? undefined : Number(decode(cursor, NUMBER_PLACE)[1]);
}

/** Cuts one row more than asked for down to a page. */
export function pageOf<Row, Item>(
  rows: readonly Row[],
  limit: number,
  place: (row: Row) => Place,
  map: (row: Row) => Item,
): { items: Item[]; nextCursor: string | null } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { items: shown.map(map), nextCursor: rows.length > limit && last !== undefined ? writeCursor(place(last)) : null };
}
