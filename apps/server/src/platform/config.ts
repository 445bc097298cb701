import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { z } from 'zod';
import { SUITE_IDS, type SuiteId } from './crypto/suites';

/** Every setting of the platform, read once from `TONGXING_*`. The table in docs/operate/configuration.md follows this schema. */
const LAST_PORT = 65_535;
const port = z.coerce.number().int().min(0).max(LAST_PORT);

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

const MOST_PROCESSES = 64;

const Settings = z.object({
  /** `demo`: fictional city, readable SMS inbox. `production`: nothing has an unsafe default. */
  PROFILE: z.enum(['demo', 'production']).default('demo'),
  HOST: z.string().default('127.0.0.1'),
  PORT: port.default(8080),
  /** Metrics; loopback only. Default: the port after the main one. */
  ADMIN_PORT: port.optional(),
  /** Server processes that share the port; `auto` is one a core. */
  PROCESSES: z
    .union([z.literal('auto'), z.coerce.number().int().min(1).max(MOST_PROCESSES)], 'auto, or a number from 1 to 64')
    .default('auto'),
  /** What posters carry: scheme, host, no trailing slash. */
  PUBLIC_URL: z.url().optional(),
  /** Addresses or CIDR ranges of reverse proxies whose `X-Forwarded-For` is believed, comma separated. */
  TRUSTED_PROXIES: z.string().optional(),
  DATA_DIR: z.string().default('./data'),
  /** Connection string of the running role. Without it an embedded PostgreSQL is started in the data folder. */
  DATABASE_URL: z.url().optional(),
  /** Connection string of the owning role, for `tongxing migrate`. Without it a start only checks that the schema is current. */
  MIGRATION_DATABASE_URL: z.url().optional(),
  DATABASE_CONNECTIONS: z.coerce.number().int().min(6).max(200).optional(),
  /** What a start does on a database that could lose what it acknowledged; `warn` is for experiments, never in production. */
  UNSAFE_DATABASE: z.enum(['refuse', 'warn']).default('refuse'),
  /** Remembers outside the database how far it had come. Default: in the data folder. */
  WATERMARK_FILE: z.string().optional(),
  /** Signed head of the audit log, outside the database. Default: in the data folder. */
  AUDIT_HEAD_FILE: z.string().optional(),
  /** Days after which a person is told of an investigation's look at their data, at the latest. */
  DISCLOSURE_DAYS: z.coerce.number().int().min(1).max(30).default(14),
  /** File with the sealing keys. Made on first start in demo mode; must exist in production. */
  KEYS_FILE: z.string().optional(),
  /** `smpp://systemId:password@host:port`; the demo starts a gateway of its own. */
  SMPP_URL: z.url().optional(),
  /** Algorithms of new keys; old seals open under the suite that their key names. */
  CRYPTO_SUITE: z.enum(SUITE_IDS).default('international'),
  TIME_ZONE: z.string().refine(isTimeZone, 'not an IANA time zone').default('Asia/Shanghai'),
  /** Days after which visits are dropped: 14, 21 or 28 as a rule; more than 30 only by an order, which the next names. */
  RETENTION_DAYS: z.coerce.number().int().min(14).max(366).default(28),
  RETENTION_LEGAL_BASIS: z.string().trim().min(6).max(200).optional(),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  /** Requests a minute and address on routes that anybody may call. */
  PUBLIC_REQUESTS_PER_MINUTE: z.coerce.number().int().min(1).optional(),
  SCANS_PER_PERSON: z.coerce.number().int().min(1).default(20),
  SIGN_IN_CODES_PER_ADDRESS_HOUR: z.coerce.number().int().min(1).optional(),
  /** Of the whole installation: what the SMS budget allows. */
  SIGN_IN_CODES_PER_HOUR: z.coerce.number().int().min(1).default(200_000),
  /** Whether staff work without an authenticator. Default: `required`, in the demo `optional`. */
  SECOND_FACTOR: z.enum(['required', 'optional']).optional(),
  /** Telephone for questions, as posters print it. */
  HOTLINE: z
    .string()
    .trim()
    .regex(/^[0-9+ -]{3,20}$/, 'a telephone number')
    .default('12345'),
  /** Venues that one person may manage: 1 where manager and venue belong together one to one. */
  VENUES_PER_MANAGER: z.coerce.number().int().min(1).max(1_000).default(20),
  /** Which city the demo fills. */
  DEMO_CITY: z.enum(['small', 'tiny']).default('small'),
});

