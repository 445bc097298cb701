import type { ArrivedMessage, InboxQuery } from '@tongxing/simulator';
import type { App } from '../app';
import { linkToPrimary, type PrimaryLink } from '../platform/cluster';
import { configFromEnvironment } from '../platform/config';
import { ReportedWatermark } from '../platform/database/reported-watermark';
import { NodeLoad } from '../platform/load';
import { createLogger } from '../platform/logs';
import { snapshotOf } from '../platform/metrics-sum';
import { Questions } from '../platform/questions';
import { compose, startFailure } from './compose';
import { prepareKeys } from './prepare';
import type { FromWorker, ToWorker } from './process-messages';

/** The primary reads the inbox from memory; longer means that it is going down. */
const INBOX_PATIENCE_MS = 5_000;

type Begin = Extract<ToWorker, { kind: 'begin' }>;

/** One of several processes that serve: a whole platform on what the primary has prepared (docs/adr/0014). */
export function serveAsWorker(): void {
  // A terminal and a supervisor signal all processes at once; this one ends when the primary says so, or with it.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
  const worker = new ServingWorker();
  worker.awake();
}

class ServingWorker {
  private readonly link: PrimaryLink<FromWorker> = linkToPrimary<FromWorker, ToWorker>((message) => this.receive(message));
  private readonly watermark = new ReportedWatermark((visits) => this.link.send({ kind: 'committed', visits }));
  private readonly nodeLoad = new NodeLoad((level) => void this.link.send({ kind: 'load', level }));
  private readonly inboxes = new Questions<readonly ArrivedMessage[]>(INBOX_PATIENCE_MS);
  private running: Promise<App> | undefined;

  awake(): void {
    void this.link.send({ kind: 'awake' });
  }

  private receive(message: ToWorker): void {
    if (message.kind === 'begin') void this.begin(message);
    else if (message.kind === 'behind') this.watermark.behind();
    else if (message.kind === 'load') this.nodeLoad.hear(message.level);
    else if (message.kind === 'inbox') this.inboxes.answered(message.id, message.messages);
    else if (message.kind === 'ask-metrics') this.tellMetrics(message.id).catch(() => undefined);
    else this.stop().catch(() => process.exit(1));
  }

  private async begin(begin: Begin): Promise<void> {
    if (begin.isBehind) this.watermark.behind();
    this.running = this.start(begin);
    try {
      await this.running;
    } catch (error) {
      const text = startFailure(error) ?? (error instanceof Error ? error.message : String(error));
      await this.link.send({ kind: 'failed', text });
      process.exit(1);
    }
  }

  private async start({ place, prepared }: Begin): Promise<App> {
    const config = configFromEnvironment();
    const app = await compose({
      config,
      prepared,
      keys: await prepareKeys(config, { runningUrl: prepared.databaseUrl }),
      logger: createLogger(config.logLevel).child({ process: place }),
      watermark: this.watermark,
      nodeLoad: this.nodeLoad,
      inbox: prepared.hasInbox ? { inbox: async (query) => (await this.askInbox(query)) ?? [] } : undefined,
      process: String(place),
    });
    const { port } = await app.start();
    await this.link.send({ kind: 'serving', port });
    return app;
  }

  private askInbox(query: InboxQuery): Promise<readonly ArrivedMessage[] | undefined> {
    return this.inboxes.ask((id) => void this.link.send({ kind: 'ask-inbox', id, query }));
  }

  private async tellMetrics(id: number): Promise<void> {
    const app = await this.running;
    await this.link.send({ kind: 'metrics', id, metrics: app === undefined ? [] : await snapshotOf(app.metrics.registry) });
  }

  /** What is under way is answered, what was committed is reported, then this process ends. */
  private async stop(): Promise<void> {
    // A start that fails ends this process by itself.
    const app = await this.running;
    await app?.stop();
    await this.watermark.stop();
    process.exit(0);
  }
}
