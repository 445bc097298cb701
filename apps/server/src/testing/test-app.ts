import { randomBytes, randomUUID } from 'node:crypto';
import { eventIdFrom } from '@tongxing/codes';
import type { Permission, RolePreset, ScanAnswer } from '@tongxing/contract';
import { type Client, createClient } from '@tongxing/contract/client';
import { type City, makeCity, residentAt, type SmsCentre, startSmsCentre, venueAt } from '@tongxing/simulator';
import { type RawBuilder, sql } from 'kysely';
import { type App, createApp } from '../app';
import { demoStaff } from '../modules/demo/public';
import { ResidentSessions } from '../modules/identity/public';
import type { Clock } from '../platform/clock';
import { readConfig } from '../platform/config';
import { Vault } from '../platform/crypto/sealing';
import { type Database, openDatabase } from '../platform/database/database';
import type { Watermark } from '../platform/database/watermark';
import { SessionCookies } from '../platform/http/cookies';
import type { SessionKind } from '../platform/http/principals';
import { createLogger, type Logger } from '../platform/logs';
import { Notifications } from '../platform/notifications';
import { Sessions } from '../platform/sessions';
import { attendance, TEST_DEVICE } from './attendance';
import { type ClonedDatabase, cloneDatabase } from './clone';
import { TEST_KEYS } from './keys';
import { ensureTestRole } from './roles';
import { type Answer, type Followed, follow, type Sent, send } from './wire';

/** A clock that stands where it is put and otherwise follows the real one. */
export interface TestClock extends Clock {
  /** Moves the clock on by some milliseconds. */
  advance(ms: number): void;
}

/** An account beside those of the demo. */
export interface ExtraStaff {
  readonly permissions: readonly Permission[];
  /** Division code of the area. */
  readonly areaCode: string;
}

/** A whole platform on a cloned database, with an SMS centre of its own, over real HTTP. */
export interface TestApp {
  readonly app: App;
  readonly origin: string;
  readonly city: City;
  readonly vault: Vault;
  readonly clock: TestClock;
  readonly smsCentre: SmsCentre;
  readonly database: ClonedDatabase;
  /** As the owning role: for looking at what is on disk. */
  readonly owner: Database;
  /** As the running role: what the platform itself may do. */
  readonly running: Database;
  /** A client without a session. */
  readonly nobody: Client;
  /** The resident with an index in the city, signed in. */
  resident(index: number): Promise<Client>;
  residentCookie(index: number): Promise<string>;
  staff(role: RolePreset): Promise<Client>;
  staffCookie(role: RolePreset): Promise<string>;
  /** Cookie of a new account with its own permissions and area. */
  extraStaff(account: ExtraStaff): Promise<string>;
  clientWith(cookie: string): Client;
  /** Cookie header of a session. */
  cookie(kind: SessionKind, subjectId: number): Promise<string>;
  /** One scan by a resident of the city at a venue of the city. */
  scan(residentIndex: number, venueIndex: number, eventId?: string): Promise<ScanAnswer>;
  send(method: string, path: string, sent?: Sent): Promise<Answer>;
  follow(path: string, cookie: string): Promise<Followed>;
  /** A second person confirms all evidence that waits. */
  confirmEvidence(): Promise<void>;
  /** Rows of a table. */
  count(table: string, where?: RawBuilder<unknown>): Promise<number>;
  personId(residentIndex: number): Promise<number>;
  eventId(at?: number): string;
  stop(): Promise<void>;
}

export interface TestAppOptions {
  readonly settings?: Record<string, string>;
  readonly logger?: Logger;
  /** Another node of this one: on the same database, with the same clock. Stop it first. */
  readonly beside?: TestApp;
  /** Changes the address by which the platform reaches its database. */
  readonly through?: (url: string) => string;
  readonly watermark?: Watermark;
}

const GATEWAY = { systemId: 'test', password: 'test' };

function testClock(): TestClock {
  let aheadMs = 0;
  return {
    now: () => Date.now() + aheadMs,
    advance: (ms) => {
      aheadMs += ms;
    },
  };
}

