import { makeCity, type SmsCentre, startSmsCentre } from '@tongxing/simulator';
import { claimInstallation, fillDemo } from '../modules/demo/public';
import { ensureRoles } from '../modules/identity/public';
import { ensurePolicies } from '../modules/policy/public';
import type { Clock } from '../platform/clock';
import { type Config, ConfigError } from '../platform/config';
import { type Keys, loadKeys } from '../platform/crypto/keys';
import { Vault } from '../platform/crypto/sealing';
import { openDatabase } from '../platform/database/database';
import { type EmbeddedServer, startEmbedded } from '../platform/database/embedded';
import { migrate } from '../platform/database/migrations';
import { unsafeSettings } from '../platform/database/safety';
import { paths } from '../platform/paths';
import type { Progress } from './progress';

/** The database a command works on: embedded, or the operator's own. */
export interface PreparedDatabase {
  readonly ownerUrl: string;
  readonly runningUrl: string;
  stop(): Promise<void>;
}

/** Nothing can be recorded any more: end, so that whoever supervises the platform starts it anew. */
function endWithoutDatabase(): void {
  process.stderr.write('\nThe embedded PostgreSQL ended by itself. Start Tongxing again; everything acknowledged is on disk.\n');
  process.exit(1);
}

/** Starts the embedded server, or takes the connection strings given; then migrates. */
export async function prepareDatabase(config: Config, progress: Progress): Promise<PreparedDatabase> {
  const embedded: EmbeddedServer | undefined =
    config.databaseUrl === undefined
      ? await progress.step('PostgreSQL (embedded) started', () =>
          startEmbedded({ dataDir: config.dataDir, onUnexpectedEnd: endWithoutDatabase }),
        )
      : undefined;
  const runningUrl = embedded?.runningUrl ?? config.databaseUrl ?? '';
  const ownerUrl = embedded?.ownerUrl ?? config.migrationDatabaseUrl ?? runningUrl;
  const stop = async () => embedded?.stop();
  try {
    const problems = await unsafeSettings(runningUrl);
    if (problems.length > 0) throw new ConfigError(`The database is not safe to acknowledge visits on:\n${problems.join('\n')}`);
    await progress.step('Schema is current', () => migrate(ownerUrl, paths.migrations));
    return { ownerUrl, runningUrl, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Presets of this version, the profile's claim on the database, and in demo mode the city. */
export async function prepareContents(config: Config, ownerUrl: string, keys: Keys, clock: Clock, progress: Progress): Promise<void> {
  const { db, close } = openDatabase({ url: ownerUrl, connections: 4, onError: () => undefined });
  try {
    const owner = await claimInstallation(db, config.profile);
    if (owner !== config.profile) {
      throw new ConfigError(
        `This database belongs to the ${owner} profile and TONGXING_PROFILE is ${config.profile}. Fictional and real data are never mixed: use another database or data folder.`,
      );
    }
    await ensureRoles(db);
    await ensurePolicies(db);
    if (config.profile === 'demo') {
      const city = makeCity({ size: config.demoCity });
      const bar = progress.bar('residents');
      await progress.step(`Demo city: ${city.size.venues} venues, ${city.size.residents} residents`, () =>
        fillDemo({ db, vault: new Vault(keys), city, now: clock.now(), onProgress: (done, total) => bar.update(done, total) }).finally(() =>
          bar.end(),
        ),
      );
    }
  } finally {
    await close();
  }
}

export function prepareKeys(config: Config): Promise<Keys> {
  return loadKeys(config.keysFile, config.profile === 'demo');
}

const DEMO_GATEWAY = { systemId: 'tongxing', password: 'demo' };

/** The demo's own SMS gateway, unless a real one is configured. */
export async function prepareGateway(config: Config): Promise<{ smppUrl: string; smsCentre: SmsCentre | undefined }> {
  if (config.smppUrl !== undefined) return { smppUrl: config.smppUrl, smsCentre: undefined };
  const smsCentre = await startSmsCentre({ host: '127.0.0.1', port: 0, ...DEMO_GATEWAY });
  return { smppUrl: `smpp://${DEMO_GATEWAY.systemId}:${DEMO_GATEWAY.password}@127.0.0.1:${smsCentre.port}`, smsCentre };
}
