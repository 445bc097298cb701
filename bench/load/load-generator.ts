import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import type { Undo } from '../shared/undo';
import type { LoadPlan, LoadResult } from './plan';
import type { Deck } from './requests';

type Reply = { ready: true } | { result: LoadResult } | { error: string };

/** Drives load from a process of its own, so that its work is not on the measuring program's event loop. */
export class LoadGenerator {
  private constructor(private readonly child: ChildProcess) {}

  static async start(deck: Deck, undo: Undo): Promise<LoadGenerator> {
    const child = fork(join(import.meta.dirname, 'generator.js'), {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    undo.add(async () => void child.kill('SIGKILL'));
    const generator = new LoadGenerator(child);
    await generator.ask({ deck });
    return generator;
  }

  /** @throws Error when the generator could not carry the plan out, or died. */
  async run(plan: LoadPlan): Promise<LoadResult> {
    const reply = await this.ask({ plan });
    if (!('result' in reply)) throw new Error('the load generator did not answer with a result');
    return reply.result;
  }

  private ask(message: { deck: Deck } | { plan: LoadPlan }): Promise<Reply> {
    return new Promise((resolve, reject) => {
      const onExit = (code: number | null) => reject(new Error(`the load generator ended with ${code}`));
      this.child.once('exit', onExit);
      this.child.once('message', (reply: Reply) => {
        this.child.off('exit', onExit);
        if ('error' in reply) reject(new Error(`load: ${reply.error}`));
        else resolve(reply);
      });
      this.child.send(message);
    });
  }
}
