import { randomInt } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FuzzReport, runFuzz } from './testing/fuzz/run';
import { everyCaller, placeOf } from './testing/matrix-callers';
import { makeThings } from './testing/matrix-things';
import { ALL_ENDPOINTS } from './testing/samples';
import { startTestApp, type TestApp } from './testing/test-app';

/** `npm run faults -- fuzz` asks for more; `TONGXING_FUZZ_SEED` repeats a run. */
const REQUESTS = Number(process.env.TONGXING_FUZZ_REQUESTS ?? 4_000);
const SEED = Number(process.env.TONGXING_FUZZ_SEED ?? randomInt(2 ** 31));

let t: TestApp;
let report: FuzzReport;
let kinds: number;
beforeAll(
  async () => {
    // Its addresses are one: what a stranger may ask a minute is another test's.
    t = await startTestApp({ settings: { TONGXING_PUBLIC_REQUESTS_PER_MINUTE: '1000000' } });
    const place = placeOf(t);
    const callers = await everyCaller(t, place);
    kinds = new Set(callers.map(({ kind }) => kind)).size;
    const things = await makeThings(t, callers, place);
    report = await runFuzz({ t, callers, place, things, seed: SEED, requests: REQUESTS });
    process.stdout.write(`${JSON.stringify({ fuzz: report })}\n`);
  },
  60_000 + REQUESTS * 60,
);
afterAll(() => t.stop());

describe('requests made from the document of the API, well and badly meant', () => {
  it('are answered as it declares, without a failure of ours', () => {
    expect(report.findings, `repeat with TONGXING_FUZZ_SEED=${SEED}`).toEqual([]);
  });

  it('reach every operation as every kind of caller', () => {
    expect(report.operations).toBe(ALL_ENDPOINTS.length);
    expect(report.pairs).toBe(report.operations * kinds);
    // What only a code out of a text message opens, or a file that is not at hand, says no to all of them.
    expect(report.reached, `not reached: ${report.unreached}`).toBeGreaterThan(report.operations * 0.7);
    expect(report.putOff).toBeLessThan(REQUESTS / 10);
  });
});
