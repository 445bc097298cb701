import { formatVenueCode } from '@tongxing/codes';
import { codeSide, POSTER_SHEETS } from '@tongxing/rules';
import { encode } from 'uqr';
import { translate } from '../../platform/i18n';
import { linesOf } from './lines';
import { type Face, type Mark, type Missing, MM_PER_PT, type Poster, type PosterStyle, type Sheet } from './poster';
import type { Typeface } from './typeface';

/** All measures are of an A4 sheet and shrink with its width; no letter gets smaller than this. */
const A4_WIDTH = 210;
const SMALLEST_PT = 6.5;
const MARGIN = 14;
/** Light modules around the code (ISO/IEC 18004 asks for four). */
const QUIET_ZONE = 4;
const LINE_HEIGHT = 1.28;
/** Of a line's height, above its baseline. */
const ASCENT = 0.8;
/** How far name and address shrink together, and in which steps. */
const SHRINKING = { least: 0.3, step: 0.05 } as const;

type Word = 'call' | 'key_in' | 'how' | 'hotline' | 'issue' | 'demo' | 'not_drawn';

function both(word: Word, values: Record<string, string | number> = {}): readonly [string, string] {
  return [translate('zh', `poster.${word}`, values), translate('en', `poster.${word}`, values)];
}

interface Block {
  readonly text: string;
  readonly face: Face;
  /** On an A4 sheet. */
  readonly pt: number;
}

interface SetLine extends Block {
  readonly height: number;
}

/** A sheet that is filled from above and from below, until what is between takes the rest. */
class Drawing {
  readonly marks: Mark[] = [];
  readonly width: number;
  readonly scale: number;
  top: number;
  bottom: number;

  constructor(
    private readonly style: PosterStyle,
    private readonly typeface: Typeface,
  ) {
    const { width, height } = POSTER_SHEETS[style.size];
    this.width = width;
    this.scale = width / A4_WIDTH;
    this.top = MARGIN * this.scale;
    this.bottom = height - this.top;
  }

  get measure(): number {
    return this.width - 2 * MARGIN * this.scale;
  }

  /** Lines of a block in their real size. */
  set({ text, face, pt }: Block, shrink = 1): SetLine[] {
    const size = Math.max(SMALLEST_PT, pt * this.scale * shrink);
    const unit = size * MM_PER_PT;
    return linesOf(text, { face, width: this.measure / unit }, this.typeface).map((line) => ({
      text: line,
      face,
      pt: size,
      height: unit * LINE_HEIGHT,
    }));
  }

  /** Lines one below the other in the middle, from a height on. @returns where they end */
  centre(lines: readonly SetLine[], y: number): number {
    let at = y;
    for (const line of lines) {
      const x = (this.width - this.widthOf(line)) / 2;
      this.text(line, x, at + line.height * ASCENT);
      at += line.height;
    }
    return at;
  }

  text({ face, pt, text }: Block, x: number, baseline: number): void {
    this.marks.push({ kind: 'text', face, pt, x, baseline, text });
  }

  block(x: number, y: number, width: number, height: number): void {
    this.marks.push({ kind: 'block', x, y, width, height });
  }

  rule(y: number): void {
    this.block(MARGIN * this.scale, y, this.measure, 0.4 * this.scale);
  }

  widthOf({ face, pt, text }: Block): number {
    return this.typeface.width(face, text) * pt * MM_PER_PT;
  }

  down(millimetres: number): void {
    this.top += millimetres * this.scale;
  }

  up(millimetres: number): void {
    this.bottom -= millimetres * this.scale;
  }

  finish(): Sheet {
    const { width, height } = POSTER_SHEETS[this.style.size];
    return { width, height, marks: this.marks };
  }
}

const heightOf = (lines: readonly SetLine[]) => lines.reduce((sum, line) => sum + line.height, 0);

/** Runs of dark modules as blocks. */
function drawCode(drawing: Drawing, link: string, side: number): void {
  const { data, size } = encode(link, { ecc: 'Q', border: 0 });
  const module = side / size;
  const left = (drawing.width - side) / 2;
  const top = drawing.top + QUIET_ZONE * module;
  data.forEach((row, y) => {
    for (let x = 0; x < row.length; x += 1) {
      const start = x;
      while (row[x] === true) x += 1;
      if (x > start) drawing.block(left + start * module, top + y * module, (x - start) * module, module);
    }
  });
  drawing.top = top + side + QUIET_ZONE * module;
}

/** Product at the left, area at the right, on one line. */
function drawHead(drawing: Drawing, division: string): void {
  const [product] = drawing.set({ text: `${translate('zh', 'words:product')} ${translate('en', 'words:product')}`, face: 'bold', pt: 20 });
  if (product === undefined) return;
  const left = MARGIN * drawing.scale;
  const room = drawing.measure - drawing.widthOf(product) - 4 * drawing.scale;
  const area = { text: division, face: 'regular', pt: Math.max(SMALLEST_PT, 12 * drawing.scale) } as const;
  const fitting = { ...area, pt: Math.min(area.pt, (area.pt * room) / drawing.widthOf(area)) };
  const baseline = drawing.top + product.height * ASCENT;
  drawing.text(product, left, baseline);
  drawing.text(fitting, drawing.width - left - drawing.widthOf(fitting), baseline);
  drawing.top += product.height;
  drawing.down(1.5);
  drawing.rule(drawing.top);
}

