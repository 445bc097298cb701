import { Refusal } from './http/refusal';

/** Place in a newest-first list: instant and id of the last row seen. */
export interface Place {
  readonly at: Date;
  readonly id: string;
}

export function writeCursor(place: Place): string {
  return Buffer.from(`${place.at.getTime()}|${place.id}`).toString('base64url');
}

/** @throws {Refusal} when the text is not a cursor of ours. */
export function readCursor(cursor: string | undefined): Place | undefined {
  if (cursor === undefined) return undefined;
  const [ms, id] = Buffer.from(cursor, 'base64url').toString().split('|');
  const at = new Date(Number(ms));
  if (id === undefined || !/^[0-9a-f-]{1,36}$/.test(id) || Number.isNaN(at.getTime()))
    throw new Refusal('INVALID_REQUEST', { fields: [{ field: 'cursor', code: 'bad_format' }] });
  return { at, id };
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
