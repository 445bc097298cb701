import { randomBytes } from 'node:crypto';
import { eventIdFrom } from '@tongxing/codes';
import type { RolePreset } from '@tongxing/contract';
import { type Client, createClient } from '@tongxing/contract/client';
import { type City, makeCity, residentAt, type SmsCentre, startSmsCentre } from '@tongxing/simulator';
import { sql } from 'kysely';
import { type App, createApp } from '../app';
import { demoStaff } from '../modules/demo/public';
import type { Clock } from '../platform/clock';
import { readConfig } from '../platform/config';
import { Vault } from '../platform/crypto/sealing';
import { type Database, openDatabase } from '../platform/database/database';
import { COOKIES, type SessionKind } from '../platform/http/principals';
import { createLogger } from '../platform/logs';
import { Sessions } from '../platform/sessions';
import { cloneDatabase } from './clone';
import { TEST_KEYS } from './keys';

/** A clock that stands where it is put and otherwise follows the real one. */
export interface TestClock extends Clock {
  /** Moves the clock on by some milliseconds. */
  advance(ms: number): void;
}

/** A whole platform on a cloned database, with an SMS centre of its own, over real HTTP. */
export interface TestApp {
  readonly app: App;
  readonly origin: string;
  readonly city: City;
  readonly vault: Vault;
  readonly clock: TestClock;
  readonly smsCentre: SmsCentre;
  /** As the owning role: for looking at what is on disk. */
  readonly owner: Database;
  /** As the running role: what the platform itself may do. */
  readonly running: Database;
  /** A client without a session. */
  readonly nobody: Client;
  /** The resident with an index in the city, signed in. */
  resident(index: number): Promise<Client>;
  staff(role: RolePreset): Promise<Client>;
  /** Cookie header of a session. */
  cookie(kind: SessionKind, subjectId: number): Promise<string>;
  eventId(at?: number): string;
  stop(): Promise<void>;
}

const GATEWAY = { systemId: 'test', password: 'test' };

export async function startTestApp(settings: Record<string, string> = {}): Promise<TestApp> {
  const database = await cloneDatabase();
  let aheadMs = 0;
  const clock: TestClock = {
    now: () => Date.now() + aheadMs,
    advance: (ms) => {
      aheadMs += ms;
    },
  };
  const city = makeCity({ size: 'tiny' });
  const smsCentre = await startSmsCentre({ host: '127.0.0.1', port: 0, ...GATEWAY, receiptDelayMs: 20 });
  const app = await createApp({
    config: readConfig({
      TONGXING_PORT: '0',
      TONGXING_ADMIN_PORT: '0',
      TONGXING_DEMO_CITY: 'tiny',
      TONGXING_DATABASE_CONNECTIONS: '8',
      ...settings,
    }),
    databaseUrl: database.runningUrl,
    keys: TEST_KEYS,
    smppUrl: `smpp://${GATEWAY.systemId}:${GATEWAY.password}@127.0.0.1:${smsCentre.port}`,
    clock,
    logger: createLogger('silent'),
    webApps: [],
    demo: { city, smsCentre },
  });
  const { port } = await app.start();
  const origin = `http://127.0.0.1:${port}`;
  const owner = openDatabase({ url: database.ownerUrl, connections: 2, onError: () => undefined });
  const running = openDatabase({ url: database.runningUrl, connections: 2, onError: () => undefined });
  const vault = new Vault(TEST_KEYS);
  const sessions = new Sessions(owner.db);

  const cookie = async (kind: SessionKind, subjectId: number) =>
    `${COOKIES[kind]}=${(await sessions.start(kind, subjectId, clock.now())).token}`;
  const clientWith = (header: string) => createClient({ baseUrl: origin, headers: () => ({ cookie: header }), language: () => 'en' });
  const one = async (query: ReturnType<typeof sql<{ id: number }>>) => {
    const id = (await query.execute(owner.db)).rows[0]?.id;
    if (id === undefined) throw new Error('no such account in the test city');
    return id;
  };

  return {
    app,
    origin,
    city,
    vault,
    clock,
    smsCentre,
    owner: owner.db,
    running: running.db,
    nobody: createClient({ baseUrl: origin, language: () => 'en' }),
    cookie,
    async resident(index) {
      const phoneIndex = vault.index('phone', residentAt(city, index).phone);
      return clientWith(
        await cookie('resident', await one(sql<{ id: number }>`select id from resident_accounts where phone_index = ${phoneIndex}`)),
      );
    },
    async staff(role) {
      const username = demoStaff(city).find((staff) => staff.role === role)?.username;
      return clientWith(
        await cookie('staff', await one(sql<{ id: number }>`select id from staff_accounts where username = ${username ?? ''}`)),
      );
    },
    eventId: (at = clock.now()) => eventIdFrom(at, randomBytes(10)),
    async stop() {
      await app.stop();
      await smsCentre.stop();
      await Promise.all([owner.close(), running.close()]);
      await database.drop();
    },
  };
}
