import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type OpenDatabase, openDatabase } from '../../platform/database/database';
import { NOTHING_SEEN } from '../../platform/database/snapshots';
import { type ClonedDatabase, cloneDatabase } from '../../testing/clone';
import { endResidentSession, readEndedSessions } from './resident-session-store';

const EXPIRES_AT = new Date('2099-01-01T00:00:00Z');
let cloned: ClonedDatabase;
let running: OpenDatabase;
beforeAll(async () => {
  cloned = await cloneDatabase();
  running = openDatabase({ url: cloned.runningUrl, connections: 2, onError: () => undefined });
});
afterAll(async () => {
  await running.close();
  await cloned.drop();
});

it('each ended session is read once, also while a transaction is held open, and none that commits late is missed', async () => {
  const [before, during, late] = [randomBytes(32), randomBytes(32), randomBytes(32)];
  const read = async (since: string) => {
    const { seen, ended } = await readEndedSessions(running.db, since);
    return { seen, ids: ended.map(({ sessionId }) => sessionId.toString('hex')) };
  };
  await endResidentSession(running.db, before, EXPIRES_AT);
  const slow = new pg.Client({ connectionString: cloned.ownerUrl });
  await slow.connect();
  try {
    await slow.query('begin');
    await slow.query('insert into ended_sessions (session_id, expires_at) values ($1, $2)', [late, EXPIRES_AT]);
    const first = await read(NOTHING_SEEN);
    expect(first.ids).toEqual([before.toString('hex')]);
    await endResidentSession(running.db, during, EXPIRES_AT);
    const second = await read(first.seen);
    expect(second.ids).toEqual([during.toString('hex')]);
    const third = await read(second.seen);
    expect(third.ids).toEqual([]);
    await slow.query('commit');
    expect((await read(third.seen)).ids).toEqual([late.toString('hex')]);
  } finally {
    await slow.end();
  }
});
