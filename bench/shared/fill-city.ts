import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CITY_CODE, CITY_SIZES, type City, makeCity, residentAt, type VenueRecord, venueAt } from '@tongxing/simulator';
import type pg from 'pg';
import { documentIndex } from '../../apps/server/src/modules/identity/document';
import { loadKeys } from '../../apps/server/src/platform/crypto/keys';
import { Vault } from '../../apps/server/src/platform/crypto/sealing';
import { EVIDENCE_SOURCE, withClient, withDatabase } from './database';
import type { Undo } from './undo';

/** How large a city is to become. */
export interface Target {
  readonly venues: number;
  readonly residents: number;
}

/** One resident in so many is abnormal: 0.1 %. */
const ABNORMAL_EVERY = 1_000;
/** One in so many, the abnormal among them, can be opened and found by the document. */
const SEALED_EVERY = 100;
/** Which of each hundred and of each thousand. */
const SEALED_PLACE = 7;
const ABNORMAL_PLACE = 507;

const BATCH = 4_000;
/** While filling there is nothing to lose: the city is whole or is not used. Afterwards the product starts with its own settings. */
const FILL_SETTINGS = [
  'fsync=off',
  'full_page_writes=off',
  'synchronous_commit=off',
  'wal_level=minimal',
  'max_wal_senders=0',
  'max_wal_size=16GB',
  'maintenance_work_mem=512MB',
];

/**
 * Adds to the demo's city what it lacks to a size; to the full one in a minute or two. Seeded: the same everywhere.
 * Most residents are never opened and hold bytes of the right shape in their sealed columns; the others, the abnormal
 * among them, are sealed with the folder's own keys, since warnings open their telephones.
 */
export async function fillCity(dataDir: string, target: Target, undo: Undo): Promise<void> {
  const vault = new Vault(await loadKeys(join(dataDir, 'keys.json'), false));
  await withDatabase(dataDir, FILL_SETTINGS, undo, async (url) => {
    const present = await withClient(url, presentSize);
    const city = makeCity({ size: { ...target, streets: present.streets } });
    await Promise.all([
      withClient(url, (client) => addVenues(client, vault, city, present.venues)),
      withClient(url, (client) => fillTable(client, 'persons', PERSONS, present.residents, target.residents)),
      withClient(url, (client) => fillTable(client, 'resident_accounts', ACCOUNTS, present.residents, target.residents)),
    ]);
    await withClient(url, async (client) => {
      await sealSome(client, vault, city, present.residents);
      await client.query('vacuum (analyze) persons, resident_accounts, venues, health_evidence, evidence_steps');
      await client.query('checkpoint');
    });
  });
  // Written back now and not under the measurement.
  await promisify(execFile)('sync');
}

interface PresentSize {
  readonly venues: number;
  readonly residents: number;
  readonly streets: number;
}

async function presentSize(client: pg.Client): Promise<PresentSize> {
  const { rows } = await client.query<PresentSize>(
    `select (select max(id) from venues)::integer as venues,
       greatest((select max(id) from persons), (select max(id) from resident_accounts))::integer as residents,
       (select count(*) from divisions where length(code) = 9 and starts_with(code, $1))::integer as streets`,
    [CITY_CODE],
  );
  const [row] = rows;
  if (row === undefined) throw new Error('the demo city is not in the database');
  return row;
}

async function addVenues(client: pg.Client, vault: Vault, city: City, first: number): Promise<void> {
  for (let from = first; from < city.size.venues; from += BATCH) {
    const batch: VenueRecord[] = [];
    for (let index = from; index < Math.min(from + BATCH, city.size.venues); index += 1) batch.push(venueAt(city, index));
    await client.query(
      `insert into venues (public_id, code, name, class, scene, address, division_code, contact_phone_sealed)
       select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bytea[])`,
      [
        batch.map((venue) => venue.publicId),
        batch.map((venue) => venue.code),
        batch.map((venue) => venue.name),
        batch.map((venue) => venue.class),
        batch.map((venue) => venue.scene),
        batch.map((venue) => venue.address),
        batch.map((venue) => venue.divisionCode),
        batch.map((venue) => vault.seal('phone', venue.contactPhone)),
      ],
    );
  }
}

/** Key id, nonce and tag (29 bytes) and as many of text, as the vault lays them out. */
const sealedShape = (what: string, textBytes: number) =>
  `'\\x01'::bytea || sha256('${what}' || int8send(id)) || substr(sha256('${what}2' || int8send(id)), 1, ${28 + textBytes - 32})`;

const PERSONS = `insert into persons (id, public_id, document_type, name_sealed, document_sealed, document_index, phone_sealed) overriding system value
  select id, encode(substr(sha256('public' || int8send(id)), 1, 16), 'hex')::uuid, 'resident_id', ${sealedShape('name', 9)}, ${sealedShape('document', 18)},
    sha256('document index' || int8send(id)), ${sealedShape('phone', 11)}
  from generate_series($1::bigint, $2::bigint) as id`;

const ACCOUNTS = `insert into resident_accounts (id, phone_index, phone_sealed, person_id) overriding system value
  select id, sha256('phone index' || int8send(id)), ${sealedShape('phone', 11)}, id from generate_series($1::bigint, $2::bigint) as id`;

