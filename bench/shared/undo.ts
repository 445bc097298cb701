type Step = () => Promise<unknown>;

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const SIGNALLED = 130;

/** What was started and must end again, in the opposite order. */
export class Undo {
  private readonly steps: Step[] = [];
  private running: Promise<void> | undefined;

  /** What is added after all was undone is undone at once. */
  add(step: Step): void {
    this.steps.push(step);
    if (this.running !== undefined) this.running = this.running.then(() => this.runAll());
  }

  /** Every step, also when one before it failed. A signal and an error that come together share one run. */
  run(): Promise<void> {
    this.running ??= this.runAll();
    return this.running;
  }

  private async runAll(): Promise<void> {
    for (let step = this.steps.pop(); step !== undefined; step = this.steps.pop()) {
      await step().catch((error: unknown) => process.stderr.write(`cleaning up: ${String(error)}\n`));
    }
  }
}

/** Runs a bench and leaves nothing behind: not after an error, wherever it was thrown, and not after Ctrl-C. */
export async function leavingNothing<T>(bench: (undo: Undo) => Promise<T>): Promise<T> {
  const undo = new Undo();
  const onSignal = () => void undo.run().then(() => process.exit(SIGNALLED));
  const onDefect = (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    void undo.run().then(() => process.exit(1));
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  process.on('uncaughtException', onDefect);
  try {
    return await bench(undo);
  } finally {
    await undo.run();
    for (const signal of SIGNALS) process.off(signal, onSignal);
    process.off('uncaughtException', onDefect);
  }
}