/** From below: hotline and issue, how to scan, a rule between. */
function drawFoot(drawing: Drawing, { issue, issuedOn }: Poster, { hotline, isDemo }: PosterStyle): void {
  const foot = [both('hotline', { hotline }), both('issue', { issue, date: issuedOn }), ...(isDemo ? [both('demo')] : [])];
  const lines = foot.flatMap(([zh, en], place) => drawing.set({ text: `${zh}  ·  ${en}`, face: place === 2 ? 'bold' : 'regular', pt: 11 }));
  drawing.bottom -= heightOf(lines);
  drawing.centre(lines, drawing.bottom);
  drawing.up(2);
  drawing.rule(drawing.bottom);
  const [zh, en] = both('how');
  const how = [...drawing.set({ text: zh, face: 'regular', pt: 12 }), ...drawing.set({ text: en, face: 'regular', pt: 11 })];
  drawing.bottom -= heightOf(how) + 2 * drawing.scale;
  drawing.centre(how, drawing.bottom);
  drawing.up(1);
}

/** Name, checkpoint and address in what is left, as large as they fit whole. */
function drawPlace(drawing: Drawing, { name, checkpoint, address }: Poster): void {
  const room = drawing.bottom - drawing.top;
  for (let shrink = 1; shrink >= SHRINKING.least; shrink -= SHRINKING.step) {
    const lines = [
      ...drawing.set({ text: name, face: 'bold', pt: 30 }, shrink),
      ...(checkpoint === null ? [] : drawing.set({ text: checkpoint, face: 'bold', pt: 20 }, shrink)),
      ...drawing.set({ text: address, face: 'regular', pt: 15 }, shrink),
    ];
    const height = heightOf(lines);
    if (height <= room) {
      drawing.centre(lines, drawing.top + (room - height) / 2);
      return;
    }
  }
  throw new RangeError(`name and address do not fit a ${drawing.width} mm wide sheet in the smallest letters`);
}

/**
 * Draws the poster of a venue: Chinese with English below, nothing that needs colour.
 * @throws RangeError when a text is longer than a venue's may be and does not fit whole
 */
export function layPoster(poster: Poster, style: PosterStyle, typeface: Typeface): Sheet {
  const drawing = new Drawing(style, typeface);
  drawHead(drawing, poster.division);
  const [call, callEnglish] = both('call');
  drawing.down(2);
  drawing.top = drawing.centre(
    [...drawing.set({ text: call, face: 'bold', pt: 44 }), ...drawing.set({ text: callEnglish, face: 'bold', pt: 17 })],
    drawing.top,
  );
  drawCode(drawing, poster.link, codeSide(style.size));
  const key = both('key_in').join('  ·  ');
  drawing.top = drawing.centre(
    [
      ...drawing.set({ text: key, face: 'regular', pt: 11.5 }),
      ...drawing.set({ text: formatVenueCode(poster.code), face: 'bold', pt: 24 }),
    ],
    drawing.top,
  );
  drawFoot(drawing, poster, style);
  drawPlace(drawing, poster);
  return drawing.finish();
}

/** In place of a poster that cannot be drawn: a sheet that nobody takes for one, and that says what is missing. */
export function layNotice(poster: Poster, missing: Missing, style: PosterStyle, typeface: Typeface): Sheet {
  const drawing = new Drawing(style, typeface);
  const characters = [...new Set(Object.values(missing).join(''))];
  const points = characters.map((character) => `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase()}`).join(' ');
  const shown = (text: string) => [...text].map((character) => (characters.includes(character) ? '□' : character)).join('');
  const [zh, en] = both('not_drawn', { characters: points });
  const lines = [
    ...drawing.set({ text: formatVenueCode(poster.code), face: 'bold', pt: 24 }),
    ...drawing.set({ text: shown(poster.name), face: 'bold', pt: 20 }),
    ...drawing.set({ text: shown(poster.address), face: 'regular', pt: 14 }),
    ...drawing.set({ text: zh, face: 'regular', pt: 14 }),
    ...drawing.set({ text: en, face: 'regular', pt: 14 }),
  ];
  drawing.centre(lines, drawing.top);
  return drawing.finish();
}

/** Characters that would be left blank; undefined when there are none. */
export function missingIn({ name, address, division, checkpoint }: Poster, typeface: Typeface): Missing | undefined {
  const missing = {
    name: typeface.missing('bold', name),
    address: typeface.missing('regular', address),
    division: typeface.missing('regular', division),
    checkpoint: typeface.missing('bold', checkpoint ?? ''),
  };
  const found = Object.entries(missing).filter(([, characters]) => characters !== '');
  return found.length === 0 ? undefined : Object.fromEntries(found);
}
