import type { EntryAnswer } from '@tongxing/contract';
import { ApiError } from '@tongxing/contract/client';
import { describe, expect, it } from 'vitest';
import { EntryLine, type SendEntry } from './entry-line';
import { type EntryStore, entriesInMemory } from './entry-store';
import type { Entry } from './kept-entry';

const NUMBER = '11010519491231002X';
const NOW = Date.parse('2026-11-22T08:00:00+08:00');
const POST = { venue: 'v', member: 'm' };

function entry(eventId: string): Entry {
  return {
    eventId,
    point: undefined,
    documentType: 'resident_id',
    documentNumber: NUMBER,
    name: '张三',
    temperatureC: 'normal',
    direction: 'in',
  };
}

const refused = (code: string) => Object.assign(Object.create(ApiError.prototype), { code, message: code }) as ApiError;
const answerTo = ({ eventId }: Entry) => ({ eventId, verdict: 'pass' }) as EntryAnswer;

/** A server that refuses with each of these, one after the other, and then answers. */
function server(...codes: string[]) {
  const seen: string[] = [];
  const send: SendEntry = async (sent) => {
    seen.push(sent.eventId);
    const code = codes.shift();
    if (code !== undefined) throw refused(code);
    return answerTo(sent);
  };
  return { seen, send };
}

describe('entries of an inspector', () => {
  it('are kept while the network is away, and go out in their order with their own ids', async () => {
    const { seen, send } = server('NETWORK', 'NETWORK');
    const line = new EntryLine(await entriesInMemory(), POST, send);
    expect(await line.enter(entry('b'), NOW)).toEqual({ kind: 'waiting' });
    expect(await line.enter(entry('a'), NOW - 60_000)).toEqual({ kind: 'waiting' });
    expect((await line.waiting()).map(({ eventId }) => eventId)).toEqual(['a', 'b']);
    const settled: string[] = [];
    await line.sendWaiting(NOW + 60_000, (sent) => settled.push(sent.kind));
    expect(settled).toEqual(['answered', 'answered']);
    expect(seen).toEqual(['b', 'a', 'a', 'b']);
    expect(await line.waiting()).toEqual([]);
  });

  it('stand sealed where they wait', async () => {
    const memory = await entriesInMemory();
    const written: unknown[] = [];
    const put: EntryStore['put'] = (kept) => {
      written.push(kept);
      return memory.put(kept);
    };
    const store: EntryStore = { ...memory, put };
    const line = new EntryLine(store, POST, server('NETWORK').send);
    await line.enter(entry('a'), NOW);
    const [kept] = await line.waiting();
    const bytes = Buffer.from(kept?.sealed ?? new ArrayBuffer(0));
    expect(`${JSON.stringify(written)}${bytes.toString('latin1')}${bytes.toString()}`).not.toMatch(/11010519|张三|resident_id/);
    expect(bytes.length).toBeGreaterThan(50);
    await expect(crypto.subtle.exportKey('raw', store.key)).rejects.toThrow();
    expect(kept && (await line.open(kept))).toEqual(entry('a'));
  });

  it('are nobody else’s: another inspector of the phone neither sees nor sends them', async () => {
    const store = await entriesInMemory();
    await new EntryLine(store, POST, server('NETWORK').send).enter(entry('a'), NOW);
    const other = server();
    const line = new EntryLine(store, { ...POST, member: 'other' }, other.send);
    await line.sendWaiting(NOW + 60_000, () => undefined);
    expect(await line.waiting()).toEqual([]);
    expect(other.seen).toEqual([]);
  });

  it('wait for their inspector to be let in again', async () => {
    const line = new EntryLine(await entriesInMemory(), POST, server('NOT_SIGNED_IN', 'NOT_FOUND').send);
    expect(await line.enter(entry('a'), NOW)).toEqual({ kind: 'waiting' });
    await line.sendWaiting(NOW + 60_000, () => undefined);
    expect(await line.waiting()).toHaveLength(1);
  });

  it('that lack a name are mended under the same id, and keep nobody else waiting', async () => {
    const { seen, send } = server('PERSON_UNKNOWN');
    const line = new EntryLine(await entriesInMemory(), POST, send);
    expect(await line.enter({ ...entry('a'), name: undefined }, NOW)).toMatchObject({ kind: 'faulty' });
    expect(await line.waiting()).toMatchObject([{ problem: 'PERSON_UNKNOWN', capturedAt: NOW }]);
    await line.enter(entry('b'), NOW + 1);
    await line.sendWaiting(NOW + 60_000, () => undefined);
    expect(await line.enter(entry('a'), NOW + 90_000)).toMatchObject({ kind: 'answered' });
    expect(seen).toEqual(['a', 'b', 'a']);
  });
});
