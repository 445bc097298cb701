import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { SmsCentreMode } from '@tongxing/simulator';
import { SMS_CENTRE } from './programs';
import type { Undo } from './undo';

/** A text that the SMS centre has accepted whole. */
export interface SmsArrival {
  /** Epoch ms. */
  readonly at: number;
  readonly to: string;
  readonly text: string;
}

type Told = { port: number } | { mode: SmsCentreMode } | { arrived: SmsArrival[] };

const SYSTEM_ID = 'tongxing';
const PASSWORD = 'bench';

/** The SMS centre of a bench, in its own process. */
export class SmsGateway {
  /** Everything accepted so far, in order. */
  readonly arrivals: SmsArrival[] = [];

  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
  ) {
    child.on('message', (told: Told) => {
      if ('arrived' in told) this.arrivals.push(...told.arrived);
    });
  }

  static async start(undo: Undo): Promise<SmsGateway> {
    const child = fork(SMS_CENTRE, [SYSTEM_ID, PASSWORD], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    undo.add(async () => void child.kill('SIGKILL'));
    const [{ port }] = (await once(child, 'message')) as [{ port: number }];
    return new SmsGateway(child, `smpp://${SYSTEM_ID}:${PASSWORD}@127.0.0.1:${port}`);
  }

  /** Resolves when the centre behaves so. */
  async setMode(mode: SmsCentreMode): Promise<void> {
    const isSet = new Promise<void>((resolve) => {
      const onTold = (told: Told) => {
        if (!('mode' in told)) return;
        this.child.off('message', onTold);
        resolve();
      };
      this.child.on('message', onTold);
    });
    this.child.send({ mode });
    await isSet;
  }
}
