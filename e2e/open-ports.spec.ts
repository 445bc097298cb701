import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { type Endpoint, endpoints } from '@tongxing/contract';
import { residentAt, venueAt } from '@tongxing/simulator';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CITY, eventId, residentUser, staffUser } from './harness/api';
import { makeServerFolder, type ServerFolder } from './harness/folder';
import { type Listener, listenersOf } from './harness/listeners';
import { freePort, type Program, startProgram } from './harness/program';
import { hits, withoutFigures } from './harness/traces-of-people';

const WAIT_MS = 5_000;
const ROUTES: readonly Endpoint[] = Object.values(endpoints);
/** What scanners look for, beside the routes. */
const GUESSES = ['/', '/metrics', '/healthz', '/readyz', '/docs/json', '/api/v1/openapi.json', '/.env', '/keys.json', '/data/keys.json'];
const ESCAPES = ['/m/..%2f..%2f..%2fkeys.json', '/console/%2e%2e/%2e%2e/keys.json', '/docs/static/..%2f..%2f..%2fpostgres-password'];
/** Shorter ones are words and numbers that stand in any answer. */
const SECRET_LENGTH = 16;

/** Of everything that listens after a start as a user does it, with nothing to show for oneself. */
describe.runIf(process.platform === 'linux')('the ports that a start opens (read from /proc: on Linux only)', () => {
  let folder: ServerFolder;
  let program: Program;
  let mainPort: number;
  let listeners: Listener[];
  const answers: { port: number; what: string; status: number; text: string }[] = [];

  beforeAll(async () => {
    folder = await makeServerFolder();
    mainPort = await freePort();
    program = await startProgram(folder.dataDir, mainPort, { TONGXING_ADMIN_PORT: String(await freePort()) });
    await somethingToHide();
    listeners = await listenersOf(program.pid);
    for (const { port } of listeners) await askAll(port);
  });
  afterAll(async () => {
    await program?.kill('group').catch(() => undefined);
    await folder?.remove();
  });

  /** A scan, a warning, an incident, a case: what there would be to see. */
  async function somethingToHide(): Promise<void> {
    const resident = await residentUser(program.origin, 1);
    await resident.call('POST /api/v1/scans', { body: { eventId: eventId(), code: venueAt(CITY, 0).code } });
    const { documentType, documentNumber } = residentAt(CITY, 40);
    const [now, epidemiologist] = [new Date().toISOString(), await staffUser(program.origin, 'epidemiologist')];
    const body = { id: randomUUID(), documentType, documentNumber, confirmedAt: now, onsetAt: now, evidenceReference: 'LAB-0040' };
    await epidemiologist.call('POST /api/v1/cases', { body });
  }

  async function ask(port: number, method: string, path: string): Promise<void> {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      ...(method === 'POST' ? { body: '{}', headers: { 'content-type': 'application/json' } } : {}),
      signal: AbortSignal.timeout(WAIT_MS),
    }).catch(() => undefined);
    // No HTTP spoken there: other tests below.
    if (response === undefined) return;
    answers.push({ port, what: `${method} ${path}`, status: response.status, text: await response.text() });
  }

  async function askAll(port: number): Promise<void> {
    if (!(await speaksHttp(port))) return;
    for (const { method, path } of ROUTES)
      await ask(port, method, path.replace(/:code/, venueAt(CITY, 0).code).replace(/:\w+/, randomUUID()));
    for (const path of [...GUESSES, ...ESCAPES]) await ask(port, 'GET', path);
  }

  const speaksHttp = async (port: number) =>
    (await firstWords(port, 'GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n')).startsWith('HTTP/');

  /** What a listener says to some bytes before it hangs up. */
  function firstWords(port: number, bytes: string | Buffer): Promise<string> {
    return new Promise((resolve) => {
      const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
      const heard: Buffer[] = [];
      const end = () => {
        socket.destroy();
        resolve(Buffer.concat(heard).toString('latin1'));
      };
      socket.on('data', (part: Buffer) => heard.push(part));
      socket.setTimeout(WAIT_MS, end);
      socket.on('error', end).on('end', end);
    });
  }

  /** Names, numbers and telephones of everybody in the city, and what the data folder keeps secret. */
  async function secrets(): Promise<string[]> {
    const people = Array.from({ length: CITY.size.residents }, (_, n) => residentAt(CITY, n));
    const contacts = Array.from({ length: CITY.size.venues }, (_, n) => venueAt(CITY, n).contactPhone);
    const files = (await readdir(folder.dataDir, { withFileTypes: true })).filter((entry) => entry.isFile());
    // Files written anew have another name for a moment.
    const texts = await Promise.all(files.map(({ name }) => readFile(join(folder.dataDir, name), 'utf8').catch(() => '')));
    const kept = texts.flatMap((text) => text.split(/[\s"':,{}]+/)).filter((word) => word.length >= SECRET_LENGTH);
    return [...people.flatMap(({ name, documentNumber, phone }) => [name, documentNumber, phone]), ...contacts, ...kept];
  }

  it('are those that are known, and none can be reached from outside', () => {
    expect(listeners.map(({ port }) => port)).toContain(mainPort);
    // The platform, its metrics, the embedded database, and the demonstration's SMS centre.
    expect(listeners).toHaveLength(4);
    expect(listeners.filter(({ isLoopback }) => !isLoopback)).toEqual([]);
  });

  it('answer no route that asks for somebody', () => {
    const closed = ROUTES.filter(({ access }) => access.who !== 'anyone' && access.who !== 'demo');
    const asked = answers.filter(({ port }) => port === mainPort);
    expect(asked.length).toBe(ROUTES.length + GUESSES.length + ESCAPES.length);
    for (const [index, { method, path, access }] of ROUTES.entries())
      if (closed.some((route) => route.access === access)) expect(asked[index]?.status, `${method} ${path}`).toBe(401);
  });

  it('let out no person, key or password to somebody without credentials', async () => {
    // The demonstration shows its fictional SMS inbox to everybody; production has no such routes.
    const demo = new Set(ROUTES.filter(({ access }) => access.who === 'demo').map(({ method, path }) => `${method} ${path}`));
    const hidden = await secrets();
    expect(hidden.length).toBeGreaterThan(3 * CITY.size.residents);
    const seen = answers
      .filter(({ what }) => !demo.has(what))
      .flatMap(({ port, what, text }) =>
        hits(what === 'GET /metrics' ? withoutFigures(text) : text, hidden).map((secret) => `${port} ${what} showed ${secret}`),
      );
    expect(seen).toEqual([]);
  });

  it('of the database want a password, whoever one says to be', async () => {
    const others = listeners.filter(({ port }) => answers.every((answer) => answer.port !== port));
    expect(others.length).toBe(2);
    const refusals = await Promise.all(others.map(({ port }) => refusalOfDatabase(port)));
    expect(refusals.filter((codes) => codes.every((code) => code === '28P01' || code === '28000'))).toHaveLength(1);
  });

  async function refusalOfDatabase(port: number): Promise<(string | undefined)[]> {
    const users = ['postgres', 'tongxing', 'tongxing_app', 'tongxing_owner', 'root'];
    return Promise.all(
      users.map(async (user) => {
        const client = new pg.Client({
          host: '127.0.0.1',
          port,
          user,
          password: 'wrong',
          database: 'postgres',
          connectionTimeoutMillis: WAIT_MS,
        });
        client.on('error', () => undefined);
        const error: { code?: string } | undefined = await client.connect().then(
          () => undefined,
          (reason) => reason,
        );
        await client.end().catch(() => undefined);
        return error === undefined ? 'let in' : error.code;
      }),
    );
  }

  it('of the SMS centre want its password', async () => {
    const heard = await Promise.all(listeners.map(({ port }) => firstWords(port, bindAs('tongxing', 'wrong'))));
    const statuses = heard
      .map((text) => Buffer.from(text, 'latin1'))
      .filter(isBindAnswer)
      .map((answer) => answer.readUInt32BE(8));
    expect(statuses).toHaveLength(1);
    expect(statuses).not.toContain(0);
  });
});

const BIND_TRANSCEIVER = 0x09;
const BIND_TRANSCEIVER_RESP = 0x80000009;
const HEADER_BYTES = 16;

/** A bind_transceiver of SMPP 3.4. */
function bindAs(systemId: string, password: string): Buffer {
  const body = Buffer.from(`${systemId}\0${password}\0\0\x34\0\0\0`, 'latin1');
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt32BE(HEADER_BYTES + body.length, 0);
  header.writeUInt32BE(BIND_TRANSCEIVER, 4);
  header.writeUInt32BE(1, 12);
  return Buffer.concat([header, body]);
}

const isBindAnswer = (answer: Buffer) => answer.length >= HEADER_BYTES && answer.readUInt32BE(4) === BIND_TRANSCEIVER_RESP;
