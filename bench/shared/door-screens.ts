import { createHash, randomBytes } from 'node:crypto';
import { get } from 'node:http';
import { createInterface } from 'node:readline';
import { endpoints } from '@tongxing/contract';
import type pg from 'pg';
import { COOKIES } from './cookies';
import type { Product } from './product';
import type { Undo } from './undo';

/** One venue in so many has a screen at its door. */
const VENUES_A_SCREEN = 1_000;
/** Screens that are followed, by this very program; what others are told goes from node to node and no further. */
const MOST_FOLLOWED = 50;

/** What the screens were told. */
export interface DoorScreens {
  readonly paired: number;
  /** Answers that came to those that are followed. */
  heard(): number;
}

/** Pairs a share of the doors, as a pairing does, and follows some of them, so that telling them is part of what is measured. */
export async function pairDoors({ owner, port }: Product, undo: Undo): Promise<DoorScreens> {
  const tokens = await startSessions(owner);
  const ending = new AbortController();
  undo.add(async () => ending.abort());
  let heard = 0;
  const onAnswer = () => {
    heard += 1;
  };
  await Promise.all(tokens.slice(0, MOST_FOLLOWED).map((token) => follow(port, token, onAnswer, ending.signal)));
  return { paired: tokens.length, heard: () => heard };
}

/** Straight in the database, announced as a pairing announces. @returns tokens of the doors */
async function startSessions(owner: pg.Client): Promise<string[]> {
  const { rows } = await owner.query<{ id: string }>(
    `select id from (select id, row_number() over (order by id) as place from venues) as venue where place % $1 = 0`,
    [VENUES_A_SCREEN],
  );
  const venues = rows.map((row) => row.id);
  const tokens = venues.map(() => randomBytes(32).toString('base64url'));
  await owner.query(
    `with paired as (
       insert into sessions (token_hash, kind, subject_id, expires_at)
       select hash, 'door', venue, now() + interval '1 day' from unnest($1::bytea[], $2::bigint[]) as door (hash, venue)
       returning subject_id)
     insert into fact_changes (kind, key) select 'venue', subject_id from paired`,
    [tokens.map((token) => createHash('sha256').update(token).digest()), venues],
  );
  return tokens;
}

/** Resolves when the feed is open. @throws Error when the node refuses it */
function follow(port: number, token: string, onAnswer: () => void, signal: AbortSignal): Promise<void> {
  const address = `http://127.0.0.1:${port}${endpoints.followDoor.path}`;
  return new Promise((opened, refused) => {
    const asking = get(address, { agent: false, headers: { cookie: `${COOKIES.door}=${token}` }, signal }, (answer) => {
      if (answer.statusCode !== 200) refused(new Error(`a door screen was refused with ${answer.statusCode}`));
      const lines = createInterface({ input: answer });
      lines.on('line', (line) => line === 'event: answer' && onAnswer());
      // It ends with the bench, or with a node that cuts a reader off.
      lines.on('error', () => undefined);
      opened();
    });
    asking.on('error', refused);
  });
}
