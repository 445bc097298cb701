import { type Command, Option } from 'commander';
import type { Result } from './results';
import { tableHead, tableRow } from './tables';

/** How a report is printed. */
export interface OutputOptions {
  readonly json?: boolean;
  readonly markdown?: boolean;
}

const CAMEL = /-(\w)/g;

/** A bench's command with the options that every bench has, and one for each of its numbers. */
export function bench(command: Command, defaults: Readonly<Record<string, readonly [text: string, small: number, full: number]>>): Command {
  command
    .addOption(new Option('--size <size>', 'the demo city, or the size of the claims').choices(['small', 'full']).default('small'))
    .option('--data <folder>', 'use the city that an earlier --keep left')
    .option('--keep <folder>', 'make the city in this folder and leave it for --data')
    .option('--json', 'one JSON object a line')
    .option('--markdown', 'the row of the table in docs/operate/performance.md');
  for (const [name, [text, small, full]] of Object.entries(defaults))
    command.option(`--${name} <n>`, `${text} (${small}, with --size full ${full})`, Number);
  return command.hook('preAction', (_, acted) => {
    const given = acted.opts<Record<string, unknown>>();
    for (const [name, [, small, full]] of Object.entries(defaults)) {
      const key = name.replace(CAMEL, (_all, letter: string) => letter.toUpperCase());
      if (given[key] === undefined) acted.setOptionValue(key, given.size === 'full' ? full : small);
    }
  });
}

/** One report to standard output. */
export function printReport(report: object, { json, markdown }: OutputOptions): void {
  process.stdout.write(`${textOf({ ...report }, json === true, markdown === true)}\n`);
}

function textOf(report: Readonly<Record<string, unknown>>, json: boolean, markdown: boolean): string {
  if (json) return JSON.stringify(report);
  if (markdown) return tableRow(report);
  const width = Math.max(...Object.keys(report).map((key) => key.length));
  const shown = (value: unknown) => (typeof value === 'object' ? JSON.stringify(value) : String(value));
  return Object.entries(report)
    .map(([key, value]) => `  ${key.padEnd(width)}  ${shown(value)}`)
    .join('\n');
}

/** Results of a file as the tables of docs/operate/performance.md. */
export function printTables(results: readonly Result[]): void {
  for (const name of new Set(results.map((result) => result.name))) {
    const own = results.filter((result) => result.name === name);
    const [first] = own;
    if (first !== undefined) process.stdout.write(`\n**${name}**\n\n${[tableHead(first), ...own.map(tableRow)].join('\n')}\n`);
  }
}
