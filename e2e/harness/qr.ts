import jsQR from 'jsqr';
import { PNG } from 'pngjs';

/** What a camera would read from a picture, by a decoder that had no part in making the code. */
export function readQr(png: Buffer): string | undefined {
  const { data, width, height } = PNG.sync.read(png);
  return jsQR(new Uint8ClampedArray(data), width, height)?.data;
}
