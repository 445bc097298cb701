import { randomBytes } from 'node:crypto';
import { copyFile, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventIdFrom } from '@tongxing/codes';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ClonedDatabase, createEmptyDatabase } from '../../testing/clone';
import { paths } from '../paths';
import { migrate } from './migrations';

const DAY_MS = 86_400_000;
const FROM = Date.parse('2026-03-01T00:00:00+08:00');
const VISITS = 5_000;
/** More than a number of two bytes with a sign can count. */
const CONTACTS = 33_000;
const TRACE = '00000000-0000-4000-8000-000000000001';

let database: ClonedDatabase;
let client: pg.Client;
beforeAll(async () => {
  database = await createEmptyDatabase();
  await migrateTo('0007');
  client = new pg.Client({ connectionString: database.ownerUrl });
  await client.connect();
  await fillVisits();
  await fillTrace();
  await client.query(
    'create schema before; create table before.visits as table visits; create table before.contacts as table trace_contacts',
  );
  await migrate(database.ownerUrl, paths.migrations);
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

async function migrateTo(last: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'tongxing-old-rows-'));
  for (const name of await readdir(paths.migrations))
    if (name.slice(0, 4) <= last) await copyFile(join(paths.migrations, name), join(folder, name));
  await migrate(database.ownerUrl, folder);
  await rm(folder, { recursive: true });
}

/** Of ten days; what is often null is filled at times. */
async function fillVisits(): Promise<void> {
  const times = Array.from({ length: VISITS }, (_, n) => FROM + n * Math.floor((10 * DAY_MS) / VISITS) + (n % 7));
  await client.query(`select ensure_visit_partitions('2026-03-01', '2026-03-11', 'Asia/Shanghai')`);
  await client.query(
    `insert into visits (at, recorded_at, person_id, event_id, venue_id, verdict, advice, evidence, method, direction, temperature, reasons)
    select at, at + ((n % 1000) * 250 - 2000) * interval '1 millisecond', 1 + n % 97, id, 1 + n % 13, n % 7, n % 3, n % 5, n % 6, n % 3,
      case when n % 4 = 0 then 360 + n % 30 end, case when n % 9 = 0 then array[1, 5]::smallint[] end
    from unnest($1::timestamptz[], $2::uuid[]) with ordinality as v (at, id, n)`,
    [times.map((at) => new Date(at)), times.map((at) => eventIdFrom(at, randomBytes(10)))],
  );
}

/** One trace with very many contacts at 300 stays of the case. */
async function fillTrace(): Promise<void> {
  await client.query(`
    insert into divisions (code, name_zh, name_en, path_zh, path_en) values ('33', '甲', 'A', '甲', 'A'), ('3301', '丙', 'C', '丙', 'C');
    insert into persons (public_id, document_type, name_sealed, document_sealed, document_index, phone_sealed)
      select gen_random_uuid(), 'id_card', '', '', int4send(n), '' from generate_series(1, 97) n;
    insert into venues (public_id, code, name, class, scene, address, division_code, contact_phone_sealed)
      select gen_random_uuid(), n::text, '乙', 'shop', 'ordinary', '', '3301', '' from generate_series(1, 13) n;
    insert into roles (name, permissions) values ('epidemiologist', '{}');
    insert into staff_accounts (public_id, username, password_hash, display_name, role_id, area_code)
      select gen_random_uuid(), 'staff' || n, '', '', 1, '33' from generate_series(1, 2) n;
    insert into cases (id, person_id, confirmed_at, onset_at, evidence_reference, author_id)
      values ('${TRACE}', 1, now(), now(), '', 1);
    insert into staff_accounts (public_id, username, password_hash, display_name, role_id, venue_id) values (gen_random_uuid(), 'venue', '', '', 1, 1);
    insert into health_evidence (id, person_id, kind, source, sampled_at, valid_until, author_id)
      select gen_random_uuid(), 1, 'fever_declared', '', now(), now() + interval '1 day', id from staff_accounts;
    insert into risk_areas (id, division_code, level, source, author_id, valid_from) values (gen_random_uuid(), '33', 'high', '', 2, now());
    insert into traces (id, case_id, legal_basis, basis_reference, purpose, window_from, window_to, lag_minutes, state, requested_by, requested_at,
        decided_by, decided_at, completed_at, contacts)
      values ('${TRACE}', '${TRACE}', '', '', '', '2026-03-01', '2026-03-10', 30, 'completed', 1, now(), 2, now(), now(), ${CONTACTS});
    insert into trace_contacts (trace_id, position, id, person_id, venue_id, at, until, case_at, case_until, overlap_minutes, evidence, reasons)
    select '${TRACE}', n, gen_random_uuid(), 2 + n % 96, 1 + n % 13, begun + n * interval '3 seconds', begun + n * interval '4 seconds' + interval '1 hour',
      begun + n % 300 * interval '2 minutes', begun + n % 300 * interval '2 minutes' + interval '40 minutes', n % 300, n % 5,
      (array['{same_time}', '{after_case_left,same_checkpoint}', '{repeated,strong_evidence}', '{}'])[1 + n % 4]::text[]
    from generate_series(1, ${CONTACTS}) n, (select timestamptz '2026-03-02 08:00+08' as begun) b`);
}

