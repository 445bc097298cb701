import { readFile } from 'node:fs/promises';

/** One measurement as a bench printed it with `--json`. */
export type Result = Readonly<Record<string, unknown>> & { readonly name: string };

const isResult = (value: unknown): value is Result =>
  typeof value === 'object' && value !== null && 'name' in value && typeof value.name === 'string';

/** Reports of a file of JSON lines, in order; lines of anything else (what a build says) are passed over. */
export function parseResults(text: string): Result[] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line): unknown => JSON.parse(line))
    .filter(isResult);
}

export async function readResults(file: string): Promise<Result[]> {
  return parseResults(await readFile(file, 'utf8'));
}

/** The newest of a bench: of the largest city it was measured on, where it says. */
export function newestOf(results: readonly Result[], name: string): Result | undefined {
  const own = results.filter((result) => result.name === name);
  const largest = Math.max(...own.map((result) => Number(result.residents ?? 0)));
  return own.findLast((result) => Number(result.residents ?? 0) === largest);
}
