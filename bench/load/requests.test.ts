import { eventTime } from '@tongxing/codes';
import { describe, expect, it } from 'vitest';
import { type Entrance, Requests } from './requests';

const tables = {
  resident: { token: ['short', 'a-longer-token'] },
  device: { key: ['key-1', 'key-2'], code: ['AAAA', 'BBBB'] },
};
const scan: Entrance = {
  name: 'scan',
  weight: 3,
  path: '/api/v1/scans',
  headers: 'cookie: s={resident.token}\r\n',
  body: '{"name":"通行","eventId":"{eventId}"}',
  capturedAgoMs: [0, 0],
};
const verify: Entrance = {
  ...scan,
  name: 'verify',
  weight: 1,
  headers: 'authorization: {device.key}\r\n',
  body: '{"code":"{device.code}","eventId":"{eventId}"}',
  capturedAgoMs: [3_600_000, 7_200_000],
};
const NOW = 1_760_000_000_000;

function sent(requests: Requests, entrance: number): { head: string; body: Record<string, string>; length: number } {
  const bytes = requests.blank(entrance);
  requests.fill(bytes, entrance, NOW);
  const [head = '', body = ''] = bytes.toString().split('\r\n\r\n');
  return { head, body: JSON.parse(body) as Record<string, string>, length: Buffer.byteLength(body) };
}

describe('requests', () => {
  it('are whole, with the length they announce and an event id of now', () => {
    const requests = new Requests({ tables, entrances: [scan] });
    const { head, body, length } = sent(requests, 0);
    expect(head).toMatch(/^POST \/api\/v1\/scans HTTP\/1\.1\r\nhost: bench\r\ncookie: s=(short {9}|a-longer-token)\r\n/);
    expect(head).toContain(`content-length: ${length}`);
    expect(body.name).toBe('通行');
    expect(eventTime(body.eventId ?? '')).toBe(NOW);
  });

  it('never name two visits alike', () => {
    const requests = new Requests({ tables, entrances: [scan] });
    const ids = new Set(Array.from({ length: 20_000 }, () => sent(requests, 0).body.eventId));
    expect(ids.size).toBe(20_000);
  });

  it('take the columns of one table from one row, and the time of a late upload from the past', () => {
    const requests = new Requests({ tables, entrances: [scan, verify] });
    for (let turn = 0; turn < 50; turn += 1) {
      const { head, body } = sent(requests, 1);
      expect(head).toContain(body.code === 'AAAA' ? 'key-1' : 'key-2');
      const ago = NOW - (eventTime(body.eventId ?? '') ?? 0);
      expect(ago).toBeGreaterThanOrEqual(3_600_000);
      expect(ago).toBeLessThanOrEqual(7_200_000);
    }
  });

  it('draw entrances by weight', () => {
    const requests = new Requests({ tables, entrances: [scan, verify] });
    const drawn = Array.from({ length: 20_000 }, () => requests.draw());
    expect(drawn.filter((entrance) => entrance === 1).length / drawn.length).toBeCloseTo(0.25, 1);
  });

  it('are a page that is only read, which counts as no check-in, where there is no body', () => {
    const page: Entrance = { ...scan, name: 'page', path: '/api/v1/system', headers: '', body: undefined };
    const requests = new Requests({ tables, entrances: [scan, page] });
    const bytes = requests.blank(1);
    requests.fill(bytes, 1, NOW);
    expect(bytes.toString()).toBe('GET /api/v1/system HTTP/1.1\r\nhost: bench\r\n\r\n');
    expect([requests.isCounted(0), requests.isCounted(1)]).toEqual([true, false]);
  });

  it('refuse a place without a column, and values of several lengths in a body', () => {
    expect(() => new Requests({ tables, entrances: [{ ...scan, headers: 'x: {nobody.token}\r\n' }] })).toThrow(/no column/);
    expect(() => new Requests({ tables, entrances: [{ ...scan, body: '{"t":"{resident.token}"}' }] })).toThrow(/differ in length/);
  });
});
