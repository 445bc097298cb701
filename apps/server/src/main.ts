import { setMaxListeners } from 'node:events';
import type { RolePreset } from '@tongxing/contract';
import { Command, Option } from 'commander';
import colours from 'picocolors';
import { version } from '../package.json';
import { acceptDatabase } from './cli/accept';
import { exportAudit, type VerifyCommand, verifyAudit } from './cli/audit';
import { importDivisions } from './cli/divisions';
import { type DestroyCommand, destroy, listKeys, makeKeys, reseal, retire, rotate } from './cli/keys';
import { prepareContents, prepareDatabase, prepareKeys } from './cli/prepare';
import { terminalProgress } from './cli/progress';
import { describe, type Running, serve } from './cli/serve';
import { type AdministratorToInvite, inviteFirst } from './cli/set-up';
import { describeDay, simulateDay } from './cli/simulate';
import { serveAsWorker } from './cli/worker';
import { systemClock } from './platform/clock';
import { isWorker } from './platform/cluster';
import { ConfigError, configFromEnvironment } from './platform/config';

const progress = terminalProgress(process.stdout);

/** Who makes all other accounts, grants their roles, and reads what was done. */
const FIRST_ROLES: readonly RolePreset[] = ['system_admin', 'security_admin', 'audit_admin'];

/**
 * Ends the process once, however many signals arrive; npm passes on what the terminal sent already. A start under way
 * is undone first, so that nothing is left running.
 */
function stopOnSignal(starting: AbortController): (running: Running) => void {
  let running: Running | undefined;
  const end = () => {
    if (starting.signal.aborted) return;
    starting.abort();
    progress.line('\nStopping …');
    running?.stop().then(() => process.exit(0), fail);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end);
  return (started) => {
    running = started;
    started.failure.then((error) => {
      if (starting.signal.aborted) return;
      starting.abort();
      return started.stop().finally(() => fail(error));
    }, fail);
  };
}

/** Commands that work on the data folder finish what they began: a few seconds, then everything is stopped. */
function finishFirst(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => progress.line('Finishing first …'));
}

function fail(error: unknown): never {
  const isExpected = error instanceof ConfigError || (error instanceof Error && error.cause === undefined);
  const text = error instanceof Error ? (isExpected ? error.message : `${error.message}\n${String(error.cause)}`) : String(error);
  process.stderr.write(`\n${colours.red('Tongxing could not go on.')}\n${text}\n`);
  process.exit(1);
}

const program = new Command('tongxing').description('Scan-to-pass for public-health authorities 扫码通行').version(version);

program
  .command('serve', { isDefault: true })
  .description('start the platform (the demo city unless TONGXING_PROFILE=production)')
  .action(async () => {
    // Started by the process below, to serve beside others.
    if (isWorker()) return serveAsWorker();
    const settings = configFromEnvironment();
    const starting = new AbortController();
    const onRunning = stopOnSignal(starting);
    const running = await serve(settings, progress, starting.signal).catch((error: unknown) => {
      if (starting.signal.aborted) process.exit(0);
      throw error;
    });
    onRunning(running);
    progress.line(describe(settings, running.port));
  });

program
  .command('migrate')
  .description('bring the schema and the shipped presets up to date, then end')
  .action(async () => {
    finishFirst();
    const settings = configFromEnvironment();
    const database = await prepareDatabase(settings, progress);
    try {
      if (database.ownerUrl === undefined) throw new ConfigError('Migrating needs the owning role: set TONGXING_MIGRATION_DATABASE_URL.');
      await prepareContents(settings, database, await prepareKeys(settings, database), systemClock, progress);
    } finally {
      await database.stop();
    }
  });

program
  .command('accept-database')
  .description('go on with a database that is older than what was acknowledged, or another one; shows first what is missing')
  .requiredOption('--reason <text>', 'why there is no newer copy; kept in the audit log')
  .action(async ({ reason }: { reason: string }) => {
    finishFirst();
    await acceptDatabase(configFromEnvironment(), reason, progress);
  });

const keys = program
  .command('keys')
  .description('make the file of sealing keys for a new installation; never overwrites one')
  .action(() => makeKeys(configFromEnvironment(), progress));
keys
  .command('list')
  .description('every key and what it is for; shows no secret')
  .action(() => listKeys(configFromEnvironment(), progress));