export interface Config {
  readonly profile: 'demo' | 'production';
  readonly host: string;
  readonly port: number;
  readonly adminPort: number;
  /** Server processes on this machine, at least 1. */
  readonly processes: number;
  readonly publicUrl: string;
  readonly trustedProxies: readonly string[];
  readonly dataDir: string;
  readonly databaseUrl: string | undefined;
  readonly migrationDatabaseUrl: string | undefined;
  /** Of each process. */
  readonly databaseConnections: number;
  readonly unsafeDatabase: 'refuse' | 'warn';
  readonly watermarkFile: string;
  readonly auditHeadFile: string;
  readonly disclosureDays: number;
  readonly keysFile: string;
  readonly smppUrl: string | undefined;
  readonly timeZone: string;
  readonly retentionDays: number;
  /** Order that allows more than 30 days; undefined when none is needed. */
  readonly retentionLegalBasis: string | undefined;
  /** Of new keys. */
  readonly cryptoSuite: SuiteId;
  readonly logLevel: string;
  readonly publicRequestsPerMinute: number;
  /** Of one person in ten seconds in one process. */
  readonly scansPerPerson: number;
  readonly signInCodesPerAddressHour: number;
  readonly signInCodesPerHour: number;
  readonly secondFactor: 'required' | 'optional';
  readonly hotline: string;
  readonly venuesPerManager: number;
  readonly demoCity: 'small' | 'tiny';
}

/** What is wrong with the configuration, one line a setting: printed at start instead of a stack trace. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

const PREFIX = 'TONGXING_';
/** One address drives a whole synthetic day in the demo, so its limits are out of the way there. */
const DEMO_LIMIT = 1_000_000;
const PUBLIC_REQUESTS_PER_MINUTE = 120;
const SIGN_IN_CODES_PER_ADDRESS_HOUR = 60;

/** GB/T 35273: as short as the purpose allows. Longest in use elsewhere: 30 days (luca). */
const LONGEST_RETENTION_DAYS = 30;

function unlawfulRetention({ retentionDays, retentionLegalBasis }: Config): string[] {
  if (retentionDays <= LONGEST_RETENTION_DAYS || retentionLegalBasis !== undefined) return [];
  return [
    `TONGXING_RETENTION_DAYS=${retentionDays}: visits are kept ${LONGEST_RETENTION_DAYS} days at most, unless an order says otherwise; name it in TONGXING_RETENTION_LEGAL_BASIS`,
  ];
}

function unsafeInProduction(config: Config): string[] {
  const problems: string[] = [];
  if (config.databaseUrl === undefined) problems.push('TONGXING_DATABASE_URL is missing: production needs a PostgreSQL of its own');
  if (config.unsafeDatabase === 'warn')
    problems.push('TONGXING_UNSAFE_DATABASE=warn is for experiments: production acknowledges nothing that may be lost');
  if (config.smppUrl === undefined) problems.push('TONGXING_SMPP_URL is missing: warnings could not be sent');
  if (!config.publicUrl.startsWith('https://'))
    problems.push('TONGXING_PUBLIC_URL must start with https://: posters and cookies depend on it');
  return problems;
}

/** The settings of this process. `PORT` is what hosting platforms set; our own name wins. */
export function configFromEnvironment(): Config {
  return readConfig({ ...(process.env.PORT === undefined ? {} : { TONGXING_PORT: process.env.PORT }), ...process.env });
}

