import { describe, expect, it } from 'vitest';
import { createMetrics } from './metrics';
import { MetricsSum, snapshotOf } from './metrics-sum';

/** What a process would tell after some work. */
async function snapshot(process: string, work: (metrics: ReturnType<typeof createMetrics>) => void) {
  const metrics = createMetrics(process);
  work(metrics);
  // As it travels: what JSON does not know is not in it.
  return JSON.parse(JSON.stringify(await snapshotOf(metrics.registry)));
}

const readValue = (text: string, line: string) => {
  const found = text.split('\n').find((each) => each.startsWith(`${line} `));
  return found === undefined ? undefined : Number(found.slice(line.length + 1));
};

const busy = (scans: number) => (metrics: ReturnType<typeof createMetrics>) => {
  metrics.verdicts.inc({ verdict: 'pass' }, scans);
  metrics.batchSize.observe(scans);
  metrics.queueLength.set(scans);
  metrics.factsHeld.set({ kind: 'venues' }, 20);
};

describe('metrics of several processes', () => {
  it('add up what is counted and what waits; what each holds is not held twice', async () => {
    const sum = new MetricsSum();
    sum.see(1, await snapshot('1', busy(3)));
    sum.see(2, await snapshot('2', busy(4)));
    const text = await sum.text([]);
    expect(readValue(text, 'tongxing_verdicts_total{verdict="pass"}')).toBe(7);
    expect(readValue(text, 'tongxing_visit_batch_size_count')).toBe(2);
    expect(readValue(text, 'tongxing_visit_batch_size_bucket{le="+Inf"}')).toBe(2);
    expect(readValue(text, 'tongxing_visit_queue_length')).toBe(7);
    expect(readValue(text, 'tongxing_facts_held{kind="venues"}')).toBe(20);
  });

  it('show the worst level of load, and not that of a process that ended', async () => {
    const sum = new MetricsSum();
    const loaded = (level: number) => (metrics: ReturnType<typeof createMetrics>) => metrics.loadLevel.set(level);
    sum.see(1, await snapshot('1', loaded(2)));
    sum.see(2, await snapshot('2', loaded(1)));
    expect(readValue(await sum.text([]), 'tongxing_load_level')).toBe(2);
    await sum.forget(1);
    expect(readValue(await sum.text([]), 'tongxing_load_level')).toBe(1);
  });

  it('say of which process memory and event loop are', async () => {
    const sum = new MetricsSum();
    sum.see(1, await snapshot('1', busy(1)));
    sum.see(2, await snapshot('2', busy(1)));
    const text = await sum.text([]);
    for (const process of ['1', '2']) {
      expect(readValue(text, `tongxing_process_resident_memory_bytes{process="${process}"}`)).toBeGreaterThan(1e6);
      expect(text).toContain(`tongxing_process_cpu_seconds_total{process="${process}"}`);
    }
    expect(text).not.toContain('null');
  });

  it('keep what a process had counted when it is gone, and not what it held', async () => {
    const sum = new MetricsSum();
    sum.see(1, await snapshot('1', busy(3)));
    sum.see(2, await snapshot('2', busy(4)));
    await sum.forget(1);
    await sum.forget(2);
    await sum.forget(2);
    sum.see(1, await snapshot('1', busy(1)));
    const text = await sum.text([]);
    expect(readValue(text, 'tongxing_verdicts_total{verdict="pass"}')).toBe(8);
    expect(readValue(text, 'tongxing_visit_batch_size_count')).toBe(3);
    expect(readValue(text, 'tongxing_visit_queue_length')).toBe(1);
    expect(text).not.toContain('process="2"');
  });
});
