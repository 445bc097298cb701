import { makeCity, type SmsCentre, startSmsCentre } from '@tongxing/simulator';
import colours from 'picocolors';
import { fillDemo } from '../modules/demo/public';
import { ensureRoles } from '../modules/identity/public';
import { ensureDays, matchKeys, missingSealingKeys } from '../modules/keys/public';
import { ensurePolicies } from '../modules/policy/public';
import { keptFrom } from '../modules/retention/public';
import { type Clock, systemClock } from '../platform/clock';
import { type Config, ConfigError } from '../platform/config';
import { KeyRing } from '../platform/crypto/key-ring';
import { exposedKeyFiles, type Keys, loadKeys } from '../platform/crypto/keys';
import { Vault } from '../platform/crypto/sealing';
import { type Database, openDatabase } from '../platform/database/database';
import { type EmbeddedServer, startEmbedded } from '../platform/database/embedded';
import { claimInstallation, isClaimed, isSealedBy, readInstallation } from '../platform/database/installation';
import { migrate, pendingMigrations } from '../platform/database/migrations';
import { reportSafety, rewritableTables } from '../platform/database/safety';
import type { Watermark } from '../platform/database/watermark';
import { dayOf } from '../platform/days';
import { paths } from '../platform/paths';
import type { Progress } from './progress';
import { takeDataFolder } from './single-instance';
import { type Behind, openWatermark } from './watermark';

/** The database a command works on: embedded, or the operator's own. */
export interface PreparedDatabase {
  /** Undefined when only the running role is configured. */
  readonly ownerUrl: string | undefined;
  readonly runningUrl: string;
  /** Checked, not started. */
  readonly watermark: Watermark;
  stop(): Promise<void>;
}

export interface PrepareOptions {
  /** What a database does that is older than what was acknowledged; by default nothing goes on. */
  readonly behind?: Behind;
}

const LEAST_CONNECTIONS = 100;
/** Of the watermark, a start's own work, other commands and whoever looks at the database. */
const OTHER_CONNECTIONS = 20;

/** Each process has its pool and one connection that listens. */
const connectionsFor = ({ processes, databaseConnections }: Config) =>
  Math.max(LEAST_CONNECTIONS, processes * (databaseConnections + 1) + OTHER_CONNECTIONS);

/** Nothing can be recorded any more: end, so that whoever supervises the platform starts it anew. */
function endWithoutDatabase(): void {
  process.stderr.write('\nThe embedded PostgreSQL ended by itself. Start Tongxing again; everything acknowledged is on disk.\n');
  process.exit(1);
}

async function requireCurrent(runningUrl: string): Promise<void> {
  const pending = await pendingMigrations(runningUrl, paths.migrations);
  if (pending.length === 0) return;
  throw new ConfigError(
    `The schema lacks ${pending.length} migrations and this start has no owning role to apply them.\nRun \`tongxing migrate\` with TONGXING_MIGRATION_DATABASE_URL, or set it here.`,
  );
}

/** Also in the demo: a role that can rewrite the audit log makes it worthless. */
async function requireAppendOnly(runningUrl: string): Promise<void> {
  const tables = await rewritableTables(runningUrl);
  if (tables.length === 0) return;
  throw new ConfigError(
    `The role of TONGXING_DATABASE_URL could change or delete rows of ${tables.join(' and ')}. Give the running role membership of tongxing_app only, and the owning role to TONGXING_MIGRATION_DATABASE_URL.`,
  );
}

/** @throws {ConfigError} unless the operator wants a warning only. */
async function requireSafe(config: Config, runningUrl: string, progress: Progress): Promise<void> {
  const { problems, warnings } = await reportSafety(runningUrl, systemClock).catch((error: unknown) => {
    throw new ConfigError(
      `The database does not let us in: ${error instanceof Error ? error.message : String(error)}. Check TONGXING_DATABASE_URL.`,
    );
  });
  if (problems.length > 0 && config.unsafeDatabase === 'refuse')
    throw new ConfigError(`The database is not safe to acknowledge visits on:\n${problems.join('\n')}`);
  for (const text of problems) progress.line(colours.red(`UNSAFE: ${text} Acknowledged visits may be lost.`));
  for (const text of warnings) progress.line(colours.yellow(`Warning: ${text}`));
}

