import { connect as connectTcp } from 'node:net';
import smpp, { type Pdu, type PduFields, type Session } from 'smpp';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type SmsCentre, type SmsCentreOptions, startSmsCentre } from './index';
import { STATUS } from './protocol';

const UCS2 = 8;
const PHONE = '16000000001';
const LONG = '【通行】您在青屿市晨光路第一小学的核验结果为“请等候”。请勿离开，现场人员正在赶来；如有疑问请拨打便民热线。'.repeat(3);

const started: SmsCentre[] = [];
const opened: Session[] = [];

async function start(options: Partial<SmsCentreOptions> = {}): Promise<SmsCentre> {
  const centre = await startSmsCentre({
    host: '127.0.0.1',
    port: 0,
    systemId: 'tongxing',
    password: 'secret',
    receiptDelayMs: 5,
    ...options,
  });
  started.push(centre);
  return centre;
}

/** A session whose receipts are answered, as a sender must. */
async function open(port: number): Promise<{ session: Session; receipts: Pdu[] }> {
  const receipts: Pdu[] = [];
  const session = await new Promise<Session>((resolve) => {
    const connecting = smpp.connect({ host: '127.0.0.1', port }, () => resolve(connecting));
  });
  opened.push(session);
  session.on('error', () => session.destroy());
  session.on('deliver_sm', (pdu: Pdu) => {
    receipts.push(pdu);
    session.send(pdu.response());
  });
  return { session, receipts };
}

function bind(session: Session, password = 'secret', systemId = 'tongxing'): Promise<Pdu> {
  return new Promise((resolve) => session.bind_transceiver({ system_id: systemId, password, interface_version: 0x34 }, resolve));
}

function submit(session: Session, fields: PduFields = {}): Promise<Pdu> {
  const message: PduFields = { source_addr: '10690000', destination_addr: PHONE, registered_delivery: 1, data_coding: UCS2 };
  return new Promise((resolve) => session.submit_sm({ ...message, short_message: '您好', ...fields }, resolve));
}

/** Concatenated parts as a phone network carries them: 67 UCS-2 characters behind a six-byte header. */
function partsOf(text: string, reference: number): PduFields[] {
  const pieces = text.match(/[\s\S]{1,67}/g) ?? [];
  return pieces.map((message, index) => ({
    short_message: { udh: Buffer.from([5, 0, 3, reference, pieces.length, index + 1]), message },
  }));
}

async function bound(centre: SmsCentre) {
  const client = await open(centre.port);
  expect((await bind(client.session)).command_status).toBe(STATUS.ESME_ROK);
  return client;
}

/** True when no answer comes within a moment. */
function isSilent(answer: Promise<unknown>): Promise<boolean> {
  return Promise.race([answer.then(() => false), new Promise<boolean>((resolve) => setTimeout(() => resolve(true), 80))]);
}

afterEach(async () => {
  for (const session of opened.splice(0)) session.destroy();
  await Promise.all(started.splice(0).map((centre) => centre.stop()));
});

describe('binding', () => {
  it('refuses a wrong password or system id and closes', async () => {
    const centre = await start();
    const { session } = await open(centre.port);
    const closed = new Promise((resolve) => session.on('close', resolve));
    expect((await bind(session, 'wrong')).command_status).toBe(STATUS.ESME_RINVPASWD);
    await closed;
    const other = await open(centre.port);
    expect((await bind(other.session, 'secret', 'nobody')).command_status).toBe(STATUS.ESME_RINVSYSID);
    expect(centre.counts().bound).toBe(0);
  });

  it('wants a binding before a message, and only one', async () => {
    const centre = await start();
    const { session } = await open(centre.port);
    expect((await submit(session)).command_status).toBe(STATUS.ESME_RINVBNDSTS);
    await bind(session);
    expect((await submit(session)).command_status).toBe(STATUS.ESME_ROK);
    expect(centre.inbox()).toHaveLength(1);
    const again = await open(centre.port);
    await bind(again.session);
    expect((await bind(again.session)).command_status).toBe(STATUS.ESME_RALYBND);
  });

  it('answers enquire_link and unbind, and survives what is not SMPP', async () => {
    const centre = await start();
    const { session } = await bound(centre);
    const stranger = connectTcp(centre.port, '127.0.0.1');
    await new Promise((resolve) => stranger.on('close', resolve).on('error', resolve).write('GET / HTTP/1.1\r\n\r\n'.repeat(4)));
    expect((await new Promise<Pdu>((resolve) => session.enquire_link({}, resolve))).command).toBe('enquire_link_resp');
    const closed = new Promise((resolve) => session.on('close', resolve));
    expect((await new Promise<Pdu>((resolve) => session.unbind({}, resolve))).command).toBe('unbind_resp');
    await closed;
    await vi.waitFor(() => expect(centre.counts().bound).toBe(0));
  });
});

