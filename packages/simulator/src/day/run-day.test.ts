import { describe, expect, it } from 'vitest';
import { makeCity } from '../city';
import { fakeDemo } from './fake-demo';
import { type DayOptions, type DayProgress, runDay } from './index';

const NOW = Date.UTC(2026, 10, 22, 3, 12);
const city = makeCity({ size: 'tiny' });
const REGISTERED = 30;
const RESIDENTS = 60;

function options(fetchIt: typeof fetch): DayOptions {
  return { baseUrl: 'http://demo.test', city, residents: RESIDENTS, concurrency: 4, demoInbox: true, fetch: fetchIt };
}

describe('runDay', () => {
  it('plays a whole day and counts what the server holds', async () => {
    const fake = fakeDemo({ city, registered: REGISTERED, now: NOW });
    const progress: DayProgress[] = [];
    const summary = await runDay({ ...options(fake.fetch), onProgress: (step) => progress.push(step) });

    expect(summary).toMatchObject({
      residents: RESIDENTS,
      signedIn: RESIDENTS,
      registered: RESIDENTS - REGISTERED,
      signInRefused: {},
      refused: {},
      differingAnswers: 0,
      case: { number: 'C-1', stops: 3, companions: 12 },
      traceContacts: 4,
      incidentsClosed: Math.min(3, summary.incidentsOpened),
      window: { from: '2026-11-21T03:12:00.000Z', to: '2026-11-22T03:12:00.000Z' },
    });
    expect(summary.scansSent).toBe(summary.scansPlanned);
    expect(fake.visits.size).toBe(summary.scansSent);
    expect(Object.values(summary.answers).reduce((sum, count) => sum + count, 0)).toBe(summary.scansSent);
    expect(summary.answers.stop).toBe(summary.warnings);
    expect(summary.doubleTaps).toBe(Math.floor(summary.scansPlanned / 40));
    expect(summary.repeatedAnswers).toBeGreaterThanOrEqual(summary.doubleTaps);
    expect(summary.retries).toBeGreaterThan(0);
    expect(summary.latency.p99).toBeGreaterThanOrEqual(summary.latency.p50);
    expect([...new Set(progress.map(({ phase }) => phase))]).toEqual(['prepare', 'sign_in', 'scans', 'disposal', 'tracing']);
    expect(progress.at(-1)).toEqual({ phase: 'tracing', done: 1, total: 1 });
  });

  it('tells nothing about persons', async () => {
    const fake = fakeDemo({ city, registered: RESIDENTS, now: NOW });
    const text = JSON.stringify(await runDay(options(fake.fetch)));
    expect(text).not.toMatch(/1[3-9]\d{9}|1999\d{14}/);
  });

  it('fixes each event id at its planned time, within the window', async () => {
    const fake = fakeDemo({ city, registered: RESIDENTS, now: NOW });
    await runDay(options(fake.fetch));
    for (const eventId of fake.visits.keys()) {
      const at = Number.parseInt(eventId.replaceAll('-', '').slice(0, 12), 16);
      expect(at).toBeGreaterThanOrEqual(NOW - 86_400_000);
      expect(at).toBeLessThan(NOW);
    }
  });

  it('refuses a server that is not a demonstration, or that knows another city', async () => {
    const real = fakeDemo({ city, registered: 0, now: NOW, demo: false });
    await expect(runDay(options(real.fetch))).rejects.toThrow(/not in demo mode/);
    const other = fakeDemo({ city: makeCity({ size: 'tiny', seed: 5 }), registered: 0, now: NOW });
    await expect(runDay(options(other.fetch))).rejects.toThrow(/another seed or size/);
    const nobody: typeof fetch = () => Promise.reject(new TypeError('fetch failed'));
    await expect(runDay(options(nobody))).rejects.toThrow(/no Tongxing server answers/);
  });

  it('stops when told to', async () => {
    const fake = fakeDemo({ city, registered: RESIDENTS, now: NOW });
    const stop = new AbortController();
    const onProgress = ({ phase, done }: DayProgress): void => {
      if (phase === 'scans' && done === 20) stop.abort();
    };
    await expect(runDay({ ...options(fake.fetch), signal: stop.signal, onProgress })).rejects.toThrow(/abort/i);
    expect(fake.visits.size).toBeLessThan(40);
  });

  it('leaves out who is refused and goes on', async () => {
    const fake = fakeDemo({ city, registered: RESIDENTS, now: NOW });
    const refusing: typeof fetch = async (input, init) => {
      const isRefused = String(input).endsWith('/sign-in/codes') && String(init?.body).includes('16000000007');
      return isRefused ? Response.json({ code: 'INVALID_REQUEST', status: 400, detail: 'no' }, { status: 400 }) : fake.fetch(input, init);
    };
    const summary = await runDay(options(refusing));
    expect(summary.signInRefused).toEqual({ INVALID_REQUEST: 1 });
    expect(summary.signedIn).toBe(RESIDENTS - 1);
    expect(summary.scansSent + (summary.refused.NOT_SIGNED_IN ?? 0)).toBe(summary.scansPlanned);
  });
});