/** Unique keys are made once at the end: sorted, instead of nine million look-ups in places that no memory holds. */
async function fillTable(client: pg.Client, table: string, statement: string, present: number, wanted: number): Promise<void> {
  if (present >= wanted) return;
  const { rows: keys } = await client.query<{ name: string; definition: string }>(
    `select conname as name, pg_get_constraintdef(oid) as definition from pg_constraint where conrelid = $1::regclass and contype = 'u'`,
    [table],
  );
  await client.query('set session_replication_role = replica');
  for (const { name } of keys) await client.query(`alter table ${table} drop constraint ${name}`);
  await client.query(statement, [present + 1, wanted]);
  for (const { name, definition } of keys) await client.query(`alter table ${table} add constraint ${name} ${definition}`);
  await client.query(`select setval(pg_get_serial_sequence($1, 'id'), $2)`, [table, wanted]);
  await client.query('set session_replication_role = origin');
}

/** Ids of residents beyond the demo's whose columns are sealed, and not only shaped. */
function sealedIds(present: number, wanted: number): number[] {
  const first = Math.ceil((present + 1) / ABNORMAL_EVERY) * ABNORMAL_EVERY + SEALED_PLACE;
  return Array.from({ length: Math.max(Math.ceil((wanted - first) / SEALED_EVERY), 0) }, (_, index) => first + index * SEALED_EVERY);
}

async function sealSome(client: pg.Client, vault: Vault, city: City, present: number): Promise<void> {
  const ids = sealedIds(present, city.size.residents);
  for (let from = 0; from < ids.length; from += BATCH) await seal(client, vault, city, ids.slice(from, from + BATCH));
  const abnormal = ids.filter((id) => id % ABNORMAL_EVERY === ABNORMAL_PLACE);
  await addEvidence(client, abnormal, EVIDENCE_SOURCE);
}

/** Makes persons abnormal, half of them so that they are stopped. @param source by which it is found again */
export async function addEvidence(client: pg.Client, ids: readonly number[], source: string): Promise<void> {
  await client.query(
    `insert into health_evidence (id, person_id, kind, source, sampled_at, valid_until, author_id)
     select gen_random_uuid(), id, case when place % 2 = 0 then 'quarantine_order' else 'close_contact' end, $2,
       now() - interval '1 day', now() + interval '1 year', (select min(id) from staff_accounts)
     from unnest($1::bigint[]) with ordinality as abnormal (id, place)`,
    [ids, source],
  );
  // Counts when a second account has confirmed it.
  await client.query(
    `insert into evidence_steps (id, evidence_id, position, kind, by_account, note, previous_kind, previous_by)
     select gen_random_uuid(), s.evidence_id, 2, 'confirmed', (select max(id) from staff_accounts), $1, 'recorded', s.by_account
     from evidence_steps s join health_evidence e on e.id = s.evidence_id
     where e.source = $1 and not exists (select from evidence_steps n where n.evidence_id = e.id and n.position = 2)`,
    [source],
  );
}

/** Seals residents of a city that is there with its own keys; those of the demo are. */
export async function sealResidents(client: pg.Client, dataDir: string, ids: readonly number[]): Promise<void> {
  const vault = new Vault(await loadKeys(join(dataDir, 'keys.json'), false));
  const { residents, streets } = await presentSize(client);
  const city = makeCity({ size: { venues: 1, residents, streets } });
  const beyondDemo = ids.filter((id) => id > CITY_SIZES.small.residents);
  for (let from = 0; from < beyondDemo.length; from += BATCH) await seal(client, vault, city, beyondDemo.slice(from, from + BATCH));
}

async function seal(client: pg.Client, vault: Vault, city: City, ids: readonly number[]): Promise<void> {
  const residents = ids.map((id) => residentAt(city, id - 1));
  const phones = residents.map((resident) => vault.seal('phone', resident.phone));
  await client.query(
    `update persons p set name_sealed = s.name, document_sealed = s.document, document_index = s.document_index, phone_sealed = s.phone
     from unnest($1::bigint[], $2::bytea[], $3::bytea[], $4::bytea[], $5::bytea[]) as s (id, name, document, document_index, phone) where p.id = s.id`,
    [
      ids,
      residents.map((resident) => vault.seal('name', resident.name)),
      residents.map((resident) => vault.seal('document', resident.documentNumber)),
      residents.map((resident) => documentIndex(vault, resident.documentType, resident.documentNumber)),
      phones,
    ],
  );
  await client.query(
    'update resident_accounts a set phone_sealed = s.phone from unnest($1::bigint[], $2::bytea[]) as s (id, phone) where a.person_id = s.id',
    [ids, phones],
  );
}

/** All the abnormal have documents that are found, and of the others one in so many: so many fewer of them are shown. */
const isOfTheFew = (id: number) => Math.floor(id / ABNORMAL_EVERY) % SEALED_EVERY === 0;

/** Document numbers of residents who are found by them, spread over the city, the demo's among them; one in a thousand abnormal. */
export async function knownDocuments(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ most: number }>('select max(id)::integer as most from persons');
  const residents = rows[0]?.most ?? 0;
  const city = makeCity({ size: { venues: 1, residents, streets: (await presentSize(client)).streets } });
  const demo = Array.from({ length: Math.min(residents, CITY_SIZES.small.residents) }, (_, index) => index + 1);
  const ids = sealedIds(CITY_SIZES.small.residents, residents).filter((id) => id % ABNORMAL_EVERY !== ABNORMAL_PLACE || isOfTheFew(id));
  return [...demo, ...ids].map((id) => residentAt(city, id - 1).documentNumber);
}