describe('messages', () => {
  it('take Chinese and plain text, newest first, by telephone', async () => {
    const centre = await start({ clock: () => 1_790_000_000_000 });
    const { session } = await bound(centre);
    await submit(session);
    await submit(session, { data_coding: 0, short_message: 'Code 123456 @ {gate}', destination_addr: '16000000002' });
    expect(centre.inbox().map(({ text }) => text)).toEqual(['Code 123456 @ {gate}', '您好']);
    expect(centre.inbox({ to: PHONE })).toEqual([{ id: 'T0000000001', at: 1_790_000_000_000, to: PHONE, text: '您好' }]);
    expect(centre.inbox({ limit: 1 })).toHaveLength(1);
    expect((await submit(session, { destination_addr: 'nobody' })).command_status).toBe(STATUS.ESME_RINVDSTADR);
  });

  it('put the parts of a long text together in any order, once', async () => {
    const centre = await start();
    const { session, receipts } = await bound(centre);
    const heard: string[] = [];
    const stopListening = centre.onMessage(({ text }) => heard.push(text));
    const parts = partsOf(LONG, 7);
    expect(parts).toHaveLength(3);
    for (const part of [parts[2], parts[0], parts[1]]) expect((await submit(session, part)).message_id).toMatch(/^T\d{10}$/);
    expect(heard).toEqual([LONG]);
    expect(centre.inbox()).toHaveLength(1);
    await vi.waitFor(() => expect(receipts).toHaveLength(3));
    stopListening();
    await submit(session);
    expect(heard).toHaveLength(1);
  });

  it('keep texts apart that share a reference but not a telephone, and know the SAR way', async () => {
    const centre = await start();
    const { session } = await bound(centre);
    const [first, second] = partsOf('甲'.repeat(100), 1);
    await submit(session, { ...first });
    await submit(session, { ...second, destination_addr: '16000000002' });
    expect(centre.inbox()).toHaveLength(0);
    const sar = { sar_msg_ref_num: 9, sar_total_segments: 2 };
    await submit(session, { ...sar, sar_segment_seqnum: 1, short_message: '前' });
    await submit(session, { ...sar, sar_segment_seqnum: 2, short_message: '后' });
    expect(centre.inbox().map(({ text }) => text)).toEqual(['前后']);
  });

  it('count what the sender sends twice, and forget the oldest', async () => {
    const centre = await start({ keep: 10 });
    const { session } = await bound(centre);
    for (let sent = 0; sent < 30; sent++) await submit(session, { user_message_reference: sent % 20, short_message: `m${sent}` });
    expect(centre.counts()).toMatchObject({ accepted: 30, duplicates: 10, bound: 1 });
    expect(centre.inbox().length).toBe(10);
    expect(centre.inbox({ to: PHONE })[0]?.text).toBe('m29');
  });
});

describe('receipts', () => {
  it('tell in text and in TLVs that the message was delivered', async () => {
    const centre = await start({ clock: () => Date.UTC(2026, 10, 22, 0, 30) });
    const { session, receipts } = await bound(centre);
    const { message_id: id } = await submit(session);
    await vi.waitFor(() => expect(receipts).toHaveLength(1));
    const text = `id:${id} sub:001 dlvrd:001 submit date:2611220030 done date:2611220030 stat:DELIVRD err:000 text:`;
    expect(receipts[0]).toMatchObject({
      esm_class: 4,
      source_addr: PHONE,
      destination_addr: '10690000',
      receipted_message_id: id,
      message_state: 2,
      short_message: { message: text },
    });
  });

  it('come only when asked for', async () => {
    const centre = await start();
    const { session, receipts } = await bound(centre);
    await submit(session, { registered_delivery: 0 });
    await submit(session);
    await vi.waitFor(() => expect(receipts).toHaveLength(1));
    expect(centre.inbox()).toHaveLength(2);
  });

  it('wait for a sender that was away', async () => {
    const centre = await start({ receiptDelayMs: 30 });
    const { session } = await bound(centre);
    const { message_id: id } = await submit(session);
    session.destroy();
    await new Promise((resolve) => setTimeout(resolve, 60));
    const { receipts } = await bound(centre);
    await vi.waitFor(() => expect(receipts.map((receipt) => receipt.receipted_message_id)).toEqual([id]));
  });
});

describe('modes', () => {
  it('refuse and throttle answer with their errors and take nothing', async () => {
    const centre = await start();
    const { session } = await bound(centre);
    centre.setMode('refuse');
    expect((await submit(session)).command_status).toBe(STATUS.ESME_RSYSERR);
    centre.setMode('throttle');
    expect((await submit(session)).command_status).toBe(STATUS.ESME_RTHROTTLED);
    expect(centre.inbox()).toHaveLength(0);
    expect(centre.counts().refused).toBe(2);
    centre.setMode('normal');
    expect((await submit(session)).command_status).toBe(STATUS.ESME_ROK);
  });

  it('no_receipts answers and stays quiet afterwards', async () => {
    const centre = await start();
    const { session, receipts } = await bound(centre);
    centre.setMode('no_receipts');
    expect((await submit(session)).command_status).toBe(STATUS.ESME_ROK);
    await new Promise((resolve) => setTimeout(resolve, 40));
    expect(receipts).toHaveLength(0);
  });

  it('silent takes the message and answers nothing, not even a new binding', async () => {
    const centre = await start();
    const { session } = await bound(centre);
    centre.setMode('silent');
    expect(await isSilent(submit(session))).toBe(true);
    expect(centre.inbox()).toHaveLength(1);
    const late = await open(centre.port);
    expect(await isSilent(bind(late.session))).toBe(true);
  });
});

describe('stop', () => {
  it('closes connections and the port', async () => {
    const centre = await start();
    const { session } = await bound(centre);
    const closed = new Promise((resolve) => session.on('close', resolve));
    await submit(session);
    await centre.stop();
    await closed;
    const refused = connectTcp(centre.port, '127.0.0.1');
    expect(await new Promise((resolve) => refused.on('error', () => resolve('refused')).on('connect', () => resolve('open')))).toBe(
      'refused',
    );
  });

  it('rejects when the port is taken', async () => {
    const centre = await start();
    await expect(start({ port: centre.port })).rejects.toThrow(/EADDRINUSE/);
  });
});
