import type { PosterSize } from '@tongxing/rules';

/** What a poster says of a venue. */
export interface Poster {
  /** What the code holds. */
  readonly link: string;
  /** Canonical; printed in groups, for keying in. */
  readonly code: string;
  readonly name: string;
  readonly address: string;
  /** City, district and street, from the outside in. */
  readonly division: string;
  /** Which door, where the code is for one. */
  readonly checkpoint: string | null;
  /** How many codes the venue has had, with this one. */
  readonly issue: number;
  /** `YYYY-MM-DD`. */
  readonly issuedOn: string;
}

/** What all posters of an installation have in common. */
export interface PosterStyle {
  readonly size: PosterSize;
  /** Telephone for questions. */
  readonly hotline: string;
  /** Says on the sheet that it is of a demonstration. */
  readonly isDemo: boolean;
}

export type Face = 'regular' | 'bold';

/** One thing on a sheet; millimetres from the left and from above, black on white. */
export type Mark =
  | {
      readonly kind: 'text';
      readonly face: Face;
      readonly pt: number;
      readonly x: number;
      readonly baseline: number;
      readonly text: string;
    }
  | { readonly kind: 'block'; readonly x: number; readonly y: number; readonly width: number; readonly height: number };

export interface Sheet {
  /** Millimetres. */
  readonly width: number;
  /** Millimetres. */
  readonly height: number;
  readonly marks: readonly Mark[];
}

/** Characters of a venue that the typeface does not have, by the field they stand in. */
export type Missing = Readonly<Partial<Record<'name' | 'address' | 'division' | 'checkpoint', string>>>;

export const MM_PER_PT = 25.4 / 72;
