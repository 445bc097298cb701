import { PDFiumLibrary } from '@hyzyla/pdfium';
import jsQR from 'jsqr';
import { PNG } from 'pngjs';

/** A page as a printer would draw it, 256 greys. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  /** Row by row, 0 black to 255 white. */
  readonly grey: Uint8ClampedArray;
}

let library: Promise<PDFiumLibrary> | undefined;

/** Pages of a PDF, drawn by PDFium, which had no part in making it: text that can be extracted may still be invisible. */
export async function renderPdf(pdf: Uint8Array, dpi: number): Promise<Picture[]> {
  library ??= PDFiumLibrary.init();
  const document = await (await library).loadDocument(pdf);
  const pictures: Picture[] = [];
  for (const page of document.pages()) {
    const { width, height, data } = await page.render({ scale: dpi / 72, render: 'bitmap' });
    pictures.push({ width, height, grey: greyOf(data) });
  }
  document.destroy();
  return pictures;
}

function greyOf(rgba: Uint8Array): Uint8ClampedArray {
  const grey = new Uint8ClampedArray(rgba.length / 4);
  for (let place = 0; place < grey.length; place += 1) {
    const at = place * 4;
    grey[place] = 0.3 * (rgba[at] ?? 0) + 0.59 * (rgba[at + 1] ?? 0) + 0.11 * (rgba[at + 2] ?? 0);
  }
  return grey;
}

/** The same picture with other greys. */
export function mapped({ width, height, grey }: Picture, change: (value: number, x: number, y: number) => number): Picture {
  return { width, height, grey: grey.map((value, place) => change(value, place % width, Math.floor(place / width))) };
}

/** As a camera sees the sheet from another place: `from` says which point of the sheet stands at a point of the picture. */
export function warped(picture: Picture, from: (x: number, y: number) => readonly [number, number]): Picture {
  return mapped(picture, (_, x, y) => {
    const [sheetX, sheetY] = from(x, y).map(Math.round) as [number, number];
    const isOutside = sheetX < 0 || sheetY < 0 || sheetX >= picture.width || sheetY >= picture.height;
    return isOutside ? 128 : (picture.grey[sheetY * picture.width + sheetX] ?? 128);
  });
}

function rgbaOf({ grey }: Picture): Uint8ClampedArray {
  return Uint8ClampedArray.from({ length: grey.length * 4 }, (_, at) => (at % 4 === 3 ? 255 : (grey[at >> 2] ?? 0)));
}

/** With fewer dots, each the mean of so many by so many: what a camera makes of a fine print from some way off. */
export function seenFromAfar({ width, height, grey }: Picture, dots: number): Picture {
  const [across, down] = [Math.floor(width / dots), Math.floor(height / dots)];
  const small = Uint8ClampedArray.from({ length: across * down }, (_, place) => {
    const [left, top] = [(place % across) * dots, Math.floor(place / across) * dots];
    let sum = 0;
    for (let y = top; y < top + dots; y += 1) for (let x = left; x < left + dots; x += 1) sum += grey[y * width + x] ?? 0;
    return sum / (dots * dots);
  });
  return { width: across, height: down, grey: small };
}

/** With a margin of so many dots around it, of the wall behind. */
export function framed({ width, height, grey }: Picture, margin: number): Picture {
  const [wide, high] = [width + 2 * margin, height + 2 * margin];
  const around = new Uint8ClampedArray(wide * high).fill(230);
  for (let y = 0; y < height; y += 1) around.set(grey.subarray(y * width, (y + 1) * width), (y + margin) * wide + margin);
  return { width: wide, height: high, grey: around };
}

/** What a decoder reads that had no part in making the code. */
export function readCode(picture: Picture): string | undefined {
  return jsQR(rgbaOf(picture), picture.width, picture.height)?.data;
}

export function pngOf(picture: Picture): Buffer {
  const png = new PNG({ width: picture.width, height: picture.height });
  png.data = Buffer.from(rgbaOf(picture));
  return PNG.sync.write(png);
}

/** Part of the pixels of a rectangle (in parts of the whole) that are dark. */
export function inkIn({ width, height, grey }: Picture, [left, top, right, bottom]: readonly [number, number, number, number]): number {
  let [dark, all] = [0, 0];
  for (let y = Math.floor(top * height); y < bottom * height; y += 1)
    for (let x = Math.floor(left * width); x < right * width; x += 1) {
      all += 1;
      if ((grey[y * width + x] ?? 255) < 128) dark += 1;
    }
  return dark / all;
}

/** A part of a picture, in parts of the whole. */
export function cropped({ width, height, grey }: Picture, [left, top, right, bottom]: readonly [number, number, number, number]): Picture {
  const [x0, y0, x1, y1] = [Math.floor(left * width), Math.floor(top * height), Math.ceil(right * width), Math.ceil(bottom * height)];
  const rows = Array.from({ length: y1 - y0 }, (_, y) => grey.subarray((y0 + y) * width + x0, (y0 + y) * width + x1));
  const part = new Uint8ClampedArray((x1 - x0) * (y1 - y0));
  rows.forEach((row, y) => {
    part.set(row, y * (x1 - x0));
  });
  return { width: x1 - x0, height: y1 - y0, grey: part };
}
