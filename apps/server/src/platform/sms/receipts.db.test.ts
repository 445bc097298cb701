import { randomUUID } from 'node:crypto';
import { type SmsCentre, startSmsCentre } from '@tongxing/simulator';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type ClonedDatabase, cloneDatabase } from '../../testing/clone';
import { TEST_KEYS } from '../../testing/keys';
import { Vault } from '../crypto/sealing';
import { type Database, type OpenDatabase, openDatabase } from '../database/database';
import { createLogger } from '../logs';
import { createMetrics } from '../metrics';
import { Notifications } from '../notifications';
import { Delivery } from './delivery';
import { applyKeptReceipts, leaseMessages, markAccepted, noteReceipts, queueMessage, sweepReceipts } from './store';

const PHONE = '16000000001';
const ACCOUNT = { systemId: 'test', password: 'test' };
const LEASE_MS = 30_000;
const KEPT_MS = 60_000;
const POLL = { timeout: 10_000 };
/** Locks of the triggers below. */
const GATES = { accepted: 1, kept: 2 } as const;
type Gate = keyof typeof GATES;

let database: ClonedDatabase;
let open: OpenDatabase;
let owner: OpenDatabase;
let centre: SmsCentre;
const vault = new Vault(TEST_KEYS);
const stops: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  database = await cloneDatabase();
  open = openDatabase({ url: database.runningUrl, connections: 8, onError: () => undefined });
  owner = openDatabase({ url: database.ownerUrl, connections: 4, onError: () => undefined });
  // Receipts leave at once, so that some overtake the acceptance of their message.
  centre = await startSmsCentre({ host: '127.0.0.1', port: 0, ...ACCOUNT, receiptDelayMs: 0 });
  await makeGates(owner.db);
});
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
  await sql`delete from sms_messages`.execute(open.db);
  await sql`delete from sms_receipts`.execute(open.db);
});
afterAll(async () => {
  await centre.stop();
  await Promise.all([open.close(), owner.close()]);
  await database.drop();
});

/** Where a test can hold a statement up: the note of an acceptance, and that of an early receipt. */
async function makeGates(db: Database): Promise<void> {
  await sql`create function gate() returns trigger language plpgsql as $$
    begin perform pg_advisory_xact_lock_shared(tg_argv[0]::bigint); return new; end $$`.execute(db);
  await sql`create trigger gate before update on sms_messages for each row when (new.state = 'accepted')
    execute function gate(${sql.lit(GATES.accepted)})`.execute(db);
  await sql`create trigger gate before insert on sms_receipts for each row execute function gate(${sql.lit(GATES.kept)})`.execute(db);
}

/** Closes a gate. @returns how to open it */
async function close(gate: Gate): Promise<() => void> {
  let opened: () => void = () => undefined;
  const isOpened = new Promise<void>((resolve) => {
    opened = resolve;
  });
  let held: Promise<void> | undefined;
  await new Promise<void>((isClosed, failed) => {
    held = owner.db.transaction().execute(async (tx) => {
      await sql`select pg_advisory_xact_lock(${GATES[gate]})`.execute(tx);
      isClosed();
      await isOpened;
    });
    held.catch(failed);
  });
  // Before the nodes end, which may wait at the gate.
  stops.unshift(async () => {
    opened();
    await held;
  });
  return opened;
}

/** Statements that wait at a gate. */
async function waiting(gate: Gate): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*) as count from pg_locks
    where locktype = 'advisory' and objid = ${GATES[gate]} and not granted`.execute(owner.db);
  return rows[0]?.count ?? 0;
}

/** Another process, on the same database and the same account of the gateway. */
async function startNode(): Promise<Delivery> {
  const logger = createLogger('silent');
  const notifications = new Notifications(database.runningUrl, logger);
  const delivery = new Delivery({
    url: `smpp://${ACCOUNT.systemId}:${ACCOUNT.password}@127.0.0.1:${centre.port}`,
    db: open.db,
    vault,
    clock: { now: () => Date.now() },
    logger,
    metrics: createMetrics(),
    notifications,
    onChange: () => undefined,
  });
  await notifications.start();
  const bound = centre.counts().bound;
  delivery.connect();
  await vi.waitFor(() => expect(centre.counts().bound).toBe(bound + 1), POLL);
  stops.push(async () => {
    await delivery.loop.stop();
    await delivery.disconnect();
    await notifications.stop();
  });
  return delivery;
}

