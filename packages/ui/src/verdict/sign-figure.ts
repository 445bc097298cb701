/** How a daily sign looks at one second. Angles are degrees and only ever grow within a day, so that motion never jumps back. */
export interface SignFigure {
  readonly petals: number;
  readonly petal: 'round' | 'leaf' | 'diamond';
  readonly coreSides: number;
  readonly outerTurn: number;
  readonly coreTurn: number;
  /** Petals drawn full at this second. */
  readonly lit: readonly number[];
}

const PETAL_FORMS = ['round', 'leaf', 'diamond'] as const;
const SECONDS_A_DAY = 86_400;

function byteOf(sign: string, index: number): number {
  const value = Number.parseInt(sign.slice(index * 2, index * 2 + 2), 16);
  return Number.isNaN(value) ? 0 : value;
}

/**
 * The figure of a sign at a second. Two screens with the same seed and the same second draw the same figure; a copy is out of step.
 *
 * @param sign 8 hex digits given by the server; differs by venue and day.
 * @param epochSecond seconds since 1970 by the server's clock.
 */
export function signFigure(sign: string, epochSecond: number): SignFigure {
  const [form, core, pace, phase] = [byteOf(sign, 0), byteOf(sign, 1), byteOf(sign, 2), byteOf(sign, 3)];
  const second = Math.floor(epochSecond) % SECONDS_A_DAY;
  const petals = 5 + (form % 5);
  const stride = 1 + (pace % (petals - 1));
  const first = (phase + second * stride) % petals;
  const way = pace & 0x80 ? 1 : -1;
  return {
    petals,
    petal: PETAL_FORMS[Math.floor(form / 5) % PETAL_FORMS.length] ?? 'round',
    coreSides: 3 + (core % 4),
    outerTurn: way * second * (4 + (core % 9)),
    coreTurn: -way * second * (10 + (phase % 21)),
    lit: phase & 1 ? [first, (first + Math.floor(petals / 2)) % petals] : [first],
  };
}
