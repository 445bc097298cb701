/** What a poster of a venue code is printed on. */
export const POSTER_SIZES = ['a4', 'a5', 'sticker'] as const;
export type PosterSize = (typeof POSTER_SIZES)[number];

export interface PosterSheet {
  /** Millimetres. */
  readonly width: number;
  /** Millimetres. */
  readonly height: number;
  /** From how far a telephone reads it, millimetres. */
  readonly distance: number;
}

/** A sticker is what common label printers take. */
export const POSTER_SHEETS: Readonly<Record<PosterSize, PosterSheet>> = {
  a4: { width: 210, height: 297, distance: 1_200 },
  a5: { width: 148, height: 210, distance: 800 },
  sticker: { width: 100, height: 150, distance: 500 },
};

/** A code is read from ten times its side: less in poor light, which is why no sheet is used to its edge. */
const DISTANCE_TO_SIDE = 10;

/** Side of the dark part of the code on a sheet, millimetres. */
export function codeSide(size: PosterSize): number {
  return POSTER_SHEETS[size].distance / DISTANCE_TO_SIDE;
}