/**
 * Reads settings.
 * @throws {ConfigError} naming every setting that is wrong, unknown or unsafe.
 */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const config = configOf(parseSettings(environment));
  const problems = [...unlawfulRetention(config), ...(config.profile === 'production' ? unsafeInProduction(config) : [])];
  if (problems.length > 0) throw new ConfigError(problems.join('\n'));
  return config;
}

function parseSettings(environment: Record<string, string | undefined>): z.output<typeof Settings> {
  const given = Object.entries(environment)
    .filter(([name, value]) => name.startsWith(PREFIX) && value !== undefined && value !== '')
    .map(([name, value]) => [name.slice(PREFIX.length), value]);
  const parsed = Settings.strict().safeParse(Object.fromEntries(given));
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => `${PREFIX}${key} is not a setting`).join('\n')
      : `${PREFIX}${issue.path.join('.')}: ${issue.message}`,
  );
  throw new ConfigError(lines.join('\n'));
}

/** Connections of each process: 4 a core together, at least 8 each. */
const usualConnections = (processes: number) => Math.max(8, Math.ceil((availableParallelism() * 4) / processes));

/** What is allowed where nothing is set. */
const limitOf = ({ PROFILE }: Pick<z.output<typeof Settings>, 'PROFILE'>, usual: number) => (PROFILE === 'demo' ? DEMO_LIMIT : usual);

function configOf(s: z.output<typeof Settings>): Config {
  const isDemo = s.PROFILE === 'demo';
  const dataDir = resolve(s.DATA_DIR);
  const processes = s.PROCESSES === 'auto' ? Math.min(MOST_PROCESSES, availableParallelism()) : s.PROCESSES;
  return {
    profile: s.PROFILE,
    host: s.HOST,
    port: s.PORT,
    adminPort: s.ADMIN_PORT ?? (s.PORT === 0 || s.PORT === LAST_PORT ? 0 : s.PORT + 1),
    processes,
    publicUrl: (s.PUBLIC_URL ?? `http://127.0.0.1:${s.PORT}`).replace(/\/$/, ''),
    trustedProxies: s.TRUSTED_PROXIES?.split(',').map((address) => address.trim()) ?? [],
    dataDir,
    databaseUrl: s.DATABASE_URL,
    migrationDatabaseUrl: s.MIGRATION_DATABASE_URL,
    databaseConnections: s.DATABASE_CONNECTIONS ?? usualConnections(processes),
    unsafeDatabase: s.UNSAFE_DATABASE,
    watermarkFile: resolve(s.WATERMARK_FILE ?? resolve(dataDir, 'watermark.json')),
    auditHeadFile: resolve(s.AUDIT_HEAD_FILE ?? resolve(dataDir, 'audit-head.json')),
    disclosureDays: s.DISCLOSURE_DAYS,
    keysFile: s.KEYS_FILE ?? resolve(dataDir, 'keys.json'),
    smppUrl: s.SMPP_URL,
    timeZone: s.TIME_ZONE,
    retentionDays: s.RETENTION_DAYS,
    retentionLegalBasis: s.RETENTION_LEGAL_BASIS,
    cryptoSuite: s.CRYPTO_SUITE,
    logLevel: s.LOG_LEVEL,
    scansPerPerson: s.SCANS_PER_PERSON,
    publicRequestsPerMinute: s.PUBLIC_REQUESTS_PER_MINUTE ?? limitOf(s, PUBLIC_REQUESTS_PER_MINUTE),
    signInCodesPerAddressHour: s.SIGN_IN_CODES_PER_ADDRESS_HOUR ?? limitOf(s, SIGN_IN_CODES_PER_ADDRESS_HOUR),
    signInCodesPerHour: s.SIGN_IN_CODES_PER_HOUR,
    secondFactor: s.SECOND_FACTOR ?? (isDemo ? 'optional' : 'required'),
    hotline: s.HOTLINE,
    venuesPerManager: s.VENUES_PER_MANAGER,
    demoCity: s.DEMO_CITY,
  };
}
