import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { endpoints } from '@tongxing/contract';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Bulkhead } from './bulkhead';
import { FastLane } from './fast-lane';
import { jsonBytes, type LaneCall } from './route-answer';

const BODY = { eventId: '01938f00-0000-7000-8000-000000000000', code: 'ABCDEFGHJKMNP' };
const NOTE = '备注';
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

interface Started {
  readonly origin: string;
  readonly port: number;
  readonly left: ReturnType<typeof vi.fn>;
  readonly lane: FastLane;
}

/** A lane before a framework that answers 299 to whatever is left to it. */
async function start(handle: (call: LaneCall) => Promise<unknown>, mostUnderWay = 10, bodyMs = 15_000): Promise<Started> {
  const lane = new FastLane({
    headers: { 'x-content-type-options': 'nosniff' },
    idleMs: 60_000,
    bodyMs,
    isCrossSite: (headers) => headers['sec-fetch-site'] === 'cross-site',
    newRequestId: () => 'id',
    onAnswer: () => undefined,
    onFailure: () => undefined,
  });
  const bulkhead = new Bulkhead(mostUnderWay);
  lane.add({
    endpoint: endpoints.scan,
    bulkhead,
    admit: () => undefined,
    handle: (call) => bulkhead.run(() => handle(call)),
    write: jsonBytes,
  });
  const left = vi.fn();
  const server = createServer((request, response) => {
    if (lane.take(request, response)) return;
    left();
    request.resume();
    response.writeHead(299, { 'content-length': 2 }).end('{}');
  });
  lane.attach(server);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${port}`, port, left, lane };
}

const post = (origin: string, body: string, headers: Record<string, string> = {}) =>
  fetch(`${origin}${endpoints.scan.path}`, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } });

/** Writes raw pieces, one turn apart, and reads until the server has sent `answers` status lines. */
function raw(port: number, pieces: readonly (string | Buffer)[], answers: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', async () => {
      for (const piece of pieces) {
        socket.write(piece);
        await new Promise((done) => setImmediate(done));
      }
    });
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk.toString();
      if (text.split('HTTP/1.1 ').length > answers && text.endsWith('}')) {
        socket.end();
        resolve(text);
      }
    });
    socket.on('error', reject);
  });
}

const request = (body: string) =>
  `POST ${endpoints.scan.path} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;

describe('the fast lane', () => {
  it('hands the checked body on and answers with what comes back', async () => {
    const { origin, left } = await start(async ({ body }) => ({ got: body }));
    const answer = await post(origin, JSON.stringify(BODY));
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ got: { ...BODY, direction: 'in' } });
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(left).not.toHaveBeenCalled();
  });

  it.each([
    ['a body that is no JSON', '{', 400, 'MALFORMED_BODY'],
    ['an empty body', '', 400, 'MALFORMED_BODY'],
    ['a wrong field', JSON.stringify({ ...BODY, eventId: 'x' }), 400, 'INVALID_REQUEST'],
    ['a field there is not', JSON.stringify({ ...BODY, more: '通行' }), 400, 'INVALID_REQUEST'],
    ['a poisoned prototype', '{"__proto__":{"a":1}}', 400, 'INVALID_REQUEST'],
  ])('refuses %s with a problem', async (_, body, status, code) => {
    const { origin } = await start(async () => ({}));
    const answer = await post(origin, body);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(await answer.json()).toMatchObject({ code, requestId: 'id' });
  });

  it('refuses a call from another site', async () => {
    const { origin } = await start(async () => ({}));
    expect((await post(origin, JSON.stringify(BODY), { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
  });

  it.each([
    ['another content type', { 'content-type': 'text/plain' }],
    ['a charset', { 'content-type': 'application/json; charset=utf-8' }],
  ])('leaves %s to the framework', async (_, headers) => {
    const { origin, left } = await start(async () => ({}));
    expect((await post(origin, JSON.stringify(BODY), headers)).status).toBe(299);
    expect(left).toHaveBeenCalledOnce();
  });

  it('leaves long bodies, other methods and other addresses to the framework', async () => {
    const { origin } = await start(async () => ({}));
    const statuses = [
      (await post(origin, ' '.repeat(5_000))).status,
      (await fetch(`${origin}${endpoints.scan.path}`)).status,
      (await fetch(`${origin}${endpoints.scan.path}?a=1`, { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } }))
        .status,
    ];
    expect(statuses).toEqual([299, 299, 299]);
  });

  it('reads a body that comes in pieces, split inside a character', async () => {
    const seen: unknown[] = [];
    const { port } = await start(async ({ body }) => {
      seen.push(body);
      return {};
    });
    const text = request(JSON.stringify(BODY));
    await raw(port, [text.slice(0, 40), text.slice(40, -20), text.slice(-20)], 1);
    expect(seen).toEqual([{ ...BODY, direction: 'in' }]);
    const chinese = Buffer.from(request(JSON.stringify({ ...BODY, [NOTE]: 1 })));
    // Four bytes from the end lies inside the last character of the field's name.
    expect(await raw(port, [chinese.subarray(0, -5), chinese.subarray(-5)], 1)).toContain(`"field":"${NOTE}"`);
  });

  it('answers one after the other what came on one connection at once', async () => {
    const { port } = await start(async () => ({ ok: true }));
    const text = await raw(port, [request(JSON.stringify(BODY)).repeat(3)], 3);
    expect(text.split('HTTP/1.1 200').length - 1).toBe(3);
  });

  it('refuses one more than its bulkhead holds, at once, with a time to come back, and takes the next', async () => {
    let release = (): void => undefined;
    const held = new Promise<unknown>((resolve) => {
      release = () => resolve({ ok: true });
    });
    const { origin } = await start(() => held, 1);
    const first = post(origin, JSON.stringify(BODY));
    await vi.waitFor(async () => {
      const second = await post(origin, JSON.stringify(BODY));
      expect(second.status).toBe(503);
      expect(Number(second.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
      expect(await second.json()).toMatchObject({ code: 'UNAVAILABLE' });
    });
    release();
    expect((await first).status).toBe(200);
    expect((await post(origin, JSON.stringify(BODY))).status).toBe(200);
  });

  it('keeps its room while a caller is slow with the body', async () => {
    const { origin, port } = await start(async () => ({ ok: true }), 1);
    const socket = connect(port, '127.0.0.1', () => socket.write(request(JSON.stringify(BODY)).slice(0, -20)));
    await once(socket, 'connect');
    expect((await post(origin, JSON.stringify(BODY))).status).toBe(200);
    socket.destroy();
  });

  it('gives room back when a caller goes away before the answer', async () => {
    let release = (): void => undefined;
    const begun = vi.fn();
    const held = new Promise<unknown>((resolve) => {
      release = () => resolve({ ok: true });
    });
    const { origin, port } = await start(() => {
      begun();
      return held;
    }, 1);
    const socket = connect(port, '127.0.0.1', () => socket.write(request(JSON.stringify(BODY))));
    await vi.waitFor(() => expect(begun).toHaveBeenCalled());
    socket.destroy();
    release();
    await vi.waitFor(async () => expect((await post(origin, JSON.stringify(BODY))).status).toBe(200));
  });

  it('hangs up on a body that does not come', async () => {
    const { port } = await start(async () => ({ ok: true }), 1, 50);
    const socket = connect(port, '127.0.0.1', () => socket.write(request(JSON.stringify(BODY)).slice(0, -20)));
    socket.resume();
    await once(socket, 'close');
  });

  it('hands a connection on with its first unusual request, in order', async () => {
    const { port, left } = await start(async () => ({ ok: true }));
    const page = 'GET /page HTTP/1.1\r\nhost: x\r\n\r\n';
    const scan = request(JSON.stringify(BODY));
    const text = await raw(port, [scan + page + scan], 3);
    expect(text.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 299', 'HTTP/1.1 200']);
    expect(left).toHaveBeenCalledOnce();
  });

  it('keeps its room whatever becomes of those who asked', async () => {
    const { origin, port } = await start(async () => ({ ok: true }), 1);
    const page = 'GET /page HTTP/1.1\r\nhost: x\r\n\r\n';
    const gone = Array.from({ length: 20 }, async () => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.write(page + request(JSON.stringify(BODY)).repeat(30));
        socket.resetAndDestroy();
      });
      socket.on('error', () => undefined);
      await once(socket, 'close');
    });
    await Promise.all(gone);
    await vi.waitFor(async () => expect((await post(origin, JSON.stringify(BODY))).status).toBe(200));
  });

  it('answers everything that came before the caller closed its side', async () => {
    const { port } = await start(async () => ({ ok: true }));
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true }, () => socket.end(request(JSON.stringify(BODY)).repeat(2)));
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk.toString();
    });
    await once(socket, 'end');
    expect(text.split('HTTP/1.1 200').length - 1).toBe(2);
  });

  it('closes at a stop: idle connections at once, others with their answer', async () => {
    let release = (): void => undefined;
    const begun = vi.fn();
    const held = new Promise<unknown>((resolve) => {
      release = () => resolve({ ok: true });
    });
    const { port, lane } = await start(() => {
      begun();
      return held;
    });
    const idle = connect(port, '127.0.0.1').resume();
    const busy = connect(port, '127.0.0.1', () => busy.write(request(JSON.stringify(BODY))));
    let text = '';
    busy.on('data', (chunk) => {
      text += chunk.toString();
    });
    await vi.waitFor(() => expect(begun).toHaveBeenCalled());
    const closed = [once(idle, 'close'), once(busy, 'close')];
    lane.close();
    await closed[0];
    release();
    await closed[1];
    expect(text).toContain('connection: close');
    expect(text.endsWith('{"ok":true}')).toBe(true);
  });
});
