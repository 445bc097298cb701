import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type EventStream, Streams } from './streams';

vi.setConfig({ testTimeout: 20_000 });

const FEED = 'GET /feed HTTP/1.1\r\nhost: x\r\n\r\n';

let app: FastifyInstance;
let streams: Streams;
let opened: EventStream[];
let ended: number[];
beforeEach(async () => {
  [app, streams, opened, ended] = [Fastify(), new Streams(), [], []];
  app.get('/feed', (_request, reply) => {
    const place = opened.length;
    opened.push(streams.start(reply, () => ended.push(place)));
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
});
afterEach(() => app.close());

async function connected(requests: string): Promise<Socket> {
  const address = app.server.address();
  const client = connect(typeof address === 'object' && address !== null ? address.port : 0, '127.0.0.1');
  client.on('error', () => undefined);
  await once(client, 'connect');
  client.write(requests);
  return client;
}

const until = (check: () => void) => vi.waitFor(check, { timeout: 10_000 });

it('a feed ends with its connection, once', async () => {
  const client = await connected(FEED);
  await until(() => expect(opened).toHaveLength(1));
  client.destroy();
  await until(() => expect(ended).toEqual([0]));
});

it('feeds that wait for their turn on a connection end with it', async () => {
  const client = await connected(FEED + FEED + FEED);
  await until(() => expect(opened).toHaveLength(3));
  client.destroy();
  await until(() => expect([...ended].sort()).toEqual([0, 1, 2]));
});

it('a feed that waits for its turn and is told too much meanwhile is cut off, and its connection with it', async () => {
  const client = await connected(FEED + FEED);
  const gone = once(client, 'close');
  client.resume();
  await until(() => expect(opened).toHaveLength(2));
  for (let sent = 0; sent < 5; sent += 1) opened[1]?.send('answer', 'x'.repeat(100_000));
  await gone;
  await until(() => expect([...ended].sort()).toEqual([0, 1]));
});

it('a feed that ends by itself leaves its connection to the next', async () => {
  const client = await connected(FEED);
  client.resume();
  await until(() => expect(opened).toHaveLength(1));
  opened[0]?.close();
  await until(() => expect(ended).toEqual([0]));
  client.write(FEED);
  await until(() => expect(opened).toHaveLength(2));
  expect(ended).toEqual([0]);
  client.destroy();
  await until(() => expect(ended).toEqual([0, 1]));
});

it('all end when the platform stops', async () => {
  const client = await connected(FEED + FEED);
  client.resume();
  await until(() => expect(opened).toHaveLength(2));
  streams.closeAll();
  await until(() => expect([...ended].sort()).toEqual([0, 1]));
  client.destroy();
});
