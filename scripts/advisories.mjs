// `npm run advisories`: asks the configured registry which packages have known weaknesses, and says what has to be mended
// by when (SECURITY.md). Fails for what is not written down yet and for what is overdue.
// `npm run advisories -- report.json` judges the output of `npm audit --json` from a machine that reaches such a list.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './ensure.mjs';

const REGISTER = 'docs/operate/weaknesses.json';
const DAY_MS = 86_400_000;

/** Days until a weakness is mended: where it can be used against the platform, and where the register says why not. */
export const DAYS = {
  critical: { reachable: 3, unreachable: 30 },
  high: { reachable: 7, unreachable: 30 },
  moderate: { reachable: 30, unreachable: 90 },
  low: { reachable: 90, unreachable: 90 },
};

const isDay = (text) => typeof text === 'string' && new Date(`${text}T00:00:00Z`).toJSON()?.slice(0, 10) === text;
const dayAfter = (day, days) => new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);

/** Weaknesses of an `npm audit --json` report (version 2), each once, whatever depends on the package that has it. */
function weaknessesIn(report) {
  if (report?.auditReportVersion !== 2 || typeof report.vulnerabilities !== 'object')
    throw new Error(`this is no report of npm audit: ${JSON.stringify(report?.message ?? report).slice(0, 300)}`);
  const found = new Map();
  for (const { via } of Object.values(report.vulnerabilities))
    for (const cause of via) {
      // A name alone says that a dependency has it, which stands in the report itself.
      if (typeof cause === 'string') continue;
      const { name, severity, title, range, url, source } = cause;
      const id = url?.split('/').at(-1) ?? `npm-${source}`;
      found.set(`${id} ${name}`, { id, name, severity, title, range });
    }
  return [...found.values()];
}

/** @throws Error naming an entry that is not one. */
function entriesOf(register, today) {
  const entries = new Map();
  for (const entry of register) {
    const { id, seen, unreachable } = entry;
    const isSound = typeof id === 'string' && isDay(seen) && seen <= today && (unreachable === undefined || unreachable.length >= 20);
    if (!isSound || entries.has(id))
      throw new Error(`${REGISTER}: ${JSON.stringify(entry)} needs an id of its own, the day it was seen, and why it is unreachable if so`);
    entries.set(id, entry);
  }
  return entries;
}

/**
 * What has to be mended by when.
 * @param report of `npm audit --json`
 * @param register `[{ id, seen: 'YYYY-MM-DD', unreachable?: 'why it cannot be used against the platform' }]`
 * @param today `YYYY-MM-DD`
 * @returns `due` soonest first, with `state` `new`, `open` or `overdue`; `gone`: ids in the register that are mended
 */
export function judge(report, register, today) {
  const entries = entriesOf(register, today);
  const due = [];
  for (const weakness of weaknessesIn(report)) {
    // What no rule knows is taken for the worst.
    const days = DAYS[weakness.severity] ?? (weakness.severity === 'info' ? undefined : DAYS.critical);
    if (days === undefined) continue;
    const entry = entries.get(weakness.id);
    const by = dayAfter(entry?.seen ?? today, entry?.unreachable === undefined ? days.reachable : days.unreachable);
    due.push({ ...weakness, by, state: entry === undefined ? 'new' : by < today ? 'overdue' : 'open' });
  }
  const reported = new Set(due.map(({ id }) => id));
  return {
    due: due.sort((a, b) => a.by.localeCompare(b.by) || a.id.localeCompare(b.id)),
    gone: [...entries.keys()].filter((id) => !reported.has(id)),
  };
}

/** Packages that are installed, asked of the registry that npm is configured for. */
function askRegistry() {
  const { stdout } = spawnSync('npm', ['audit', '--json'], { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28 });
  return JSON.parse(stdout || '{"message":"npm audit said nothing"}');
}

function main([file]) {
  const report = file === undefined ? askRegistry() : JSON.parse(readFileSync(file, 'utf8'));
  const today = new Date().toISOString().slice(0, 10);
  const { due, gone } = judge(report, JSON.parse(readFileSync(join(root, REGISTER), 'utf8')), today);
  const say = (text) => process.stdout.write(`${text}\n`);
  for (const { id, name, severity, title, range, by, state } of due) {
    say(`${state.padEnd(7)} by ${by}  ${severity.padEnd(8)} ${name} ${range}  ${id}  ${title}`);
    if (state === 'new') say(`        write into ${REGISTER}: ${JSON.stringify({ id, seen: today })}`);
  }
  for (const id of gone) say(`mended  ${id}: take it out of ${REGISTER}`);
  const failing = due.filter(({ state }) => state !== 'open').length;
  say(`${due.length} known weaknesses, ${failing} not written down or overdue`);
  return failing === 0 ? 0 : 1;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    process.exitCode = main(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${error.message}\nNothing was judged. A registry without a list of weaknesses cannot answer; ask elsewhere:\n`);
    process.stderr.write('  npm audit --json > report.json     where such a list is reached, beside the same package-lock.json\n');
    process.stderr.write('  npm run advisories -- report.json  here\n');
    process.exitCode = 1;
  }
}
