import { fdatasyncSync, openSync, writeSync } from 'node:fs';

/**
 * The ledger: a program of its own with a file of its own, on no disk that is broken on purpose. It copies what it is
 * sent to the file, and after each `f NUMBER` line says NUMBER, once everything before it is on disk.
 */
const file = openSync(process.argv[2] ?? '', 'a');
let rest = '';

/** Writes the whole lines of a chunk; the last flush mark among them stands for those before it. */
function take(chunk: string): void {
  const lines = (rest + chunk).split('\n');
  rest = lines.pop() ?? '';
  const marks = lines.filter((line) => line.startsWith('f '));
  const entries = lines.filter((line) => !line.startsWith('f ') && line !== '');
  if (entries.length > 0) writeSync(file, `${entries.join('\n')}\n`);
  const last = marks.at(-1);
  if (last === undefined) return;
  fdatasyncSync(file);
  process.stdout.write(`${last.slice(2)}\n`);
}

process.stdin.setEncoding('utf8');
process.stdin.on('data', take);
// Whoever kills the rig ends the ledger too: its input closes.
process.stdin.on('end', () => process.exit(0));