/**
 * Starts the embedded server, or takes the connection strings given; looks whether it is safe and has everything that
 * was acknowledged; then migrates, or checks that nothing is missing.
 */
export async function prepareDatabase(
  config: Config,
  progress: Progress,
  { behind = 'refuse' }: PrepareOptions = {},
): Promise<PreparedDatabase> {
  // First of all: a second program on one data folder would stop the first one's PostgreSQL.
  const giveBack = await takeDataFolder(config.dataDir);
  let embedded: EmbeddedServer | undefined;
  let opened: { watermark: Watermark; close(): Promise<void> } | undefined;
  const stop = async () => {
    // Everything is answered by now and the database still runs.
    await opened?.close();
    await embedded?.stop();
    await giveBack();
  };
  try {
    if (config.databaseUrl === undefined) {
      const settings = [`max_connections=${connectionsFor(config)}`];
      const options = { dataDir: config.dataDir, settings, onUnexpectedEnd: endWithoutDatabase };
      embedded = await progress.step('PostgreSQL (embedded) started', () => startEmbedded(options));
    }
    const runningUrl = embedded?.runningUrl ?? config.databaseUrl ?? '';
    const ownerUrl = embedded?.ownerUrl ?? config.migrationDatabaseUrl;
    await requireSafe(config, runningUrl, progress);
    // Before anything writes: what is written now could hide that the log before it is gone.
    opened = await openWatermark(config, runningUrl, progress, behind);
    const makeCurrent = (): Promise<unknown> => (ownerUrl === undefined ? requireCurrent(runningUrl) : migrate(ownerUrl, paths.migrations));
    await progress.step('Schema is current', makeCurrent);
    await requireAppendOnly(runningUrl);
    return { ownerUrl, runningUrl, watermark: opened.watermark, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** @throws {ConfigError} when the database belongs to another profile or was sealed with other keys. */
async function requireOwnInstallation(db: Database, config: Config, keys: Keys, clock: Clock): Promise<void> {
  const installation = await readInstallation(db);
  if (installation?.profile !== config.profile) {
    throw new ConfigError(
      `This database belongs to the ${installation?.profile ?? 'unclaimed'} profile and TONGXING_PROFILE is ${config.profile}. Fictional and real data are never mixed: use another database or data folder.`,
    );
  }
  if (!isSealedBy(installation, new Vault(keys))) {
    const missing = await missingSealingKeys(db, new KeyRing(keys), keptFrom(clock.now(), config.timeZone));
    throw new ConfigError(
      [
        `The key file ${config.keysFile} is not the one this database was sealed with: no name or telephone could be read. Restore the right one from its backup.`,
        ...missing,
      ].join('\n'),
    );
  }
}

/** @throws {ConfigError} naming each key that the database was sealed with and the files do not hold. */
async function requireAllKeys(db: Database, { keysFile, timeZone }: Config, keys: Keys, clock: Clock): Promise<void> {
  const missing = await matchKeys(db, new KeyRing(keys), keptFrom(clock.now(), timeZone));
  if (missing.length === 0) return;
  throw new ConfigError(
    `The key files at ${keysFile} are not those of this database:\n${missing.join('\n')}\nWhat was sealed, indexed or signed with them could not be read or checked. Restore them from their copy; nodes on several machines share them. Keys of days that are lost for good: tongxing keys destroy --day YYYY-MM-DD`,
  );
}

/** With the owning role: presets of this version, the profile's claim, and in demo mode the city. Without it: the check. */
export async function prepareContents(
  config: Config,
  database: Pick<PreparedDatabase, 'ownerUrl' | 'runningUrl'>,
  keys: Keys,
  clock: Clock,
  progress: Progress,
): Promise<void> {
  const { db, close } = openDatabase({ url: database.ownerUrl ?? database.runningUrl, connections: 4, onError: () => undefined });
  try {
    const vault = new Vault(keys);
    if (database.ownerUrl !== undefined) await claimInstallation(db, config.profile, vault);
    await requireOwnInstallation(db, config, keys, clock);
    await requireAllKeys(db, config, keys, clock);
    if (database.ownerUrl === undefined) return;
    await ensureRoles(db);
    await ensurePolicies(db);
    if (config.profile === 'demo') await fillCity(db, config, vault, clock, progress);
  } finally {
    await close();
  }
}

async function fillCity(db: Database, config: Config, vault: Vault, clock: Clock, progress: Progress): Promise<void> {
  const city = makeCity({ size: config.demoCity });
  const bar = progress.bar('residents');
  const onProgress = (done: number, total: number) => bar.update(done, total);
  await progress.step(`Demo city: ${city.size.venues} venues, ${city.size.residents} residents`, () =>
    fillDemo({ db, vault, city, now: clock.now(), onProgress }).finally(() => bar.end()),
  );
}

/**
 * Reads the keys as they are today. The demo makes its own for a database that nobody has used: a new file for one that is
 * sealed would only hide that the right one is missing.
 * @throws when the file is missing or damaged
 */
export async function prepareKeys(config: Config, { runningUrl }: Pick<PreparedDatabase, 'runningUrl'>): Promise<Keys> {
  const { keysFile, profile, cryptoSuite: suite, timeZone } = config;
  const { db, close } = openDatabase({ url: runningUrl, connections: 1, onError: () => undefined });
  const isNew = await isClaimed(db)
    .then((claimed) => !claimed)
    .finally(close);
  return loadKeys(keysFile, profile === 'demo' && isNew, { suite, today: dayOf(systemClock.now(), timeZone) });
}

/** @throws {ConfigError} for real people's keys that other accounts of the machine may read; the demo only says so. */
export async function requirePrivateKeys({ keysFile, profile }: Config, progress: Progress): Promise<void> {
  const files = await exposedKeyFiles(keysFile);
  if (files.length === 0) return;
  const text = `Other accounts of this machine may read ${files.join(' and ')}: with it whoever gets a copy of the database reads every name and telephone. Run: chmod 600 ${files.join(' ')}`;
  if (profile === 'production') throw new ConfigError(text);
  progress.line(colours.red(`UNSAFE: ${text}`));
}

/** Makes the keys of today and the next days, in a database that is current, and reads them all. */
export async function prepareServingKeys(config: Config, database: Pick<PreparedDatabase, 'runningUrl'>): Promise<Keys> {
  const { keysFile, cryptoSuite: suite, timeZone } = config;
  await prepareKeys(config, database);
  const { db, close } = openDatabase({ url: database.runningUrl, connections: 1, onError: () => undefined });
  try {
    await ensureDays({ db, keysFile, suite, timeZone, clock: systemClock });
  } finally {
    await close();
  }
  return prepareKeys(config, database);
}

const DEMO_GATEWAY = { systemId: 'tongxing', password: 'demo' };

/** The demo's own SMS gateway, unless a real one is configured. */
export async function prepareGateway(config: Config): Promise<{ smppUrl: string; smsCentre: SmsCentre | undefined }> {
  if (config.smppUrl !== undefined) return { smppUrl: config.smppUrl, smsCentre: undefined };
  const smsCentre = await startSmsCentre({ host: '127.0.0.1', port: 0, ...DEMO_GATEWAY });
  return { smppUrl: `smpp://${DEMO_GATEWAY.systemId}:${DEMO_GATEWAY.password}@127.0.0.1:${smsCentre.port}`, smsCentre };
}
