type Step = () => Promise<unknown>;

/** Exit status of a program that Ctrl-C ended. */
const SIGNALLED = 130;

/** What has to be undone, last thing first: also on Ctrl-C, on a defect of the rig, on a scenario that fails. */
export class CleanUp {
  private readonly steps = new Set<Step>();
  private running: Promise<unknown[]> | undefined;

  /** Everything is being put back; nothing new may begin. */
  get isOver(): boolean {
    return this.running !== undefined;
  }

  /**
   * Registers a step, before that begins which it undoes.
   * @returns how to take it now instead of at the end.
   * @throws when everything is being put back already: what was about to begin must not.
   */
  add(step: Step): () => Promise<void> {
    if (this.isOver) throw new Error('the rig is ending');
    let taken: Promise<unknown> | undefined;
    const once = () => {
      taken ??= step();
      return taken;
    };
    this.steps.add(once);
    return async () => {
      this.steps.delete(once);
      await once();
    };
  }

  /** Takes every step that is left, once. One that fails does not keep the others from being taken. @returns what failed. */
  run(): Promise<unknown[]> {
    this.running ??= this.takeAll();
    return this.running;
  }

  private async takeAll(): Promise<unknown[]> {
    const failures: unknown[] = [];
    for (const step of [...this.steps].reverse()) await step().catch((error: unknown) => failures.push(error));
    this.steps.clear();
    return failures;
  }

  /** Signals that end the rig first put everything back; a second one (npm passes them on too) changes nothing. */
  onSignals(): void {
    const end = (signal: NodeJS.Signals) => {
      if (this.isOver) return;
      process.stderr.write(`\n${signal}: putting everything back …\n`);
      void this.run().then((failures) => {
        for (const failure of failures) process.stderr.write(`${String(failure)}\n`);
        process.exit(SIGNALLED);
      });
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end);
  }
}
