import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fonts, palette, radius, verdictColours } from './theme';
import { VERDICT_PATTERNS } from './verdict/verdict-sound';

type Rgb = readonly [number, number, number];

/** Linear-light channels of a `#rrggbb` colour. */
function linear(hex: string): Rgb {
  const channel = (at: number) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
}

function luminance([red, green, blue]: Rgb): number {
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [a, b] = [luminance(linear(one)), luminance(linear(other))];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

type Matrix = readonly [Rgb, Rgb, Rgb];
/** Machado, Oliveira and Fernandes 2009, severity 1.0, on linear light. */
const VISIONS: Record<string, Matrix> = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
};

function seenBy([red, green, blue]: Rgb, matrix: Matrix): Rgb {
  const row = (weights: Rgb) => Math.min(1, Math.max(0, weights[0] * red + weights[1] * green + weights[2] * blue));
  return [row(matrix[0]), row(matrix[1]), row(matrix[2])];
}

/** CIE L*a*b* (D65) of linear light. */
function lab([red, green, blue]: Rgb): Rgb {
  const f = (value: number) => (value > 0.008856 ? Math.cbrt(value) : 7.787 * value + 16 / 116);
  const x = f((0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047);
  const y = f(luminance([red, green, blue]));
  const z = f((0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

function difference(one: Rgb, other: Rgb): number {
  return Math.hypot(one[0] - other[0], one[1] - other[1], one[2] - other[2]);
}

const grounds = Object.entries(verdictColours);
const couples = grounds.flatMap(([name, { ground }], index) =>
  grounds.slice(index + 1).map(([other, { ground: next }]) => ({ name, ground, other, next })),
);

describe('theme', () => {
  const css = readFileSync(join(import.meta.dirname, 'theme.css'), 'utf8');
  const property = (name: string) => new RegExp(`--tx-${name}:\\s*([^;]+);`).exec(css)?.[1]?.replace(/\s+/g, ' ').trim();

  it('has the same values in CSS and in TypeScript', () => {
    for (const [name, value] of Object.entries(palette)) {
      expect(property(name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)), name).toBe(value);
    }
    for (const [name, { ground, text }] of grounds) {
      expect([property(`${name}-ground`), property(`${name}-text`)], name).toEqual([ground, text]);
    }
    expect([property('font'), property('font-digits'), property('radius')]).toEqual([fonts.text, fonts.digits, `${radius}px`]);
  });

  it('reads at 4.5:1 or better', () => {
    for (const { ground, text } of Object.values(verdictColours)) expect(contrast(ground, text)).toBeGreaterThanOrEqual(4.5);
    for (const ground of [palette.porcelain, palette.surface]) {
      for (const text of [palette.ink, palette.inkSoft, palette.cobalt, palette.fault, palette.notice, palette.good]) {
        expect(contrast(ground, text)).toBeGreaterThanOrEqual(4.5);
      }
      expect(contrast(ground, palette.lineStrong)).toBeGreaterThanOrEqual(3);
    }
  });

  it.each(Object.entries(VISIONS))('keeps the four answers apart for %s', (_, matrix) => {
    for (const { name, ground, other, next } of couples) {
      const distance = difference(lab(seenBy(linear(ground), matrix)), lab(seenBy(linear(next), matrix)));
      expect(distance, `${name} and ${other}`).toBeGreaterThan(25);
    }
  });

  it('sounds and shakes differently for each answer', () => {
    const patterns = Object.values(VERDICT_PATTERNS);
    expect(new Set(patterns.map(({ tones }) => tones.map(({ hertz }) => hertz).join())).size).toBe(patterns.length);
    expect(new Set(patterns.map(({ vibration }) => vibration.join())).size).toBe(patterns.length);
  });
});