keys
  .command('rotate')
  .description('make new keys, which seal from now on; running nodes take them up within seconds')
  .option('--purpose <name>', 'of one purpose only')
  .action(async ({ purpose }: { purpose?: string }) => {
    finishFirst();
    await rotate(configFromEnvironment(), purpose, progress);
  });
keys
  .command('reseal')
  .description('seal everything anew under the newest keys, in small steps; goes on where it was ended')
  .action(() => reseal(configFromEnvironment(), progress));
keys
  .command('retire <id>')
  .description('remove a key that nothing is sealed under any more')
  .action(async (id: string) => {
    finishFirst();
    await retire(configFromEnvironment(), id, progress);
  });
keys
  .command('destroy')
  .description('destroy keys: what they sealed can be read by nobody any more, in no copy of the database')
  .option('--day <day>', 'of the messages of a day, YYYY-MM-DD')
  .option('--purpose <name>', 'of everything sealed for a purpose')
  .option('--confirm <word>', 'the day or the purpose once more')
  .action(async (command: DestroyCommand) => {
    finishFirst();
    await destroy(configFromEnvironment(), command, progress);
  });

const audit = program.command('audit').description('verify or export the audit log; reads only');
audit
  .command('verify')
  .description('name every place where the log is not what was sealed; ends with 1 when there is one')
  .option('--file <path>', 'an exported log instead of the database')
  .option('--head <path>', 'a head that was kept elsewhere; the configured one by default')
  .option('--public-key <base64>', 'the key that seals are checked with; that of the key file by default')
  .action(async (command: VerifyCommand) => {
    if (!(await verifyAudit(configFromEnvironment(), command, progress))) process.exitCode = 1;
  });
audit
  .command('export <file>')
  .description('write the sealed log into a new file, for a verification elsewhere')
  .action((file: string) => exportAudit(configFromEnvironment(), file, progress));

program
  .command('divisions')
  .description('the list of provinces, cities, counties and townships')
  .command('import [file]')
  .description('load the national list, or a JSON list of { code, nameZh, nameEn }; can be repeated')
  .action(async (file: string | undefined) => {
    finishFirst();
    const { added, renamed } = await importDivisions(configFromEnvironment(), file, progress);
    progress.line(`${added} divisions added, ${renamed} brought up to date. A running server reads them at its next start.`);
  });

program
  .command('staff')
  .description('the first administrators of an installation')
  .command('invite <username>')
  .description('make an account of an administrator and print its invitation once; all other accounts are made in the console')
  .requiredOption('--name <name>', 'name shown to others')
  .addOption(new Option('--role <role>', 'one of the three administrators').choices(FIRST_ROLES).makeOptionMandatory())
  .requiredOption('--area <code>', 'division code of the area')
  .option('--phone <number>', 'telephone of the person')
  .action(async (username: string, options: Omit<AdministratorToInvite, 'username'>) => {
    finishFirst();
    const { link, expiresAt } = await inviteFirst(configFromEnvironment(), { username, ...options }, progress);
    progress.line(`Account ${username} is invited. The person opens this link and sets a password, until ${expiresAt}:\n${link}`);
  });

program
  .command('simulate')
  .description('drive a synthetic day through the API of a running demo server')
  .addOption(new Option('--city <size>', 'the city the server was filled with').choices(['small', 'tiny']).default('small'))
  .requiredOption('--day', 'a whole day: the 24 hours that end now')
  .option('--residents <n>', 'residents who go out', Number, 2_000)
  .option('--concurrency <n>', 'requests at once', Number, 32)
  .option('--url <origin>', 'the running server; by default the one configured here')
  .option('--json', 'print the summary as one JSON line')
  .action(async (options: { city: 'small' | 'tiny'; residents: number; concurrency: number; url?: string; json?: boolean }) => {
    const baseUrl = options.url ?? `http://127.0.0.1:${configFromEnvironment().port}`;
    const abort = new AbortController();
    // Every waiting request listens to it.
    setMaxListeners(0, abort.signal);
    process.once('SIGINT', () => abort.abort());
    const summary = await simulateDay(
      { ...options, baseUrl, signal: abort.signal },
      options.json === true ? terminalProgress(process.stderr) : progress,
    );
    progress.line(options.json === true ? JSON.stringify(summary) : describeDay(summary));
  });

program.parseAsync().catch(fail);
