import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Logger } from './logs';

const RECONNECT_MS = 500;

/** What happened on a channel; `reconnected` means that messages may have been missed: read the state anew. */
export type Listener = (payload: string, reconnected: boolean) => void;

/**
 * PostgreSQL LISTEN on one connection of its own. It carries hints, never facts: whoever listens reads what
 * changed from the database.
 */
export class Notifications {
  private readonly listeners = new Map<string, Set<Listener>>();
  private client: pg.Client | undefined;
  private isStopped = false;

  constructor(
    private readonly url: string,
    private readonly logger: Logger,
  ) {}

  /** Before {@link start}: which channels matter. */
  on(channel: string, listener: Listener): void {
    const known = this.listeners.get(channel) ?? new Set();
    known.add(listener);
    this.listeners.set(channel, known);
  }

  async start(): Promise<void> {
    await this.connect();
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    await this.client?.end();
  }

  private async connect(): Promise<void> {
    const client = new pg.Client({ connectionString: this.url, keepAlive: true, application_name: 'tongxing listen' });
    client.on('notification', (message) => {
      for (const listener of this.listeners.get(message.channel) ?? []) listener(message.payload ?? '', false);
    });
    client.on('error', (error) => this.logger.warn({ err: error }, 'notification connection lost'));
    try {
      await client.connect();
      for (const channel of this.listeners.keys()) await client.query(`listen ${channel}`);
    } catch (error) {
      await client.end().catch(() => undefined);
      throw error;
    }
    // Only now: a failed attempt ends too, and must not start a second row of attempts beside the first.
    client.once('end', () => void this.reconnect());
    this.client = client;
    if (this.isStopped) await client.end();
  }

  private async reconnect(): Promise<void> {
    while (!this.isStopped) {
      await sleep(RECONNECT_MS);
      try {
        await this.connect();
        for (const listeners of this.listeners.values()) for (const listener of listeners) listener('', true);
        return;
      } catch {
        // Still away: the pool reports the outage where it matters.
      }
    }
  }
}