const queue = (text: string) =>
  queueMessage(
    open.db,
    { purpose: 'escalation', phoneSealed: vault.seal('phone', PHONE), bodySealed: vault.seal('message', text) },
    Date.now(),
  );

/** A message that the gateway has accepted under a number, without its gateway. */
async function accepted(gatewayId: string, at: number): Promise<void> {
  await queue(gatewayId);
  const lease = randomUUID();
  const [message] = await leaseMessages(open.db, lease, Date.now(), LEASE_MS, 1);
  await markAccepted(open.db, [{ id: message?.id ?? '', lease, gatewayId }], at);
}

async function states(): Promise<string[]> {
  const { rows } = await sql<{ state: string }>`select state from sms_messages order by accepted_at`.execute(open.db);
  return rows.map(({ state }) => state);
}

const kept = async () => (await sql`select from sms_receipts`.execute(open.db)).rows.length;

describe('receipts of two processes', () => {
  it('find every message, whichever sent it and whichever hears of it', async () => {
    const nodes = [await startNode(), await startNode()];
    for (const { loop } of nodes) loop.start();
    const texts = Array.from({ length: 80 }, (_, n) => `text ${n}`);
    await Promise.all(texts.map(queue));
    await vi.waitFor(async () => expect(await states()).toEqual(texts.map(() => 'delivered')), POLL);
    expect(await kept()).toBe(0);
  });

  it('wait in the database for a message whose acceptance is not noted yet', async () => {
    const sending = await startNode();
    // The gateway sends receipts to whoever bound last.
    await startNode();
    const openGate = await close('accepted');
    sending.loop.start();
    await queue('early');
    await vi.waitFor(async () => expect([await waiting('accepted'), await kept(), await states()]).toEqual([1, 1, ['sending']]), POLL);
    openGate();
    await vi.waitFor(async () => expect(await states()).toEqual(['delivered']), POLL);
    expect(await kept()).toBe(0);
  });

  it('find a message that was accepted while they were being kept', async () => {
    const sending = await startNode();
    await startNode();
    const gates = [await close('accepted'), await close('kept')];
    sending.loop.start();
    await queue('side by side');
    await vi.waitFor(async () => expect([await waiting('accepted'), await waiting('kept')]).toEqual([1, 1]), POLL);
    gates[0]?.();
    await vi.waitFor(async () => expect(await states()).toEqual(['accepted']), POLL);
    gates[1]?.();
    await vi.waitFor(async () => expect(await states()).toEqual(['delivered']), POLL);
  });

  it('are noted by another when both who knew of them died', async () => {
    expect(await noteReceipts(open.db, [{ gatewayId: 'left', isDelivered: false }], Date.now())).toBe(1);
    await accepted('left', Date.now());
    (await startNode()).loop.start();
    await vi.waitFor(async () => expect(await states()).toEqual(['undelivered']), POLL);
  });

  it('are of the message that was accepted last, when a gateway gives a number twice', async () => {
    await accepted('again', Date.now() - KEPT_MS);
    await accepted('again', Date.now());
    expect(await noteReceipts(open.db, [{ gatewayId: 'again', isDelivered: true }], Date.now())).toBe(0);
    expect(await states()).toEqual(['accepted', 'delivered']);
  });

  it('wait for a minute and not for a later message of their number', async () => {
    await noteReceipts(open.db, [{ gatewayId: 'again', isDelivered: true }], Date.now() - KEPT_MS);
    await accepted('again', Date.now());
    expect(await applyKeptReceipts(open.db, Date.now())).toBe(false);
    expect(await states()).toEqual(['accepted']);
    await sweepReceipts(open.db, Date.now());
    expect(await kept()).toBe(0);
  });
});
