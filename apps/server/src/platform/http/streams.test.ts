import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type EventStream, MOST_STREAMS_PER_SESSION, Streams } from './streams';

vi.setConfig({ testTimeout: 20_000 });

const feedOf = (session: string) => `GET /feed HTTP/1.1\r\nhost: x\r\ncookie: ${session}\r\n\r\n`;
const FEED = feedOf('one');

const until = (check: () => void) => vi.waitFor(check, { timeout: 10_000 });

let app: FastifyInstance;
let streams: Streams;
let opened: EventStream[];
let ended: number[];
const clients: Socket[] = [];
beforeEach(async () => {
  [app, streams, opened, ended] = [Fastify(), new Streams(), [], []];
  app.get('/feed', (request, reply) => {
    const place = opened.length;
    opened.push(streams.start(reply, request.headers.cookie ?? '', () => ended.push(place)));
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.destroy();
  app.server.closeAllConnections();
  await until(() => expect(ended).toHaveLength(opened.length));
  await app.close();
});

function port(): number {
  const address = app.server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

const origin = () => `http://127.0.0.1:${port()}`;

async function connected(requests: string): Promise<Socket> {
  const client = connect(port(), '127.0.0.1');
  clients.push(client);
  client.on('error', () => undefined);
  await once(client, 'connect');
  client.write(requests);
  return client;
}

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

it('a session holds so many and no more, another one is not concerned', async () => {
  const [first] = await Promise.all(Array.from({ length: MOST_STREAMS_PER_SESSION }, () => connected(FEED)));
  await until(() => expect(opened).toHaveLength(MOST_STREAMS_PER_SESSION));
  const refused = await fetch(`${origin()}/feed`, { headers: { cookie: 'one' } });
  expect(await refused.json()).toMatchObject({ message: 'TOO_MANY_REQUESTS' });
  await connected(feedOf('two'));
  await until(() => expect(opened).toHaveLength(MOST_STREAMS_PER_SESSION + 1));
  first?.destroy();
  await until(() => expect(ended).toHaveLength(1));
  await connected(FEED);
  await until(() => expect(opened).toHaveLength(MOST_STREAMS_PER_SESSION + 2));
});

it('those of a session end together, at once, and what is sent afterwards goes nowhere', async () => {
  const client = await connected(FEED + FEED);
  await connected(feedOf('two'));
  await until(() => expect(opened).toHaveLength(3));
  streams.closeOf('one');
  expect(ended).toHaveLength(2);
  expect(streams.sessions).toEqual(['two']);
  const heard: Buffer[] = [];
  client.on('data', (part: Buffer) => heard.push(part));
  for (const stream of opened) stream.send('answer', 'secret');
  await until(() =>
    expect(
      Buffer.concat(heard)
        .toString()
        .match(/\r\n0\r\n\r\n/g),
    ).toHaveLength(2),
  );
  expect(Buffer.concat(heard).toString()).not.toContain('secret');
});

it('all end when the platform stops', async () => {
  const client = await connected(FEED + FEED);
  client.resume();
  await until(() => expect(opened).toHaveLength(2));
  streams.closeAll();
  await until(() => expect([...ended].sort()).toEqual([0, 1]));
  client.destroy();
});
