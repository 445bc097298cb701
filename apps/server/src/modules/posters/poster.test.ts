import { POSTER_SHEETS, POSTER_SIZES, type PosterSize } from '@tongxing/rules';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { cropped, framed, inkIn, mapped, type Picture, readCode, renderPdf, seenFromAfar, warped } from '../../testing/rendering';
import { layNotice, layPoster, missingIn } from './layout';
import { PosterFile } from './pdf';
import type { Mark, Poster, Sheet } from './poster';
import { svgOf } from './svg';
import { openTypeface } from './typeface';

const DPI = 200;
const PIXELS_PER_MM = DPI / 25.4;
const typeface = openTypeface();
const POSTER: Poster = {
  link: 'https://pass.xinan.example.org/v/ZSXSKEPWT85Q5',
  code: 'ZSXSKEPWT85Q5',
  name: '百家湖人民药店（秣周东路店）',
  address: '新安市秣周东路 12 号一层 105',
  division: '新安市 河西区 百家湖街道',
  checkpoint: null,
  issue: 3,
  issuedOn: '2026-11-22',
};
const styleOf = (size: PosterSize) => ({ size, hotline: '12345', isDemo: true });

async function pdfOf(sheets: readonly Sheet[]): Promise<Buffer> {
  const file = new PosterFile('场所码海报', 0);
  for (const sheet of sheets) file.add(sheet);
  await file.end();
  return file.take();
}

const isBlock = (mark: Mark) => mark.kind === 'block';

/** The code with its quiet zone, as parts of the sheet: rules at the edge of the measure are wider than any module. */
function codeOf({ width, height, marks }: Sheet) {
  const blocks = marks.filter(isBlock).filter((mark) => mark.height > 1);
  const left = Math.min(...blocks.map((mark) => mark.x));
  const top = Math.min(...blocks.map((mark) => mark.y));
  const side = Math.max(...blocks.map((mark) => mark.x + mark.width)) - left;
  const module = Math.min(...blocks.map((mark) => mark.height));
  const edge = 4 * module;
  const box = [(left - edge) / width, (top - edge) / height, (left + side + edge) / width, (top + side + edge) / height] as const;
  return { left, top, side, module, edge, box };
}

const AROUND = { least: 1, most: 3 };
/** The code of an A5 poster as printed with 200 dots an inch, with white around it. */
let print: Picture;
/** Side of the symbol, in parts of the print. */
let symbol: number;
beforeAll(async () => {
  const sheet = layPoster(POSTER, styleOf('a5'), typeface);
  const [page] = await renderPdf(await pdfOf([sheet]), DPI);
  if (page === undefined) throw new Error('no page');
  const { box, side, edge } = codeOf(sheet);
  print = cropped(page, box);
  symbol = side / (side + 2 * edge);
});

/** Somebody holds a camera at it: of frames from several distances one is read. */
function readFromSomeDistance(seen: Picture): string | undefined {
  for (const dots of [3, 4, 5, 6, 7])
    for (let around = AROUND.least; around <= AROUND.most; around += 1) {
      const found = readCode(framed(seenFromAfar(seen, dots), around * 8));
      if (found !== undefined) return found;
    }
  return undefined;
}

describe('the code on a poster', () => {
  it.each(POSTER_SIZES)('%s: is read from a print, and is as large as its distance asks for', async (size) => {
    const sheet = layPoster(POSTER, styleOf(size), typeface);
    const [page] = await renderPdf(await pdfOf([sheet]), DPI);
    if (page === undefined) throw new Error('no page');
    const { side, module, box } = codeOf(sheet);
    const { width, height, distance } = POSTER_SHEETS[size];
    expect([page.width, page.height]).toEqual([width, height].map((mm) => expect.closeTo(mm * PIXELS_PER_MM, -1)));
    expect(readCode(cropped(page, box))).toBe(POSTER.link);
    expect(side).toBeCloseTo(distance / 10);
    expect(module).toBeGreaterThanOrEqual(0.5);
  });

  // In one piece and off the patterns by which a code is found: what error level Q is there for.
  it.each([
    { place: 'the middle', x: 0.5, y: 0.5 },
    { place: 'the right', x: 0.7, y: 0.5 },
    { place: 'below', x: 0.5, y: 0.7 },
    { place: 'the left', x: 0.45, y: 0.6 },
  ])('is read with 15 % of it covered at $place, whatever the colour', ({ x: atX, y: atY }) => {
    const half = (Math.sqrt(0.15) * symbol) / 2;
    const middle = (at: number) => (1 - symbol) / 2 + at * symbol;
    for (const paint of [0, 128, 255]) {
      const covered = mapped(print, (grey, x, y) =>
        Math.abs(x / print.width - middle(atX)) < half && Math.abs(y / print.height - middle(atY)) < half ? paint : grey,
      );
      expect(readFromSomeDistance(covered)).toBe(POSTER.link);
    }
  });

  it.each([20, 40, 50])('is read by a camera that stands %i° to the side', (degrees) => {
    const [sine, cosine] = [Math.sin((degrees * Math.PI) / 180), Math.cos((degrees * Math.PI) / 180)];
    const { width, height } = print;
    /** Three widths away: the ray through a point of the picture meets the turned sheet there. */
    const away = 3 * width;
    const seen = warped(print, (x, y) => {
      const across = x - width / 2;
      const along = (across * away) / (away * cosine - across * sine);
      return [width / 2 + along, height / 2 + ((y - height / 2) * (away + along * sine)) / away];
    });
    expect(readFromSomeDistance(seen)).toBe(POSTER.link);
  });

  it('is read turned, in grey, in a shadow and through dirt', () => {
    const { width, height } = print;
    const turned = warped(print, (x, y) => {
      const [dx, dy] = [(x - width / 2) * 1.3, (y - height / 2) * 1.3];
      return [width / 2 + 0.94 * dx - 0.34 * dy, height / 2 + 0.34 * dx + 0.94 * dy];
    });
    const grey = mapped(print, (value) => 105 + (value * 45) / 255);
    const shadow = mapped(print, (value, x) => value * (0.35 + (0.65 * x) / width));
    const dirt = mapped(print, (value, x, y) => ((x * 31 + y * 17) % 7 === 0 ? 255 - value : value));
    for (const seen of [turned, grey, shadow, dirt]) expect(readFromSomeDistance(seen)).toBe(POSTER.link);
  });
});