/** Starts the platform; `stop` it in `afterAll`. */
export async function startTestApp({ settings, logger, beside, watermark, through = (url) => url }: TestAppOptions = {}): Promise<TestApp> {
  const database = beside?.database ?? (await cloneDatabase());
  const clock = beside?.clock ?? testClock();
  const city = makeCity({ size: 'tiny' });
  const smsCentre = await startSmsCentre({ host: '127.0.0.1', port: 0, ...GATEWAY, receiptDelayMs: 20 });
  const config = readConfig({
    TONGXING_PORT: '0',
    TONGXING_ADMIN_PORT: '0',
    TONGXING_DEMO_CITY: 'tiny',
    TONGXING_DATABASE_CONNECTIONS: '8',
    // A test scans as one person again and again.
    TONGXING_SCANS_PER_PERSON: '1000',
    ...settings,
  });
  const app = await createApp({
    config,
    databaseUrl: through(database.runningUrl),
    keys: TEST_KEYS,
    smppUrl: `smpp://${GATEWAY.systemId}:${GATEWAY.password}@127.0.0.1:${smsCentre.port}`,
    clock,
    logger: logger ?? createLogger('silent'),
    watermark,
    webApps: [],
    demo: { city, smsCentre },
  });
  const { port } = await app.start();
  const origin = `http://127.0.0.1:${port}`;
  const owner = openDatabase({ url: database.ownerUrl, connections: 2, onError: () => undefined });
  const running = openDatabase({ url: database.runningUrl, connections: 2, onError: () => undefined });
  const people = peopleOf(owner.db, { clock, city, cookies: new SessionCookies(config.publicUrl) });
  const attend = attendance(owner.db, clock);
  const attendedFetch: typeof fetch = async (input, init) => {
    await attend();
    return fetch(input, init);
  };
  const clientWith = (cookie: string) =>
    createClient({ baseUrl: origin, headers: () => ({ cookie }), language: () => 'en', fetch: attendedFetch });
  const eventId = (at = clock.now()) => eventIdFrom(at, randomBytes(10));

  return {
    app,
    origin,
    city,
    clock,
    smsCentre,
    database,
    owner: owner.db,
    running: running.db,
    nobody: createClient({ baseUrl: origin, language: () => 'en' }),
    ...people,
    clientWith,
    resident: async (index) => clientWith(await people.residentCookie(index)),
    staff: async (role) => clientWith(await people.staffCookie(role)),
    scan: async (residentIndex, venueIndex, id = eventId()) =>
      clientWith(await people.residentCookie(residentIndex))('POST /api/v1/scans', {
        body: { eventId: id, code: venueAt(city, venueIndex).code },
      }),
    async confirmEvidence() {
      const reviewer = clientWith(await people.staffCookie('evidence_reviewer'));
      const { items } = await reviewer('GET /api/v1/health-evidence', { query: { state: 'to_confirm', limit: 100 } });
      for (const { id } of items)
        await reviewer('POST /api/v1/health-evidence/:id/decision', {
          params: { id },
          body: { id: randomUUID(), decision: 'confirm', note: '已核对原件' },
        });
    },
    async send(method, path, sent) {
      await attend();
      return send(origin, method, path, sent);
    },
    async follow(path, cookie) {
      await attend();
      return follow(origin, path, cookie);
    },
    async count(table, where = sql`true`) {
      const { rows } = await sql<{ count: number }>`select count(*) as count from ${sql.table(table)} where ${where}`.execute(owner.db);
      return rows[0]?.count ?? 0;
    },
    eventId,
    async stop() {
      await app.stop();
      await smsCentre.stop();
      await Promise.all([owner.close(), running.close()]);
      if (beside === undefined) await database.drop();
    },
  };
}

/** Sessions of the people of the test city, one a person. */
function peopleOf(db: Database, { clock, city, cookies }: { clock: Clock; city: City; cookies: SessionCookies }) {
  const vault = new Vault(TEST_KEYS);
  const sessions = new Sessions(db);
  const known = new Map<string, Promise<string>>();
  const one = async (query: RawBuilder<{ id: number }>) => {
    const id = (await query.execute(db)).rows[0]?.id;
    if (id === undefined) throw new Error('no such account in the test city');
    return id;
  };
  const residents = new ResidentSessions({
    db,
    clock,
    logger: createLogger('silent'),
    notifications: new Notifications('', createLogger('silent')),
    secret: TEST_KEYS.sign,
  });
  const startResident = async (accountId: number) => {
    const { rows } = await sql<{ personId: number | null }>`select person_id from resident_accounts where id = ${accountId}`.execute(db);
    return residents.start({ accountId, personId: rows[0]?.personId ?? null });
  };
  const cookie = async (kind: SessionKind, subjectId: number) =>
    `${cookies.names[kind]}=${(await (kind === 'resident' ? startResident(subjectId) : sessions.start({ kind, subjectId, device: TEST_DEVICE }, clock.now()))).token}`;
  const once = (name: string, make: () => Promise<string>) => {
    const made = known.get(name) ?? make();
    known.set(name, made);
    return made;
  };
  const phoneIndexOf = (index: number) => vault.index('phone', residentAt(city, index).phone);

  return {
    vault,
    cookie,
    residentCookie: (index: number) =>
      once(`resident ${index}`, async () =>
        cookie('resident', await one(sql<{ id: number }>`select id from resident_accounts where phone_index = ${phoneIndexOf(index)}`)),
      ),
    staffCookie: (role: RolePreset) =>
      once(`staff ${role}`, async () => {
        const username = demoStaff(city).find((staff) => staff.role === role)?.username ?? '';
        return cookie('staff', await one(sql<{ id: number }>`select id from staff_accounts where username = ${username}`));
      }),
    async extraStaff({ permissions, areaCode }: ExtraStaff) {
      const name = `extra-${randomUUID()}`;
      const role = await ensureTestRole(db, name, permissions);
      const id = await one(sql<{
        id: number;
      }>`insert into staff_accounts (public_id, username, password_hash, display_name, role_id, area_code)
        values (${randomUUID()}, ${name}, '', ${name}, ${role}, ${areaCode}) returning id`);
      return cookie('staff', id);
    },
    personId: (index: number) =>
      one(sql<{ id: number }>`select person_id as id from resident_accounts where phone_index = ${phoneIndexOf(index)}`),
  };
}
