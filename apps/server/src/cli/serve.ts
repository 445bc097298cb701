import { makeCity, venueAt } from '@tongxing/simulator';
import colours from 'picocolors';
import { createApp } from '../app';
import { DEMO_PASSWORD, demoStaff } from '../modules/demo/public';
import { systemClock } from '../platform/clock';
import { type Config, ConfigError } from '../platform/config';
import { createLogger } from '../platform/logs';
import { paths } from '../platform/paths';
import { prepareContents, prepareDatabase, prepareGateway, prepareKeys } from './prepare';
import type { Progress } from './progress';

const WEB_APPS = [
  {
    folder: paths.mobile,
    base: '/m/',
    documents: [
      { file: 'index.html', paths: ['/m', '/m/*', '/v/:code'] },
      { file: 'door.html', paths: ['/door', '/door/'] },
    ],
  },
  { folder: paths.console, base: '/console/', documents: [{ file: 'index.html', paths: ['/console', '/console/*'] }] },
];

/** What runs, and how to end it. */
export interface Running {
  readonly port: number;
  stop(): Promise<void>;
}

/** Starts everything in order; what had started is stopped again when a later part fails. */
export async function serve(config: Config, progress: Progress, signal: AbortSignal): Promise<Running> {
  const undo: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const database = await prepareDatabase(config, progress, { behind: 'serve' });
    undo.push(() => database.stop());
    signal.throwIfAborted();
    const keys = await prepareKeys(config);
    await prepareContents(config, database, keys, systemClock, progress);
    signal.throwIfAborted();
    const { smppUrl, smsCentre } = await prepareGateway(config);
    undo.push(async () => smsCentre?.stop());
    const app = await createApp({
      config,
      databaseUrl: database.runningUrl,
      keys,
      smppUrl,
      clock: systemClock,
      logger: createLogger(config.logLevel),
      webApps: WEB_APPS,
      watermark: database.watermark,
      demo: config.profile === 'demo' ? { city: makeCity({ size: config.demoCity }), smsCentre } : undefined,
    });
    undo.push(() => app.stop());
    const { port } = await app.start();
    database.watermark.start();
    signal.throwIfAborted();
    return { port, stop };
  } catch (error) {
    await stop();
    throw isPortTaken(error)
      ? new ConfigError(`Port ${error.port} is taken by another program. Stop it, or choose another with TONGXING_PORT.`)
      : error;
  }
}

function isPortTaken(error: unknown): error is Error & { port: number } {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
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
