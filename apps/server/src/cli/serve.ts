import { makeCity, venueAt } from '@tongxing/simulator';
import colours from 'picocolors';
import { AuditKeeper, SealKeys } from '../modules/audit/public';
import { DEMO_PASSWORD, demoStaff } from '../modules/demo/public';
import { keyKeeper } from '../modules/keys/public';
import { systemClock } from '../platform/clock';
import { type Config, ConfigError } from '../platform/config';
import type { Keys } from '../platform/crypto/keys';
import { openDatabase } from '../platform/database/database';
import { startAdmin } from '../platform/http/admin';
import { createLogger } from '../platform/logs';
import { compose, startFailure } from './compose';
import { type PreparedDatabase, prepareContents, prepareDatabase, prepareGateway, prepareServingKeys, requirePrivateKeys } from './prepare';
import { Processes, type ProcessesOptions } from './processes';
import type { Progress } from './progress';

/** What runs, and how to end it. */
export interface Running {
  readonly port: number;
  /** Resolves when it cannot go on by itself: it is then to be stopped. */
  readonly failure: Promise<Error>;
  stop(): Promise<void>;
}

/** How to end what had started, the last first. */
type Undo = (() => unknown)[];

const PASSWORD_ALONE =
  'Warning: TONGXING_SECOND_FACTOR=optional. Whoever learns the password of a staff account can work in it. Set it to required (the default); accounts then enrol an authenticator at their next sign-in.';

/** Starts everything in order; what had started is stopped again when a later part fails. */
export async function serve(config: Config, progress: Progress, signal: AbortSignal): Promise<Running> {
  const undo: Undo = [];
  let stopped: Promise<void> | undefined;
  const stop = () => {
    stopped ??= undoAll(undo);
    return stopped;
  };
  if (config.profile === 'production' && config.secondFactor === 'optional') progress.line(colours.yellow(PASSWORD_ALONE));
  try {
    const database = await prepareDatabase(config, progress, { behind: 'serve' });
    undo.push(() => database.stop());
    signal.throwIfAborted();
    const keys = await prepareServingKeys(config, database);
    await requirePrivateKeys(config, progress);
    await prepareContents(config, database, keys, systemClock, progress);
    const keepers = keepOnce(config, database, keys);
    undo.push(() => keepers.stop());
    signal.throwIfAborted();
    const { smppUrl, smsCentre } = await prepareGateway(config);
    undo.push(() => smsCentre?.stop());
    const { runningUrl: databaseUrl, watermark } = database;
    const prepared = { databaseUrl, smppUrl, hasInbox: smsCentre !== undefined };
    const options = { config, prepared, smsCentre, watermark, logger: createLogger(config.logLevel) };
    const started = config.processes === 1 ? await serveHere(options, keys, undo) : await serveByOthers(options, undo, signal, progress);
    watermark.start();
    keepers.start();
    signal.throwIfAborted();
    return { ...started, stop };
  } catch (error) {
    await stop();
    const text = startFailure(error);
    throw text === undefined ? error : new ConfigError(text);
  }
}

async function undoAll(undo: Undo): Promise<void> {
  for (const step of undo.splice(0).reverse()) await step();
}

/** What is done once a node, like the watermark: seals the audit log and keeps its head; keeps the keys of days. */
function keepOnce(config: Config, { runningUrl, watermark }: PreparedDatabase, keys: Keys): { start(): void; stop(): Promise<void> } {
  const logger = createLogger(config.logLevel);
  const { db, close } = openDatabase({ url: runningUrl, connections: 1, onError: () => undefined });
  const keeper = new AuditKeeper({ db, keys: SealKeys.fromSecret(keys.sign), clock: systemClock, logger, headFile: config.auditHeadFile });
  const { keysFile, cryptoSuite: suite, timeZone } = config;
  const days = keyKeeper({ db, keysFile, suite, timeZone, clock: systemClock, logger });
  return {
    start: () => {
      keeper.start();
      days.start();
      watermark.whenBehind(() => {
        void keeper.halt();
        void days.stop();
      });
    },
    stop: () => Promise.all([keeper.stop(), days.stop()]).then(() => close(), close),
  };
}

/** Everything in this process. */
async function serveHere(options: ProcessesOptions, keys: Keys, undo: Undo): Promise<Omit<Running, 'stop'>> {
  const { config, prepared, smsCentre, watermark, logger } = options;
  const app = await compose({ config, prepared, keys, logger, watermark, inbox: smsCentre });
  undo.push(() => app.stop());
  const { port } = await app.start();
  const admin = await startAdmin(app.metrics.registry, config.adminPort);
  undo.push(() => admin.close());
  return { port, failure: new Promise(() => undefined) };
}

/** Only what there is once in this process; several others serve (docs/adr/0014). */
async function serveByOthers(
  options: ProcessesOptions,
  undo: Undo,
  signal: AbortSignal,
  progress: Progress,
): Promise<Omit<Running, 'stop'>> {
  const processes = new Processes(options);
  undo.push(() => processes.stop());
  const { port } = await progress.step(`${options.config.processes} server processes started`, () => processes.start(signal));
  undo.push(await processes.serveMetrics());
  return { port, failure: processes.failure };
}

/** The short table at the end of a start. */
export function describe(config: Config, port: number): string {
  const origin = `http://${config.host === '0.0.0.0' ? '127.0.0.1' : config.host}:${port}`;
  const rows: [string, string][] = [
    ['Residents', `${origin}/m/`],
    ['Console', `${origin}/console/`],
    ['Door screen', `${origin}/door/`],
    ['API', `${origin}/docs`],
  ];
  const city = config.profile === 'demo' ? makeCity({ size: config.demoCity }) : undefined;
  if (city !== undefined)
    rows.splice(1, 0, ['A poster to scan', `${origin}/v/${venueAt(city, 0).code}`], ['Demo SMS inbox', `${origin}/m/demo`]);
  const width = Math.max(...rows.map(([name]) => name.length));
  const lines = rows.map(([name, address]) => `  ${name.padEnd(width)}  ${colours.cyan(address)}`);
  if (city !== undefined) {
    const names = demoStaff(city).map((staff) => staff.username);
    lines.push(
      '',
      `  Console sign-ins: ${names.join(', ')}`,
      `  Password of all:  ${DEMO_PASSWORD}`,
      '',
      `  ${colours.yellow('Demonstration with a fictional city. 演示系统，数据均为虚构。')}`,
    );
  }
  return `\n${colours.bold('通行 Tongxing is ready')}\n\n${lines.join('\n')}\n\n  Ctrl-C stops everything.\n`;
}
