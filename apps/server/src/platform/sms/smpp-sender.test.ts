import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { type SmsCentre, startSmsCentre } from '@tongxing/simulator';
import smpp, { type Pdu } from 'smpp';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createLogger } from '../logs';
import { type Receipt, SmppSender } from './smpp-sender';

const ACCOUNT = { systemId: 'test', password: 'p@ss:1/' };
const PHONE = '16000000001';
const ANSWER_MS = 10_000;

let centre: SmsCentre;
const senders: SmppSender[] = [];
beforeEach(async () => {
  centre = await startSmsCentre({ host: '127.0.0.1', port: 0, ...ACCOUNT, receiptDelayMs: 10 });
});
afterEach(async () => {
  vi.useRealTimers();
  await Promise.all(senders.splice(0).map((sender) => sender.stop()));
  await centre.stop();
});

interface Opening {
  readonly password?: string;
  readonly port?: number;
  /** What happens to a receipt before it counts as recorded. */
  readonly record?: () => Promise<void>;
}

function open({ password = ACCOUNT.password, port = centre.port, record = async () => undefined }: Opening = {}) {
  const receipts: Receipt[] = [];
  const onReady = vi.fn();
  const onReceipt = (receipt: Receipt) => {
    receipts.push(receipt);
    return record();
  };
  const url = `smpp://${ACCOUNT.systemId}:${encodeURIComponent(password)}@127.0.0.1:${port}`;
  const sender = new SmppSender({ url, logger: createLogger('silent'), onReceipt, onReady });
  senders.push(sender);
  sender.start();
  return { sender, receipts, onReady };
}

async function ready(opening?: Opening) {
  const opened = open(opening);
  await vi.waitFor(() => expect(opened.sender.isReady()).toBe(true));
  return opened;
}