describe('the letters of a poster', () => {
  const RARE = '龘㼆䶮亙喆堃媄槑翀婳鑫淼彧旻昉祎瑄禤邨椿';

  it('are drawn: each has ink of its own where a page says it stands', async () => {
    const characters = [...'请扫码通行百家湖人民药店', ...RARE];
    const sheets = characters.map((text): Sheet => {
      const marks = [{ kind: 'text', face: 'bold', pt: 60, x: 2, baseline: 22, text }] as const;
      return { width: 26, height: 26, marks };
    });
    const pages = await renderPdf(await pdfOf(sheets), 72);
    for (const page of pages) expect(inkIn(page, [0, 0, 1, 1])).toBeGreaterThan(0.05);
    expect(new Set(pages.map(({ grey }) => Buffer.from(grey).toString('base64'))).size).toBe(new Set(characters).size);
  });

  it('of a poster all come out: the name, the address, the number', async () => {
    const sheet = layPoster({ ...POSTER, name: RARE }, styleOf('sticker'), typeface);
    const [page] = await renderPdf(await pdfOf([sheet]), 150);
    for (const mark of sheet.marks) {
      if (page === undefined || mark.kind !== 'text') continue;
      const height = mark.pt * 0.35;
      const right = mark.x + typeface.width(mark.face, mark.text) * height;
      const box = [
        mark.x / sheet.width,
        (mark.baseline - height * 0.8) / sheet.height,
        right / sheet.width,
        mark.baseline / sheet.height,
      ] as const;
      expect([mark.text, inkIn(page, box) > 0.08]).toEqual([mark.text, true]);
    }
  });

  it('that the face does not have are named, and never left blank', () => {
    expect(missingIn({ ...POSTER, name: '𠮷田书店 🙂' }, typeface)).toEqual({ name: '𠮷🙂' });
    expect(missingIn(POSTER, typeface)).toBeUndefined();
    const notice = layNotice({ ...POSTER, name: '𠮷田书店' }, { name: '𠮷' }, styleOf('a5'), typeface);
    const text = notice.marks.flatMap((mark) => (mark.kind === 'text' ? mark.text : [])).join('');
    expect(text).toContain('U+20BB7');
    expect(text).toContain('□田书店');
    expect(typeface.missing('bold', text)).toBe('');
    expect(notice.marks.some(isBlock)).toBe(false);
  });

  it('are all there however long the name and the address are, inside the sheet and off the code', () => {
    const letters = (max: number) =>
      fc.string({ unit: fc.constantFrom('场', '所', '（', '）', 'W', 'i', ' ', '-', '８'), minLength: 1, maxLength: max });
    fc.assert(
      fc.property(
        fc.constantFrom(...POSTER_SIZES),
        letters(60),
        letters(120),
        fc.option(letters(30)),
        (size, name, address, checkpoint) => {
          const sheet = layPoster({ ...POSTER, name, address, checkpoint }, styleOf(size), typeface);
          const texts = sheet.marks.flatMap((mark) => (mark.kind === 'text' ? [mark] : []));
          const joined = texts
            .map(({ text }) => text)
            .join('')
            .replace(/\s/g, '');
          expect(joined).toContain(`${name}${checkpoint ?? ''}${address}`.replace(/\s/g, ''));
          const { top, side, edge } = codeOf(sheet);
          for (const { pt, x, baseline, face, text } of texts) {
            const unit = pt * (25.4 / 72);
            expect(x).toBeGreaterThanOrEqual(4);
            expect(x + typeface.width(face, text) * unit).toBeLessThanOrEqual(sheet.width - 4);
            expect(baseline).toBeLessThan(sheet.height - 4);
            expect(baseline < top - edge || baseline - 0.9 * unit > top + side + edge - unit).toBe(true);
          }
        },
      ),
      { numRuns: 60 },
    );
    const widest = { ...POSTER, name: 'W'.repeat(60), address: 'W'.repeat(120), checkpoint: 'W'.repeat(30) };
    for (const size of POSTER_SIZES) expect(() => layPoster(widest, styleOf(size), typeface)).not.toThrow();
  });

  it('are outlines in a preview, so that a name is never markup', () => {
    const svg = svgOf(layPoster({ ...POSTER, name: '<script>alert(1)</script>' }, styleOf('a5'), typeface), typeface);
    expect(svg).not.toContain('script');
    expect(svg).not.toContain('text');
    expect(svg.match(/<path/g)?.length).toBeGreaterThan(100);
  });
});

it('a street of posters is one file with its letters once', async () => {
  const sheets = Array.from({ length: 200 }, (_, index) => layPoster({ ...POSTER, name: `${index} 号店` }, styleOf('a5'), typeface));
  const [one, many] = [await pdfOf(sheets.slice(0, 1)), await pdfOf(sheets)];
  expect(many.length).toBeLessThan(one.length + 200 * 6_000);
});
