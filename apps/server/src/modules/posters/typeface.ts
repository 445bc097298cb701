import { createRequire } from 'node:module';
import { type Font, openSync } from 'fontkit';
import type { Face } from './poster';

const locate = createRequire(import.meta.url).resolve;

/**
 * Noto Sans SC with its outlines in TrueType form. The smaller web face has 7,947 characters; this one has 30,890, all
 * but 16 of the basic ideographs and all but 10 of extension A (docs/adr/0025).
 */
export const FACE_FILES: Readonly<Record<Face, string>> = {
  regular: locate('@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf'),
  bold: locate('@expo-google-fonts/noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf'),
};

/** What is known of letters: how wide they are, whether they are there, what they look like. */
export interface Typeface {
  /** Width of a text set in a size of one. */
  width(face: Face, text: string): number;
  /** Characters of a text that the face does not have, each once. */
  missing(face: Face, text: string): string;
  /** Outline of a character, for a size of one with y upwards, as the data of an SVG path; empty for a space. */
  outline(face: Face, character: string): string;
}

/** Opens the faces that ship with the platform: some tens of milliseconds, so not where scans are answered. */
export function openTypeface(): Typeface {
  const fonts: Readonly<Record<Face, Font>> = { regular: open('regular'), bold: open('bold') };
  const advances: Readonly<Record<Face, Map<string, number>>> = { regular: new Map(), bold: new Map() };
  const glyphOf = (face: Face, character: string) => fonts[face].glyphForCodePoint(character.codePointAt(0) ?? 0);
  const advance = (face: Face, character: string): number => {
    const known = advances[face].get(character);
    if (known !== undefined) return known;
    const width = glyphOf(face, character).advanceWidth / fonts[face].unitsPerEm;
    advances[face].set(character, width);
    return width;
  };
  return {
    width: (face, text) => [...text].reduce((sum, character) => sum + advance(face, character), 0),
    missing: (face, text) =>
      [...new Set(text)].filter((character) => !fonts[face].hasGlyphForCodePoint(character.codePointAt(0) ?? 0)).join(''),
    outline: (face, character) =>
      glyphOf(face, character)
        .path.scale(1 / fonts[face].unitsPerEm)
        .toSVG(),
  };
}

function open(face: Face): Font {
  const font = openSync(FACE_FILES[face]);
  if ('fonts' in font) throw new Error(`${FACE_FILES[face]} holds several faces`);
  return font;
}
