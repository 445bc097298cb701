import { describe, expect, it } from 'vitest';
import { warningTimes } from './warning-times';

const scanned = (scannedAt: number, to: string, text: string) => ({ scannedAt, to, text });
const accepted = (at: number, to: string, text: string) => ({ at, to, text });

describe('times from scan to SMS', () => {
  it('are found by telephone and text, in whatever order the texts came', () => {
    const owed = [scanned(100, 'a', 'door 1'), scanned(200, 'b', 'door 1'), scanned(200, 'team', 'number 2')];
    const arrivals = [accepted(900, 'team', 'number 2'), accepted(350, 'b', 'door 1'), accepted(300, 'a', 'door 1')];
    expect(warningTimes(owed, arrivals)).toEqual({ waitsMs: [200, 150, 700], acceptedAt: [300, 350, 900], missing: 0, repeated: 0 });
  });

  it('pair texts that are alike in order', () => {
    const owed = [scanned(500, 'a', 'door'), scanned(100, 'a', 'door')];
    const arrivals = [accepted(600, 'a', 'door'), accepted(130, 'a', 'door')];
    expect(warningTimes(owed, arrivals).waitsMs).toEqual([30, 100]);
  });

  it('count what never came, and what came twice', () => {
    const owed = [scanned(100, 'a', 'door'), scanned(100, 'b', 'door')];
    const arrivals = [accepted(200, 'a', 'door'), accepted(300, 'a', 'door'), accepted(300, 'somebody', 'else')];
    expect(warningTimes(owed, arrivals)).toMatchObject({ missing: 1, repeated: 1 });
  });
});
