import { Presets, SingleBar } from 'cli-progress';
import colours from 'picocolors';

/** What a person at a terminal sees: steps with their seconds, a bar for what takes longer. Plain lines elsewhere. */
export interface Progress {
  /** Runs a step and says how long it took. */
  step<T>(title: string, run: () => Promise<T>): Promise<T>;
  /** A counted task; returns how to move it on. */
  bar(title: string): { update(done: number, total: number): void; end(): void };
  line(text: string): void;
}

const PLAIN_SHARE = 0.25;

export function terminalProgress(output: NodeJS.WriteStream): Progress {
  const line = (text: string) => void output.write(`${text}\n`);
  return {
    line,
    async step(title, run) {
      const startedAt = performance.now();
      const result = await run();
      line(`${colours.green('✓')} ${title} ${colours.dim(`${((performance.now() - startedAt) / 1000).toFixed(1)} s`)}`);
      return result;
    },
    bar: (title) => (output.isTTY ? drawnBar(title, output) : plainBar(title, line)),
  };
}

function drawnBar(title: string, stream: NodeJS.WriteStream) {
  const bar = new SingleBar(
    { format: `  ${title} {bar} {percentage}% {value}/{total}`, hideCursor: true, clearOnComplete: true, stream },
    Presets.shades_classic,
  );
  let isStarted = false;
  return {
    update(done: number, total: number) {
      if (!isStarted) bar.start(total, 0);
      isStarted = true;
      bar.setTotal(total);
      bar.update(done);
    },
    end: () => bar.stop(),
  };
}

function plainBar(title: string, line: (text: string) => void) {
  let next = PLAIN_SHARE;
  return {
    update(done: number, total: number) {
      if (total === 0 || done / total < next) return;
      line(`  ${title} ${done}/${total}`);
      while (done / total >= next) next += PLAIN_SHARE;
    },
    end: () => undefined,
  };
}
