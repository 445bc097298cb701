import { join } from 'node:path';
import { Command } from 'commander';
import { benchCheckin, type CheckinReport } from './checkin';

const root = join(import.meta.dirname, '..', '..');

function table(report: CheckinReport): string {
  const rows = Object.entries(report).map(([key, value]) => [key, String(value)] as const);
  const width = Math.max(...rows.map(([key]) => key.length));
  return rows.map(([key, value]) => `  ${key.padEnd(width)}  ${value}`).join('\n');
}

const program = new Command('bench').description('measurements that anyone can repeat; build first with: npm run build');

program
  .command('checkin', { isDefault: true })
  .description('durable check-ins a second through the whole real path, beside the bare probe (the floor)')
  .option('--seconds <n>', 'measured seconds of each part', Number, 10)
  .option('--connections <n>', 'clients that ask at once', Number, 256)
  .option('--rounds <n>', 'how often floor and product are measured in turn', Number, 3)
  .option('--json', 'one JSON object a line')
  .action(async (options: { seconds: number; connections: number; rounds: number; json?: boolean }) => {
    const report = await benchCheckin({
      ...options,
      product: join(root, 'apps', 'server', 'dist', 'main.js'),
      floor: join(root, 'bench', 'dist', 'floor-server.js'),
    });
    process.stdout.write(`${options.json === true ? JSON.stringify(report) : table(report)}\n`);
  });

await program.parseAsync();
