import { type Mark, MM_PER_PT, type Sheet } from './poster';
import type { Typeface } from './typeface';

const digits = (value: number) => String(Math.round(value * 1_000) / 1_000);

function letters({ face, pt, x, baseline, text }: Extract<Mark, { kind: 'text' }>, typeface: Typeface): string {
  const unit = pt * MM_PER_PT;
  let at = x;
  const paths: string[] = [];
  for (const character of text) {
    const outline = typeface.outline(face, character);
    if (outline !== '')
      paths.push(`<path transform="translate(${digits(at)} ${digits(baseline)}) scale(${digits(unit)} ${digits(-unit)})" d="${outline}"/>`);
    at += typeface.width(face, character) * unit;
  }
  return paths.join('');
}

/** A sheet as a picture. Letters are outlines, so that every viewer shows the letters of the print and no text is markup. */
export function svgOf({ width, height, marks }: Sheet, typeface: Typeface): string {
  const text = marks.flatMap((mark) => (mark.kind === 'text' ? letters(mark, typeface) : []));
  // One path for all: neighbouring blocks of a code show no hairline between them.
  const blocks = marks.flatMap((mark) =>
    mark.kind === 'block'
      ? `M${digits(mark.x)} ${digits(mark.y)}h${digits(mark.width)}v${digits(mark.height)}h${digits(-mark.width)}z`
      : [],
  );
  const paper = `<rect width="${width}" height="${height}" fill="#fff"/>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}">${paper}<path d="${blocks.join('')}"/>${text.join('')}</svg>`;
}
