import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { loadKeys } from '../apps/server/src/platform/crypto/keys';
import { Vault } from '../apps/server/src/platform/crypto/sealing';
import { Histogram } from './load/histogram';
import { type City, connectOwner, openCity, ownerUrl } from './shared/city';
import { CountedLoad } from './shared/counted-load';
import { RESIDENT_SCAN } from './shared/entrances';
import { type LoadOptions, openLoopRate } from './shared/load-options';
import { type MachineFacts, machineFacts } from './shared/machine';
import { owedSms, untilNothingIsOpen } from './shared/outbox';
import { type Product, residentTables, startNode, startProduct } from './shared/product';
import { SmsGateway } from './shared/sms-gateway';
import { leavingNothing, type Undo } from './shared/undo';
import { warningTimes } from './shared/warning-times';

export interface WarningReport extends MachineFacts {
  readonly name: 'warning';
  /** From the sending of a scan to the SMS centre's acceptance of each of the two texts it causes, under load. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly mostMs: number;
  /** Texts measured. */
  readonly messages: number;
  /** Texts that were owed and never accepted. */
  readonly missing: number;
  /** Texts accepted more than once: after a kill, those of which nobody could know. */
  readonly repeated: number;
  /** Check-ins a second meanwhile. */
  readonly checkinsPerSecond: number;
  readonly arrivalRate: number;
  /** From `kill -9` until the last text that was open then is accepted. */
  readonly afterKillMs: number;
  /** How many were open. */
  readonly openAtKill: number;
  readonly visitsOnDisk: number;
  readonly generatorCpuMicros: number;
  /** Longest time for which the generator itself had no turn in the open loop: latencies are no better known than that. */
  readonly generatorStallMs: number;
  readonly connections: number;
  readonly seconds: number;
}

export interface WarningOptions extends LoadOptions {
  /**
   * For so long before the kill the centre takes messages and says nothing, ms: they are under way when it comes, and
   * wait for their lease to run out. 0 for what happens to be under way.
   */
  readonly silence: number;
}

const KILL_SHARE = 0.25;
const BEFORE_KILL_MS = 1_000;
/** Whoever could not send for so long goes away: nobody can while the node is gone. */
const PATIENCE_MS = 1_000;
const AFTER_START_SECONDS = 3;

/** Warnings by SMS at full load, and when the process that sends them is killed. */
export function benchWarning(options: WarningOptions): Promise<WarningReport> {
  return leavingNothing(async (undo) => {
    const city = await openCity(options, undo);
    const gateway = await SmsGateway.start(undo);
    const product = await startProduct(city, undo, { settings: { TONGXING_SMPP_URL: gateway.url }, profile: options.profile });
    const vault = new Vault(await loadKeys(join(city.dataDir, 'keys.json'), false));
    const phones = await CountedLoad.start({ tables: await residentTables(product), entrances: [RESIDENT_SCAN] }, undo);

    const { seconds, connections, mostConnections, warmup: warmupSeconds } = options;
    const open = { kind: 'open', port: product.port, connections, mostConnections } as const;
    const closed = await phones.run({ kind: 'closed', port: product.port, connections, warmupSeconds, seconds: Math.min(seconds, 10) });
    await untilNothingIsOpen(product.owner);
    const arrivalRate = Math.min(openLoopRate(closed.perSecond, options), Math.round(closed.perSecond * 0.8));
    const startedAt = Date.now() + warmupSeconds * 1000;
    const load = await phones.run({ ...open, warmupSeconds, phases: [{ rate: arrivalRate, seconds }] });
    await untilNothingIsOpen(product.owner);
    const underLoad = warningTimes(await owedSms(product.owner, vault, startedAt), gateway.arrivals);
    const waits = new Histogram();
    for (const wait of underLoad.waitsMs) waits.add(wait);
    const { p50Ms, p99Ms, maxMs } = waits.latencies();

    const killing = phones.run({
      ...open,
      warmupSeconds: 0,
      phases: [{ rate: Math.round(arrivalRate * KILL_SHARE), seconds: (BEFORE_KILL_MS + options.silence) / 1000 + AFTER_START_SECONDS }],
      patienceMs: PATIENCE_MS,
    });
    const killed = await killAndStart({ city, product, gateway }, options.silence, undo);
    await killing;
    const owner = await connectOwner(await ownerUrl(city.dataDir), undo);
    await untilNothingIsOpen(owner);
    const inAll = warningTimes(await owedSms(owner, vault, 0), gateway.arrivals);
    const owedAtKill = warningTimes(await owedSms(owner, vault, 0, killed.at), gateway.arrivals);
    const late = owedAtKill.acceptedAt.filter((at) => at > killed.at);
    return {
      name: 'warning',
      p50Ms,
      p99Ms,
      mostMs: maxMs,
      messages: underLoad.waitsMs.length,
      missing: inAll.missing,
      repeated: inAll.repeated,
      checkinsPerSecond: load.perSecond,
      arrivalRate,
      afterKillMs: Math.max(0, ...late) - (late.length === 0 ? 0 : killed.at),
      openAtKill: late.length,
      visitsOnDisk: await phones.verify(owner),
      generatorCpuMicros: load.generatorCpuMicros,
      generatorStallMs: load.generatorStallMs,
      connections,
      seconds,
      ...machineFacts(),
    };
  });
}

/** Kills the node while texts are under way and starts it again at the same address. */
async function killAndStart(
  { city, product, gateway }: { city: City; product: Product; gateway: SmsGateway },
  silenceMs: number,
  undo: Undo,
): Promise<{ at: number }> {
  await sleep(BEFORE_KILL_MS);
  if (silenceMs > 0) await gateway.setMode('silent');
  await sleep(silenceMs);
  const at = Date.now();
  await product.program.kill();
  if (silenceMs > 0) await gateway.setMode('normal');
  await startNode(city, undo, { port: product.port, settings: { TONGXING_SMPP_URL: gateway.url } });
  return { at };
}