describe('SMPP sender', () => {
  it('hands a short text over and hears of its delivery', async () => {
    const { sender, receipts, onReady } = await ready();
    const gatewayId = await sender.send(PHONE, '【通行】您好 👋');
    expect(centre.inbox()).toMatchObject([{ to: PHONE, text: '【通行】您好 👋' }]);
    await vi.waitFor(() => expect(receipts).toEqual([{ gatewayId, isDelivered: true }]));
    expect(onReady).toHaveBeenCalledTimes(1);
  });

  it('hands a long text over in parts that arrive as one, with one receipt', async () => {
    const { sender, receipts } = await ready();
    const text = '请留在原地，听从现场工作人员安排。😀'.repeat(12);
    const gatewayId = await sender.send(PHONE, text);
    expect(centre.inbox().map((message) => message.text)).toEqual([text]);
    expect(centre.counts().accepted).toBeGreaterThan(2);
    await vi.waitFor(() => expect(receipts).toEqual([{ gatewayId, isDelivered: true }]));
  });

  it('keeps the parts of many texts at once apart', async () => {
    const { sender } = await ready();
    const texts = Array.from({ length: 40 }, (_, n) => `${n}:`.padEnd(150, String(n % 10)));
    await Promise.all(texts.map((text) => sender.send(PHONE, text)));
    expect(
      centre
        .inbox()
        .map((message) => message.text)
        .sort(),
    ).toEqual([...texts].sort());
  });

  it.each(['refuse', 'throttle'] as const)('says so when the gateway answers with %s', async (mode) => {
    const { sender } = await ready();
    centre.setMode(mode);
    await expect(sender.send(PHONE, 'text')).rejects.toMatchObject({ name: 'SmsFailure', message: expect.stringMatching(/^status \d+$/) });
    centre.setMode('normal');
    await sender.send(PHONE, 'text');
  });

  it('takes a silent gateway for dead, gives back everything unanswered, and connects anew', async () => {
    const { sender } = await ready();
    centre.setMode('silent');
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const answers = Promise.allSettled(Array.from({ length: 12 }, () => sender.send(PHONE, 'text')));
    await vi.advanceTimersByTimeAsync(ANSWER_MS + 10);
    for (const answer of await answers) expect(answer).toMatchObject({ status: 'rejected', reason: { name: 'SmsFailure' } });
    centre.setMode('normal');
    // Waiting moves the faked timers on.
    await vi.waitFor(() => expect(sender.isReady()).toBe(true), { timeout: 3_000 });
    vi.useRealTimers();
    await sender.send(PHONE, 'again');
    expect(centre.inbox()[0]?.text).toBe('again');
  });

  it('does not wait for ever for a gateway that leaves the sign-in unanswered', async () => {
    const heard: Socket[] = [];
    // Deaf to the first connection, a way to the gateway for every later one.
    const deaf = createServer((socket) => {
      if (heard.length > 0) socket.pipe(connect(centre.port, '127.0.0.1')).pipe(socket);
      else socket.once('data', () => heard.push(socket));
      socket.on('error', () => undefined);
    }).listen(0, '127.0.0.1');
    await once(deaf, 'listening');
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { sender } = open({ port: (deaf.address() as AddressInfo).port });
    await vi.waitFor(() => expect(heard).toHaveLength(1));
    await vi.advanceTimersByTimeAsync(ANSWER_MS);
    expect(sender.isReady()).toBe(false);
    await vi.waitFor(() => expect(sender.isReady()).toBe(true), { timeout: 3_000 });
    vi.useRealTimers();
    await sender.stop();
    deaf.close();
  });

  it('gives an unanswered message back as soon as the connection is lost', async () => {
    const { sender } = await ready();
    centre.setMode('silent');
    const answer = sender.send(PHONE, 'text');
    const refused = expect(answer).rejects.toMatchObject({ name: 'SmsFailure', message: 'connection lost' });
    await centre.stop();
    await refused;
    expect(sender.isReady()).toBe(false);
  });

  it('is not ready and sends nothing with a wrong password, and goes on trying', async () => {
    const { sender, onReady } = open({ password: 'wrong' });
    await vi.waitFor(() => expect(centre.counts().bound).toBe(0));
    expect(sender.isReady()).toBe(false);
    await expect(sender.send(PHONE, 'text')).rejects.toMatchObject({ name: 'SmsFailure', message: 'not connected' });
    expect(onReady).not.toHaveBeenCalled();
    expect(centre.inbox()).toEqual([]);
  });

  it('comes back by itself after the gateway was away', async () => {
    const { sender, onReady } = await ready();
    const { port } = centre;
    await centre.stop();
    await vi.waitFor(() => expect(sender.isReady()).toBe(false));
    await expect(sender.send(PHONE, 'text')).rejects.toMatchObject({ message: 'not connected' });
    centre = await startSmsCentre({ host: '127.0.0.1', port, ...ACCOUNT });
    await vi.waitFor(() => expect(sender.isReady()).toBe(true), { timeout: 5_000 });
    expect(onReady).toHaveBeenCalledTimes(2);
  });

  it('leaves a receipt with the gateway until it is recorded: after a lost connection it comes again', async () => {
    const first = await ready({ record: () => new Promise(() => undefined) });
    const gatewayId = await first.sender.send(PHONE, 'text');
    await vi.waitFor(() => expect(first.receipts).toHaveLength(1));
    await first.sender.stop();
    const second = await ready();
    await vi.waitFor(() => expect(second.receipts).toEqual([{ gatewayId, isDelivered: true }]));
  });

  it('asks the gateway to send a receipt again that could not be recorded', async () => {
    const statuses: number[] = [];
    const gateway = smpp.createServer((session) => {
      session.on('bind_transceiver', (pdu: Pdu) => {
        session.send(pdu.response());
        session.deliver_sm(
          { esm_class: 4, receipted_message_id: '7', message_state: 2 },
          ({ command_status: status }) => void statuses.push(status),
        );
      });
    });
    gateway.listen(0, '127.0.0.1');
    await once(gateway, 'listening');
    const { sender } = open({
      port: (gateway.address() as AddressInfo).port,
      record: () => Promise.reject(new Error('the database is away')),
    });
    await vi.waitFor(() => expect(statuses).toEqual([0x64]));
    await sender.stop();
    gateway.close();
  });

  it('stops for good', async () => {
    const { sender } = await ready();
    await sender.stop();
    await vi.waitFor(() => expect(centre.counts().bound).toBe(0));
    expect(sender.isReady()).toBe(false);
  });
});
