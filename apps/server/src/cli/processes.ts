import type { SmsCentre } from '@tongxing/simulator';
import { WorkerPool } from '../platform/cluster';
import { type Config, ConfigError } from '../platform/config';
import type { Watermark } from '../platform/database/watermark';
import { startAdmin } from '../platform/http/admin';
import { WorstLoad } from '../platform/load';
import type { Logger } from '../platform/logs';
import { createPrimaryMetrics } from '../platform/metrics';
import { MetricsSum, snapshotOf } from '../platform/metrics-sum';
import { paths } from '../platform/paths';
import { Questions } from '../platform/questions';
import type { FromWorker, Prepared, ToWorker } from './process-messages';

/**
 * A batch and its answers die in the first part of the heap; at its usual size what is still in use is copied again and
 * again, which cost a seventh of the speed. MB.
 */
const YOUNG_HEAP = '--max-semi-space-size=32';
/** Place of the process that sends SMS: a gateway allows an account few connections (docs/adr/0015). */
const SENDING_PLACE = 1;
/** A stop answers what is under way; whoever takes longer, ms, is killed. */
const STOP_MS = 20_000;
/** Of a process that does not tell its metrics in time, ms, those it told last are shown: it is ending or stuck. */
const METRICS_PATIENCE_MS = 2_000;

export interface ProcessesOptions {
  readonly config: Config;
  readonly prepared: Prepared;
  readonly smsCentre: SmsCentre | undefined;
  readonly watermark: Watermark;
  readonly logger: Logger;
}

/** Several processes that serve, seen from the one that started them and owns what there is once (docs/adr/0014). */
export class Processes {
  /** Resolves when there is no use in going on. */
  readonly failure: Promise<Error>;
  private fail: (error: Error) => void = () => undefined;
  private readonly pool: WorkerPool<ToWorker, FromWorker>;
  private readonly metrics = createPrimaryMetrics();
  private readonly sum = new MetricsSum();
  private readonly load = new WorstLoad();
  private readonly snapshots = new Questions<true>(METRICS_PATIENCE_MS);
  private onServing: (port: number) => void = () => undefined;
  private isStarting = true;

  constructor(private readonly options: ProcessesOptions) {
    const { config, logger, watermark } = options;
    this.failure = new Promise((resolve) => {
      this.fail = resolve;
    });
    this.pool = new WorkerPool({
      size: config.processes,
      program: { file: paths.program, args: ['serve'], nodeOptions: [YOUNG_HEAP] },
      logger,
      receive: (place, message) => this.receive(place, message),
      onDeath: (place) => this.died(place),
      onGivenUp: (error) => this.fail(error),
    });
    watermark.whenBehind(() => this.pool.sendAll({ kind: 'behind' }));
  }

  /**
   * Starts all and waits until each of them serves.
   * @throws {ConfigError} when one cannot start; the reason of the signal when it is aborted.
   */
  async start(signal: AbortSignal): Promise<{ port: number }> {
    const serving = new Promise<number>((resolve) => {
      this.onServing = resolve;
    });
    const aborted = new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    });
    const failed = this.failure.then((error) => Promise.reject(error));
    signal.throwIfAborted();
    this.pool.start();
    const port = await Promise.race([serving, failed, aborted]);
    this.isStarting = false;
    return { port };
  }

  /** Metrics of all, on a port of their own. @returns how to close it; @throws EADDRINUSE */
  async serveMetrics(): Promise<() => void> {
    const { registry } = this.metrics;
    const source = { contentType: registry.contentType, metrics: () => this.metricsOfAll() };
    const server = await startAdmin(source, this.options.config.adminPort);
    return () => server.close();
  }

  stop(): Promise<void> {
    return this.pool.stop({ kind: 'stop' }, STOP_MS);
  }

  private receive(place: number, message: FromWorker): void {
    const { smsCentre, watermark } = this.options;
    if (message.kind === 'awake') this.begin(place);
    else if (message.kind === 'serving') this.serves(place, message.port);
    else if (message.kind === 'failed') this.couldNotStart(place, message.text);
    else if (message.kind === 'committed') watermark.committed(message.visits);
    else if (message.kind === 'load') this.tellLoad(this.load.see(place, message.level));
    else if (message.kind === 'metrics') {
      this.sum.see(place, message.metrics);
      this.snapshots.answered(message.id, true);
    } else this.pool.send(place, { kind: 'inbox', id: message.id, messages: smsCentre?.inbox(message.query) ?? [] });
  }

  private begin(place: number): void {
    const { prepared, watermark } = this.options;
    const own = place === SENDING_PLACE ? prepared : { ...prepared, smppUrl: undefined };
    this.pool.send(place, { kind: 'begin', place, prepared: own, isBehind: watermark.isBehind });
    this.pool.send(place, { kind: 'load', level: this.load.level });
  }

  private tellLoad(isChanged: boolean): void {
    if (isChanged) this.pool.sendAll({ kind: 'load', level: this.load.level });
  }

  private serves(place: number, port: number): void {
    this.pool.serves(place);
    this.metrics.workers.set(this.pool.serving.length);
    if (this.pool.serving.length === this.options.config.processes) this.onServing(port);
  }

  /** At the first start nobody waits for a better time: what is wrong is said at once. */
  private couldNotStart(place: number, text: string): void {
    if (this.isStarting) this.fail(new ConfigError(text));
    else this.options.logger.error({ process: place, problem: text }, 'a server process could not start');
  }

  private died(place: number): void {
    this.metrics.workerDeaths.inc();
    this.metrics.workers.set(this.pool.serving.length);
    void this.sum.forget(place);
    this.tellLoad(this.load.forget(place));
  }

  private async metricsOfAll(): Promise<string> {
    const told = this.pool.serving.map((place) => this.snapshots.ask((id) => this.pool.send(place, { kind: 'ask-metrics', id })));
    await Promise.all(told);
    return this.sum.text(await snapshotOf(this.metrics.registry));
  }
}
