import { AggregatorRegistry, type MetricObjectWithValues, type MetricValue, type Registry } from 'prom-client';

/** Everything a registry holds, as it travels between processes. */
export type MetricsSnapshot = MetricObjectWithValues<MetricValue<string>>[];

/** Numbers that JSON knows; an average of nothing is none. */
export async function snapshotOf(registry: Registry): Promise<MetricsSnapshot> {
  const all = await registry.getMetricsAsJSON();
  return all.map((metric) => ({ ...metric, values: metric.values.filter(({ value }) => Number.isFinite(value)) }));
}

/** What a process has counted stays counted when it is gone; what it held is gone with it. */
const isLasting = ({ type, values }: MetricsSnapshot[number]) =>
  (String(type) === 'counter' || String(type) === 'histogram') && values.every(({ labels }) => !('process' in labels));

const sum = (snapshots: readonly MetricsSnapshot[]): Registry => AggregatorRegistry.aggregate([...snapshots]);

/**
 * Adds up the metrics of several processes. What a process had counted when it was last seen stays in the sum after its
 * end: a sum that goes down looks like a restart of everything.
 */
export class MetricsSum {
  private readonly seen = new Map<number, MetricsSnapshot>();
  private departed: MetricsSnapshot = [];

  see(place: number, snapshot: MetricsSnapshot): void {
    this.seen.set(place, snapshot);
  }

  /** The process at this place ended. */
  async forget(place: number): Promise<void> {
    const last = this.seen.get(place);
    this.seen.delete(place);
    if (last !== undefined) this.departed = await sum([this.departed, last.filter(isLasting)]).getMetricsAsJSON();
  }

  /** In the format of Prometheus. */
  text(own: MetricsSnapshot): Promise<string> {
    return sum([own, ...this.seen.values(), this.departed]).metrics();
  }
}
