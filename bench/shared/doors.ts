import { createHash, randomBytes } from 'node:crypto';
import { createClient } from '@tongxing/contract/client';
import { DeviceKey } from '@tongxing/simulator';
import type pg from 'pg';
import type { Deck } from '../load/requests';
import { knownDocuments } from './fill-city';
import type { Product } from './product';

/** So many that none comes near the limit that the product sets to one: 30 a second for a device, 2 for an account. */
const DEVICES = 4_000;
const DESKS = 8_000;
/** Sign-ins at once. */
const AT_ONCE = 16;

const sha256 = (text: string) => createHash('sha256').update(text).digest();

function seededUuid(text: string): string {
  const hex = sha256(text).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Devices at venues that have signed in, desks of venue accounts that are signed in, and documents that both are shown. */
export async function doorTables(product: Product): Promise<Deck['tables']> {
  const { owner } = product;
  const tokens = await signDevicesIn(product, await registerDevices(owner));
  return { device: { token: tokens }, desk: await signDesksIn(owner), document: { number: await knownDocuments(owner) } };
}

interface BenchDevice {
  readonly publicId: string;
  readonly key: DeviceKey;
}

/** Straight in the database, each with a new key; on a kept city the same devices get new ones. */
async function registerDevices(owner: pg.Client): Promise<BenchDevice[]> {
  const devices = Array.from({ length: DEVICES }, (_, index) => ({ publicId: seededUuid(`bench device ${index}`), key: new DeviceKey() }));
  await owner.query(
    `with venue as (select id, row_number() over (order by id) - 1 as place from venues)
     insert into devices (public_id, venue_id, name, kind, public_key, key_set_at, registered_at)
     select d.public_id, venue.id, 'bench', 'gate', d.public_key, now(), now()
     from unnest($1::uuid[], $2::bytea[]) with ordinality as d (public_id, public_key, place)
     join venue on venue.place = d.place % (select count(*) from venues)
     on conflict (public_id) do update set public_key = excluded.public_key`,
    [devices.map((device) => device.publicId), devices.map((device) => Buffer.from(device.key.publicKey, 'base64url'))],
  );
  return devices;
}

/** As devices do it: each proves its key to the node. @returns their tokens */
async function signDevicesIn(product: Product, devices: readonly BenchDevice[]): Promise<string[]> {
  const client = createClient({ baseUrl: `http://127.0.0.1:${product.port}` });
  const tokens: string[] = [];
  const waiting = devices.entries();
  const signIn = async () => {
    for (const [index, { publicId, key }] of waiting)
      tokens[index] = (await client('POST /api/v1/device/sessions', { body: key.sessionProof(publicId, Date.now()) })).token;
  };
  await Promise.all(Array.from({ length: AT_ONCE }, signIn));
  return tokens;
}

/** An account of one venue each, signed in. */
async function signDesksIn(owner: pg.Client): Promise<Record<'token' | 'venue', string[]>> {
  const tokens = Array.from({ length: DESKS }, () => randomBytes(32).toString('base64url'));
  await owner.query(
    `with venue as (select id, row_number() over (order by id) - 1 as place from venues)
     insert into staff_accounts (public_id, username, password_hash, display_name, role_id, venue_id)
     select gen_random_uuid(), 'bench-' || n, 'none', 'bench', (select id from roles where name = 'venue_manager'), venue.id
     from generate_series(1, $1::integer) as n join venue on venue.place = n % (select count(*) from venues)
     on conflict (username) do nothing`,
    [DESKS],
  );
  const { rows } = await owner.query<{ venue: string }>(
    `with desk as (
       select s.id, v.public_id, row_number() over (order by s.id) as place
       from staff_accounts s join venues v on v.id = s.venue_id where s.username like 'bench-%'),
     signed as (
       insert into sessions (token_hash, kind, subject_id, expires_at)
       select t.hash, 'staff', desk.id, now() + interval '1 day' from desk
       join unnest($1::bytea[]) with ordinality as t (hash, place) using (place))
     select public_id as venue from desk order by place`,
    [tokens.map(sha256)],
  );
  return { token: tokens, venue: rows.map((row) => row.venue) };
}
