import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RawBuilder, sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OpenDatabase, openDatabase } from '../../platform/database/database';
import { type ClonedDatabase, cloneDatabase } from '../../testing/clone';
import { TEST_KEYS } from '../../testing/keys';
import { exportLog, verifyFile } from './exported-log';
import { type Head, SealKeys } from './seal';
import { findHead } from './seal-store';
import { sealNext } from './sealer';
import { recordAudit } from './store';
import { verifyDatabase } from './verify-database';

const keys = SealKeys.fromSecret(TEST_KEYS.sign);
const EVENTS = 120;
const CHANGES = 240;

let database: ClonedDatabase;
let owner: OpenDatabase;
let folder: string;
let head: Head | undefined;
let ids: number[];
beforeAll(async () => {
  database = await cloneDatabase();
  owner = openDatabase({ url: database.ownerUrl, connections: 3, onError: () => undefined });
  folder = await mkdtemp(join(tmpdir(), 'audit-'));
  for (let n = 0; n < EVENTS; n += 1) {
    const reason = n % 3 === 0 ? '查找本人 "quoted"\n' : undefined;
    await recordAudit(owner.db, { actor: 'platform', action: 'person.reveal', subject: `incident:${n}`, reason, requestId: `r${n}` });
    if (n % 10 === 9) await sealNext({ db: owner.db, keys, clock: { now: () => 1_772_354_000_000 + n } });
  }
  head = await findHead(owner.db);
  const { rows } = await sql<{ id: number }>`select id from audit_events order by id`.execute(owner.db);
  ids = rows.map((row) => row.id);
  await sql`create table kept_events as select * from audit_events`.execute(owner.db);
  await sql`create table kept_seals as select * from audit_seals`.execute(owner.db);
});
afterAll(async () => {
  await owner.close();
  await database.drop();
  await rm(folder, { recursive: true });
});

const run = (query: RawBuilder<unknown>) => query.execute(owner.db);
const verify = () => verifyDatabase(owner.db, { keys, head });

async function restore(): Promise<void> {
  await run(sql`truncate audit_events, audit_seals`);
  await run(sql`insert into audit_events overriding system value select * from kept_events`);
  await run(sql`insert into audit_seals select * from kept_seals`);
}

const FIELDS = ['at', 'transaction', 'actor', 'role', 'action', 'subject', 'reason', 'request_id', 'person', 'before', 'area'] as const;
const OTHER: Readonly<Record<string, RawBuilder<unknown>>> = {
  at: sql`at + interval '1 microsecond'`,
  transaction: sql`(transaction::text::bigint + 1)::text::xid8`,
  person: sql`'\x01'::bytea`,
  before: sql`'{}'::json`,
};

/** What the owner of the database may do to its rows, by seed; answers the event or seal to be named. */
const WAYS: readonly ((pick: (below: number) => number) => Promise<{ eventId?: string; seal?: number }>)[] = [
  async (pick) => {
    const id = ids[pick(EVENTS)] ?? 0;
    const field = FIELDS[pick(FIELDS.length)] ?? 'actor';
    await run(
      sql`update audit_events set ${sql.ref(field)} = ${OTHER[field] ?? sql`coalesce(${sql.ref(field)}, '') || '.'`} where id = ${id}`,
    );
    return { eventId: String(id) };
  },
  async (pick) => {
    const id = ids[pick(EVENTS)] ?? 0;
    await run(sql`delete from audit_events where id = ${id}`);
    return { eventId: String(id) };
  },
  async (pick) => {
    const id = ids[pick(EVENTS)] ?? 0;
    await run(sql`insert into audit_events overriding system value
      select id + 1000000, at, actor_id, actor, role, 'venue.create', subject, reason, request_id, transaction from audit_events where id = ${id}`);
    return { eventId: String(id + 1_000_000) };
  },
  async (pick) => {
    const place = pick(EVENTS - 1);
    const [one, other] = [ids[place] ?? 0, ids[place + 1] ?? 0];
    await run(sql`update audit_events a set subject = b.subject, reason = b.reason, request_id = b.request_id, at = b.at
      from audit_events b where (a.id, b.id) in ((${one}, ${other}), (${other}, ${one}))`);
    return { eventId: String(one) };
  },
  async (pick) => {
    const number = 2 + pick(EVENTS / 10 - 1);
    await run(sql`delete from audit_events where id = any(select unnest(event_ids) from audit_seals where number >= ${number})`);
    await run(sql`delete from audit_seals where number >= ${number}`);
    return { seal: number };
  },
  async (pick) => {
    const number = 1 + pick(EVENTS / 10);
    const column = ['hash', 'signature', 'content_hashes'][pick(3)] ?? 'hash';
    await run(
      sql`update audit_seals set ${sql.ref(column)} = set_byte(${sql.ref(column)}, 5, (get_byte(${sql.ref(column)}, 5) + 1) % 256) where number = ${number}`,
    );
    return { seal: number };
  },
];

function dice(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

describe('the log in a database', () => {
  it('is sound as it is, and with events that wait for a seal', async () => {
    expect(await verify()).toMatchObject({ found: 0, events: EVENTS, unsealed: 0 });
    await recordAudit(owner.db, { actor: 'platform', action: 'venue.create', subject: 'venue:x', requestId: 'r' });
    expect(await verify()).toMatchObject({ found: 0, events: EVENTS, unsealed: 1 });
    await restore();
  });

  it(`shows each of ${CHANGES} changes made by its owner, and where it is`, async () => {
    const missed: string[] = [];
    for (let seed = 1; seed <= CHANGES; seed += 1) {
      const at = await WAYS[seed % WAYS.length]?.(dice(seed));
      const { findings } = await verify();
      const isNamed = findings.some((one) => (at?.eventId === undefined ? one.seal === at?.seal : one.eventId === at.eventId));
      if (!isNamed) missed.push(`seed ${seed}: ${JSON.stringify(at)} not in ${JSON.stringify(findings.slice(0, 3))}`);
      await restore();
    }
    expect(missed).toEqual([]);
  }, 120_000);

  it('shows that everything was written anew with the key itself', async () => {
    await run(sql`update audit_events set actor = 'somebody else' where id = ${ids[3] ?? 0}`);
    await run(sql`truncate audit_seals`);
    while (await sealNext({ db: owner.db, keys, clock: { now: () => 1_772_354_999_000 } }));
    expect((await verifyDatabase(owner.db, { keys, head: undefined })).found).toBe(0);
    expect((await verify()).findings).toMatchObject([{ kind: 'log_ends_early' }]);
    await restore();
  });

  it('is verified the same way out of a file, without a database', async () => {
    const path = join(folder, 'log.jsonl');
    await exportLog(owner.db, keys, path);
    expect(await verifyFile(path, { keys: SealKeys.fromPublic(keys.publicKey), head })).toMatchObject({ found: 0, events: EVENTS });
    await expect(exportLog(owner.db, keys, path)).rejects.toThrow(/EEXIST/);
  });
});
