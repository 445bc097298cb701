import pg from 'pg';
import type { Clock } from '../clock';

/** Settings without which "acknowledged" would not mean "on disk" (docs/adr/0004). The first value is what we ask for. */
const REQUIRED: Readonly<Record<string, readonly string[]>> = {
  fsync: ['on'],
  synchronous_commit: ['on', 'remote_apply'],
  full_page_writes: ['on'],
  data_checksums: ['on'],
  // After a failed fsync the page counts as clean: a second try would report what never happened (Rebello et al. 2020).
  data_sync_retry: ['off'],
};
/** What a role or a database may set for itself, against the server's own. */
const OVERRIDABLE = new Set(['synchronous_commit', 'TimeZone']);
const OLDEST_VERSION = 150_000;
const CLOCK_WARNS_MS = 2_000;
const CLOCK_REFUSES_MS = 60_000;

/** What speaks against acknowledging visits on a database. Each text says what is set, what that means and what to do. */
export interface SafetyReport {
  /** Acknowledged would not mean on disk, or not when it says. */
  readonly problems: readonly string[];
  /** Worth mending, not worth standing still. */
  readonly warnings: readonly string[];
}

/** A session of the running role, as far as safety goes. */
export interface Session {
  readonly role: string;
  readonly settings: ReadonlyMap<string, string>;
  readonly isStandby: boolean;
  /** Seconds by which the session's zone differs from UTC, in January and in July. */
  readonly offsets: readonly number[];
  /** Milliseconds by which the database's clock is ahead of ours; what the way there may have taken is forgiven. */
  readonly clockAheadMs: number;
}

/**
 * Looks at a session of the role that will run: what `alter role` and `alter database` have set shows there and
 * nowhere else.
 * @throws when the database does not let us in.
 */
export async function reportSafety(url: string, clock: Clock): Promise<SafetyReport> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return judgeSession(await readSession(client, clock));
  } finally {
    await client.end();
  }
}

async function readSession(client: pg.Client, clock: Clock): Promise<Session> {
  const names = [...Object.keys(REQUIRED), 'server_version_num', 'TimeZone', 'log_timezone'];
  const { rows } = await client.query<{ name: string; setting: string }>('select name, setting from pg_settings where name = any($1)', [
    names,
  ]);
  const asked = clock.now();
  const answer = await client.query<{ now: number; role: string; standby: boolean; january: number; july: number }>(
    `select (extract(epoch from clock_timestamp()) * 1000)::float8 as now, current_user as role, pg_is_in_recovery() as standby,
      extract(timezone from timestamptz '2026-01-15')::float8 as january, extract(timezone from timestamptz '2026-07-15')::float8 as july`,
  );
  const answered = clock.now();
  const { now = asked, role = '', standby = false, january = 0, july = 0 } = answer.rows[0] ?? {};
  return {
    role,
    settings: new Map(rows.map((row) => [row.name, row.setting])),
    isStandby: standby,
    offsets: [january, july],
    clockAheadMs: now > answered ? now - answered : Math.min(0, now - asked),
  };
}

/** What a session shows, without asking a server. */
export function judgeSession(session: Session): SafetyReport {
  const found = clockFindings(session.clockAheadMs);
  return {
    problems: [...settingProblems(session), ...serverProblems(session), ...found.problems],
    warnings: [...zoneWarnings(session), ...found.warnings],
  };
}

function settingProblems({ settings, role }: Session): string[] {
  return Object.entries(REQUIRED)
    .filter(([name, allowed]) => !allowed.includes(settings.get(name) ?? ''))
    .map(
      ([name, [wanted]]) => `PostgreSQL runs with ${name} = ${settings.get(name) ?? 'unknown'}; it must be ${wanted}.${hint(name, role)}`,
    );
}

const hint = (name: string, role: string) =>
  OVERRIDABLE.has(name) ? ` Look also for \`alter role ${role} set …\` and \`alter database … set …\`: \\drds lists them.` : '';

function serverProblems({ settings, isStandby, offsets, role }: Session): string[] {
  const problems: string[] = [];
  if (Number(settings.get('server_version_num')) < OLDEST_VERSION) problems.push('PostgreSQL 15 or newer is needed.');
  if (isStandby) problems.push('This server is a standby: nothing can be recorded on it. Point TONGXING_DATABASE_URL at the primary.');
  if (offsets.some((offset) => offset !== 0))
    problems.push(
      `The session's time zone is ${settings.get('TimeZone')}, not UTC; retention would cut its days elsewhere. Run \`alter role ${role} set timezone = 'UTC'\`.${hint('TimeZone', role)}`,
    );
  return problems;
}

const UTC_NAMES = /^(etc\/)?(utc|uct|gmt|zulu|universal)$/i;

function zoneWarnings({ settings }: Session): string[] {
  const zone = settings.get('log_timezone') ?? '';
  return UTC_NAMES.test(zone)
    ? []
    : [`PostgreSQL writes its log in ${zone}, the platform in UTC: set log_timezone = 'UTC', so that the two can be read side by side.`];
}

function clockFindings(aheadMs: number): SafetyReport {
  const away = Math.abs(aheadMs);
  if (away <= CLOCK_WARNS_MS) return { problems: [], warnings: [] };
  const text = `The database's clock is ${(away / 1000).toFixed(1)} s ${aheadMs > 0 ? 'ahead of' : 'behind'} this machine's: sessions, deadlines and days follow the one, visits the other. Synchronise both (chrony, systemd-timesyncd).`;
  return away > CLOCK_REFUSES_MS ? { problems: [text], warnings: [] } : { problems: [], warnings: [text] };
}

/** Tables of which not even the running program may change a row. */
const APPEND_ONLY = ['audit_events', 'audit_seals', 'visits'];

/** Names the append-only tables that a role could change: none, for a role that only runs. */
export async function rewritableTables(url: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>(
      "select name from unnest($1::text[]) as name where has_table_privilege(name, 'UPDATE') or has_table_privilege(name, 'DELETE')",
      [APPEND_ONLY],
    );
    return rows.map((row) => row.name);
  } finally {
    await client.end();
  }
}
