import { createHash, randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { ERROR_STATUS } from '@tongxing/contract';
import type pg from 'pg';
import { DEVICE_SCHEME } from '../../apps/server/src/platform/http/principals';
import type { Deck } from '../load/requests';
import { knownDocuments } from './fill-city';
import type { Product } from './product';

/** So many that none comes near the limit that the product sets to one: 30 a second for a device, 2 for an account. */
const DEVICES = 4_000;
const DESKS = 8_000;
const KNOWN_WITHIN_MS = 30_000;
/** Status of a request whose body is not as declared. */
const UNREADABLE = ERROR_STATUS.INVALID_REQUEST;

const sha256 = (text: string) => createHash('sha256').update(text).digest();

function seededUuid(text: string): string {
  const hex = sha256(text).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Devices at venues, desks of venue accounts that are signed in, and documents that both are shown. */
export async function doorTables(product: Product): Promise<Deck['tables']> {
  const { owner } = product;
  const credentials = await registerDevices(owner);
  await untilKnown(product, credentials.at(-1) ?? '');
  return { device: { credential: credentials }, desk: await signDesksIn(owner), document: { number: await knownDocuments(owner) } };
}

/** Straight in the database, announced as a registration announces; repeating it on a kept city changes nothing. */
async function registerDevices(owner: pg.Client): Promise<string[]> {
  const devices = Array.from({ length: DEVICES }, (_, index) => ({
    publicId: seededUuid(`bench device ${index}`),
    secret: sha256(`bench secret ${index}`).toString('base64url'),
  }));
  await owner.query(
    `with venue as (select id, row_number() over (order by id) - 1 as place from venues),
     added as (
       insert into devices (public_id, venue_id, name, kind, secret_hash, registered_at)
       select d.public_id, venue.id, 'bench', 'gate', d.secret_hash, now()
       from unnest($1::uuid[], $2::bytea[]) with ordinality as d (public_id, secret_hash, place)
       join venue on venue.place = d.place % (select count(*) from venues)
       on conflict (public_id) do nothing returning id)
     insert into fact_changes (kind, key) select 'device', id from added`,
    [devices.map((device) => device.publicId), devices.map((device) => sha256(device.secret))],
  );
  return devices.map((device) => `${device.publicId}.${device.secret}`);
}

/** A running node reads of new devices within seconds. */
async function untilKnown(product: Product, credential: string): Promise<void> {
  const until = performance.now() + KNOWN_WITHIN_MS;
  while (performance.now() < until) {
    const answer = await fetch(`http://127.0.0.1:${product.port}/api/v1/device/verifications`, {
      method: 'POST',
      headers: { authorization: `${DEVICE_SCHEME} ${credential}`, 'content-type': 'application/json' },
      body: '{}',
    });
    await answer.arrayBuffer();
    // Who it is, is looked at before what it says.
    if (answer.status === UNREADABLE) return;
    await sleep(100);
  }
  throw new Error('the node did not come to know the devices');
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