/** Some rows of before that are not found after. */
async function missing(before: string, after: string): Promise<unknown[]> {
  const { rows } = await client.query(`${before} except ${after} limit 3`);
  return rows;
}

const count = async (table: string) => Number((await client.query(`select count(*) as count from ${table}`)).rows[0].count);

it('every visit of the layout before is found again by its event id', async () => {
  const same = 'event_id, at, recorded_at, person_id, venue_id, verdict, advice, evidence, method, direction, temperature, reasons';
  expect(await missing(`select ${same} from before.visits`, `select ${same} from visit_log`)).toEqual([]);
  expect(await count('visit_log')).toBe(VISITS);
});

it('every contact of the layout before is found again, also of a trace with very many', async () => {
  const ms = (column: string) => `(extract(epoch from ${column}) * 1000)::bigint`;
  const bits = ['same_time', 'after_case_left', 'same_checkpoint', 'repeated', 'strong_evidence']
    .map((reason, place) => `case when '${reason}' = any(reasons) then ${1 << place} else 0 end`)
    .join(' + ');
  const same = 'trace_id, position, person_id, venue_id';
  expect(
    await missing(
      `select ${same}, ${ms('at')}, ${ms('until')}, ${ms('case_at')}, ${ms('case_until')}, overlap_minutes, evidence, ${bits} from before.contacts`,
      `select ${same}, at_ms, until_ms, case_at_ms, case_until_ms, overlap_minutes, evidence, reasons from trace_contact_log`,
    ),
  ).toEqual([]);
  expect(await count('trace_contact_log')).toBe(CONTACTS);
});

it.each([
  ['cases', ['33']],
  // Of two accounts of a division and one of a venue, which counts as the division where it stands.
  ['health_evidence', ['33', '33', '3301']],
  ['risk_areas', ['33']],
])('every row of %s is given to the area of its author', async (table, areas) => {
  const { rows } = await client.query(`select area_code from ${table} order by area_code`);
  expect(rows.map((row) => row.area_code)).toEqual(areas);
});

it('evidence of before second persons were asked goes on counting, and is marked as that', async () => {
  const { rows } = await client.query(`select s.kind, s.position, s.by_account = e.author_id as "ofAuthor"
    from evidence_steps s join health_evidence e on e.id = s.evidence_id order by s.position, s.kind`);
  expect(rows).toEqual([
    ...Array.from({ length: 3 }, () => ({ kind: 'recorded', position: 1, ofAuthor: true })),
    ...Array.from({ length: 3 }, () => ({ kind: 'before_second_persons', position: 2, ofAuthor: true })),
  ]);
});
