import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from '../shared/programs';
import { checkWarnings, readVisits, withDatabase } from './database';
import { breaches, type Judgement, judge } from './judge';
import { Ledger } from './ledger';
import { Load } from './load';
import { defectsIn, type Product, type ProductOptions, startProduct } from './product';
import { keepLog, type Rig } from './rig';

/** A supervisor tries so often; a killed PostgreSQL's last processes may hold its memory for a moment. */
const START_TRIES = 5;
const START_PAUSE_MS = 200;

export interface StandOptions {
  readonly name: string;
  /** Where the platform's disk is; filled by the caller. */
  readonly dataDir: string;
  readonly connections: number;
  /** Pause of a client after a 429 or 503, ms. */
  readonly pauseMs?: number;
  /** Further settings of the platform. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** What a scenario found at its end. */
export interface Verdict {
  readonly judgement: Judgement;
  readonly warnings: number;
  readonly violations: string[];
}

/** One platform under test with its ledger, its clients, and the supervisor that starts it again. */
export class Stand {
  private running: Product | undefined;
  private tries = 0;
  private comeUps = 0;

  private constructor(
    private readonly rig: Rig,
    private readonly options: StandOptions,
    readonly port: number,
    readonly ledger: Ledger,
    readonly load: Load,
  ) {}

  static async open(rig: Rig, options: StandOptions): Promise<Stand> {
    const ledger = await Ledger.start(join(rig.folder, `${options.name}.ledger`));
    const port = await freePort();
    const { connections, pauseMs = 100 } = options;
    const load = new Load({ port, ledger, crowd: rig.crowd, connections, pauseMs });
    const stand = new Stand(rig, options, port, ledger, load);
    rig.cleanUp.add(() => stand.close());
    return stand;
  }

  get product(): Product {
    if (this.running === undefined) throw new Error('the platform was not started');
    return this.running;
  }

  get logFile(): string {
    return join(this.rig.folder, `${this.options.name}.log`);
  }

  get productOptions(): ProductOptions {
    const { dataDir, settings = {} } = this.options;
    return { file: this.rig.product, dataDir, port: this.port, logFile: this.logFile, settings };
  }

  /** Starts of the platform that came up. */
  get starts(): number {
    return this.comeUps;
  }

  /** Starts of the platform that did not come up and were tried again. */
  get failedStarts(): number {
    return this.tries;
  }

  /** Starts the platform, as a supervisor does. Resolves when it can record a visit. */
  async start(awaited: '/readyz' | '/healthz' = '/readyz'): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        this.running = await startProduct({ ...this.productOptions, awaited }, this.rig.cleanUp);
        this.comeUps += 1;
        return;
      } catch (error) {
        if (attempt === START_TRIES || this.rig.cleanUp.isOver) throw error;
        this.tries += 1;
        await wait(START_PAUSE_MS);
      }
    }
  }

  /** Ledger against database, stops against warnings, and what the log and the answers told. The platform must run. */
  async verdict(): Promise<Verdict> {
    const entries = await this.ledger.entries();
    const { visits, warnings } = await withDatabase(this.options.dataDir, async (client) => ({
      visits: await readVisits(client),
      warnings: await checkWarnings(client),
    }));
    const judgement = judge(entries, visits);
    const violations = [...breaches(judgement), ...this.load.improper];
    if (warnings.incidentsWithWrongMessages > 0)
      violations.push(`${warnings.incidentsWithWrongMessages} incidents have not exactly one SMS to the person and one to the data team`);
    if (warnings.stopsWithoutWarning > 0) violations.push(`${warnings.stopsWithoutWarning} stopped persons have no warning of their kind`);
    const defects = await defectsIn(this.logFile);
    if (defects.length > 0) violations.push(`the log tells of ${defects.length} defects, first: ${defects[0]?.slice(0, 300)}`);
    if (violations.length > 0) this.rig.note(`log kept in ${await keepLog(this.logFile, this.options.name)}`);
    return { judgement, warnings: warnings.warnings, violations };
  }

  async close(): Promise<void> {
    this.load.close();
    await this.running?.killAll();
    await this.ledger.stop();
  }
}
