import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type ClonedDatabase, cloneDatabase } from '../../testing/clone';
import { TEST_KEYS } from '../../testing/keys';
import { Vault } from '../crypto/sealing';
import { type OpenDatabase, openDatabase } from '../database/database';
import { createLogger } from '../logs';
import { createMetrics } from '../metrics';
import { Outbox } from './outbox';
import { SmsFailure, type SmsSender } from './smpp-sender';
import { leaseMessages, markAccepted, markFailed, queueMessage } from './store';

const LEASE_MS = 30_000;
const PHONE = '16000000001';

let database: ClonedDatabase;
let open: OpenDatabase;
let aheadMs = 0;
const clock = { now: () => Date.now() + aheadMs };
const vault = new Vault(TEST_KEYS);
const outboxes: Outbox[] = [];

beforeAll(async () => {
  database = await cloneDatabase();
  open = openDatabase({ url: database.runningUrl, connections: 8, onError: () => undefined });
});
afterEach(async () => {
  await Promise.all(outboxes.splice(0).map((outbox) => outbox.loop.stop()));
  await sql`delete from sms_messages`.execute(open.db);
  aheadMs = 0;
});
afterAll(async () => {
  await open.close();
  await database.drop();
});

class FakeSender implements SmsSender {
  readonly sent: string[] = [];
  isUp = true;
  onSend: (text: string) => Promise<void> | void = () => undefined;
  isReady(): boolean {
    return this.isUp;
  }
  async send(_phone: string, text: string): Promise<string> {
    await this.onSend(text);
    this.sent.push(text);
    return `G${text}`;
  }
}

function startOutbox(sender: SmsSender): Outbox {
  const outbox = new Outbox({
    db: open.db,
    vault,
    sender,
    clock,
    logger: createLogger('silent'),
    metrics: createMetrics(),
    onChange: () => undefined,
  });
  outboxes.push(outbox);
  outbox.loop.start();
  return outbox;
}

async function queue(texts: readonly string[]): Promise<void> {
  for (const text of texts) {
    await queueMessage(
      open.db,
      { purpose: 'escalation', phoneSealed: vault.seal('phone', PHONE), bodySealed: vault.seal('message', text) },
      clock.now(),
    );
  }
}

async function states(): Promise<Record<string, number>> {
  const { rows } = await sql<{ state: string; count: number }>`select state, count(*) as count from sms_messages group by 1`.execute(
    open.db,
  );
  return Object.fromEntries(rows.map((row) => [row.state, row.count]));
}

const numbers = (count: number) => Array.from({ length: count }, (_, n) => String(n));

describe('outbox', () => {
  it('sends each message once though two nodes empty it at the same time', async () => {
    await queue(numbers(90));
    const senders = [new FakeSender(), new FakeSender()];
    for (const sender of senders) startOutbox(sender);
    await vi.waitFor(async () => expect(await states()).toEqual({ accepted: 90 }), { timeout: 10_000 });
    const sent = senders.flatMap((sender) => sender.sent);
    expect(sent.length).toBe(90);
    expect(new Set(sent).size).toBe(90);
  });

  it('keeps everything while the gateway is away and sends it when it is back', async () => {
    const sender = new FakeSender();
    sender.isUp = false;
    const outbox = startOutbox(sender);
    await queue(numbers(3));
    outbox.loop.wake();
    expect(await states()).toEqual({ queued: 3 });
    sender.isUp = true;
    outbox.loop.wake();
    await vi.waitFor(async () => expect(await states()).toEqual({ accepted: 3 }));
  });

  it('tries again, after a pause, what was refused', async () => {
    const sender = new FakeSender();
    sender.onSend = () => {
      if (sender.isUp) throw new SmsFailure('status 88');
    };
    const outbox = startOutbox(sender);
    await queue(['once']);
    outbox.loop.wake();
    await vi.waitFor(async () => {
      const { rows } = await sql<{
        attempts: number;
        isLater: boolean;
      }>`select attempts, next_attempt_at > queued_at as is_later from sms_messages where state = 'queued'`.execute(open.db);
      expect(rows).toEqual([{ attempts: 1, isLater: true }]);
    });
    sender.onSend = () => undefined;
    aheadMs = 2_000;
    outbox.loop.wake();
    await vi.waitFor(() => expect(sender.sent).toEqual(['once']));
  });

  it('gives the messages of a dead node to another, and only after the lease', async () => {
    await queue(['left']);
    expect(await leaseMessages(open.db, randomUUID(), clock.now(), LEASE_MS, 20)).toHaveLength(1);
    expect(await leaseMessages(open.db, randomUUID(), clock.now() + LEASE_MS - 1_000, LEASE_MS, 20)).toHaveLength(0);
    expect(await leaseMessages(open.db, randomUUID(), clock.now() + LEASE_MS + 1_000, LEASE_MS, 20)).toHaveLength(1);
  });

  it('lets nobody mark a message with a lease that was taken over', async () => {
    await queue(['one']);
    const [stale, live] = [randomUUID(), randomUUID()];
    const [message] = await leaseMessages(open.db, stale, clock.now(), LEASE_MS, 20);
    await leaseMessages(open.db, live, clock.now() + 2 * LEASE_MS, LEASE_MS, 20);
    const id = message?.id ?? '';
    expect(await markAccepted(open.db, [{ id, lease: stale, gatewayId: 'G1' }], clock.now())).toBe(0);
    await markFailed(open.db, id, stale, clock.now());
    expect(await states()).toEqual({ sending: 1 });
    expect(await markAccepted(open.db, [{ id, lease: live, gatewayId: 'G2' }], clock.now())).toBe(1);
    expect(await states()).toEqual({ accepted: 1 });
  });

  it('does not send what is too old to be worth it', async () => {
    const sender = new FakeSender();
    await queue(['late']);
    aheadMs = 3_600_001;
    startOutbox(sender);
    await vi.waitFor(async () => expect(await states()).toEqual({ expired: 1 }));
    expect(sender.sent).toEqual([]);
  });

  it('notes a message that could not be delivered', async () => {
    const outbox = startOutbox(new FakeSender());
    await queue(['lost']);
    outbox.loop.wake();
    await vi.waitFor(async () => expect(await states()).toEqual({ accepted: 1 }));
    await outbox.receive({ gatewayId: 'Glost', isDelivered: false });
    expect(await states()).toEqual({ undelivered: 1 });
    await outbox.receive({ gatewayId: 'Glost', isDelivered: true });
    expect(await states()).toEqual({ undelivered: 1 });
  });
});
