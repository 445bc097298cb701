import { makeCity } from '@tongxing/simulator';
import { type App, createApp } from '../app';
import type { DemoInbox } from '../modules/demo/public';
import { systemClock } from '../platform/clock';
import type { Config } from '../platform/config';
import type { Keys } from '../platform/crypto/keys';
import type { AcknowledgedWrites } from '../platform/database/acknowledged';
import type { NodeLoad } from '../platform/load';
import type { Logger } from '../platform/logs';
import { paths } from '../platform/paths';
import type { Prepared } from './process-messages';

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

export interface Composition {
  readonly config: Config;
  readonly prepared: Prepared;
  readonly keys: Keys;
  readonly logger: Logger;
  readonly watermark: AcknowledgedWrites;
  readonly inbox: DemoInbox | undefined;
  /** What the other processes have to do; undefined when there is one. */
  readonly nodeLoad?: NodeLoad;
  /** Which of several processes; undefined when there is one. */
  readonly process?: string;
}

/** Fewer requests a minute would refuse one caller on one connection, which is always with the same process. */
const LEAST_PUBLIC_REQUESTS = 30;

/** Requests a minute and address that each process allows, so that together they allow what is set (docs/adr/0015). */
export const shareOfRequests = ({
  publicRequestsPerMinute: all,
  processes,
}: Pick<Config, 'publicRequestsPerMinute' | 'processes'>): number =>
  Math.max(Math.ceil(all / processes), Math.min(all, LEAST_PUBLIC_REQUESTS));

/** The whole platform on what was prepared, with its pages; not started. */
export function compose({ config, prepared, inbox, ...parts }: Composition): Promise<App> {
  return createApp({
    ...parts,
    config: { ...config, publicRequestsPerMinute: shareOfRequests(config) },
    databaseUrl: prepared.databaseUrl,
    watchesKeys: true,
    smppUrl: prepared.smppUrl,
    clock: systemClock,
    webApps: WEB_APPS,
    demo: config.profile === 'demo' ? { city: makeCity({ size: config.demoCity }), smsCentre: inbox } : undefined,
  });
}

/** Why a start failed, in words for whoever started it. */
export function startFailure(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE' && 'port' in error
    ? `Port ${String(error.port)} is taken by another program. Stop it, or choose another with TONGXING_PORT.`
    : undefined;
}
