import type { Verdict } from '@tongxing/rules';
import { type VerdictKind, verdictKind } from './verdict-kind';

/** One tone: pitch in hertz, start and length in seconds. */
export interface Tone {
  readonly hertz: number;
  readonly from: number;
  readonly length: number;
}

interface Pattern {
  readonly wave: OscillatorType;
  readonly tones: readonly Tone[];
  /** Milliseconds on, off, on … for `navigator.vibrate`. */
  readonly vibration: readonly number[];
}

/** Told apart by number, direction and rhythm, so that pitch alone never decides. */
export const VERDICT_PATTERNS: Readonly<Record<VerdictKind, Pattern>> = {
  pass: {
    wave: 'sine',
    tones: [
      { hertz: 784, from: 0, length: 0.11 },
      { hertz: 1175, from: 0.12, length: 0.22 },
    ],
    vibration: [80],
  },
  attention: {
    wave: 'triangle',
    tones: [
      { hertz: 660, from: 0, length: 0.16 },
      { hertz: 660, from: 0.26, length: 0.16 },
      { hertz: 660, from: 0.52, length: 0.16 },
    ],
    vibration: [150, 100, 150],
  },
  stop: {
    wave: 'square',
    tones: [
      { hertz: 392, from: 0, length: 0.4 },
      { hertz: 262, from: 0.45, length: 0.7 },
    ],
    vibration: [400, 120, 400],
  },
  outcome: { wave: 'sine', tones: [{ hertz: 523, from: 0, length: 0.6 }], vibration: [250] },
};

/** Peak loudness, 0 to 1. A square wave is far louder to the ear than a sine. */
const LOUDNESS: Partial<Record<OscillatorType, number>> = { sine: 0.5, triangle: 0.5, square: 0.18 };

function playTone(context: AudioContext, wave: OscillatorType, tone: Tone): void {
  const oscillator = context.createOscillator();
  const gain = context.createGain();
  const start = context.currentTime + tone.from;
  const end = start + tone.length;
  oscillator.type = wave;
  oscillator.frequency.value = tone.hertz;
  // A ramp at both ends: a tone cut off hard clicks.
  gain.gain.setValueAtTime(0, start);
  gain.gain.linearRampToValueAtTime(LOUDNESS[wave] ?? 0.4, start + 0.015);
  gain.gain.setValueAtTime(LOUDNESS[wave] ?? 0.4, end - 0.03);
  gain.gain.linearRampToValueAtTime(0, end);
  oscillator.connect(gain).connect(context.destination);
  oscillator.start(start);
  oscillator.stop(end);
}

export interface VerdictSounds {
  /** Call inside a tap: browsers keep sound locked until a gesture. */
  readonly unlock: () => void;
  /** Plays and vibrates. Silent where the browser refuses: the other three ways still tell. */
  readonly play: (verdict: Verdict) => void;
}

/** Sounds and vibration for verdicts, made by the browser; no files. */
export function createVerdictSounds(): VerdictSounds {
  let context: AudioContext | undefined;
  const unlock = () => {
    if (typeof AudioContext === 'undefined') return;
    context ??= new AudioContext();
    void context.resume().catch(() => undefined);
  };
  const play = (verdict: Verdict) => {
    const pattern = VERDICT_PATTERNS[verdictKind(verdict)];
    if (context?.state === 'running') {
      for (const tone of pattern.tones) playTone(context, pattern.wave, tone);
    }
    if ('vibrate' in navigator) navigator.vibrate([...pattern.vibration]);
  };
  return { unlock, play };
}
