import { createHmac } from 'node:crypto';
import Fastify from 'fastify';
import pg from 'pg';

/**
 * The bare probe: what this machine, PostgreSQL and Fastify allow with nothing of the product on top. JSON body, one
 * HMAC, an in-memory decision, batches by `unnest` into a plain table, the answer after COMMIT. The table has a key
 * by UUID and two more indexes, one more than the product's, whose key is two numbers and serves the person too
 * (docs/adr/0011). One process, where the product has one a core. Kept simple and honest: it is what the product's own
 * path is measured against.
 */
const MOST_PER_BATCH = 2_000;
const MOST_UNDER_WAY = 2;
const PERSONS = 20_000;
const VENUES = 2_000;

interface Waiting {
  readonly eventId: string;
  readonly personId: number;
  readonly venueId: number;
  readonly done: () => void;
}

const pool = new pg.Pool({ connectionString: process.env.BENCH_DATABASE_URL, max: MOST_UNDER_WAY });
await pool.query(`create table floor_visits (at timestamptz not null, event_id uuid not null, person_id bigint not null, venue_id integer not null,
  verdict smallint not null, primary key (event_id, at))`);
await pool.query('create index on floor_visits (venue_id, at)');
await pool.query('create index on floor_visits (person_id, at)');

const waiting: Waiting[] = [];
let underWay = 0;

async function write(batch: readonly Waiting[]): Promise<void> {
  await pool.query({
    name: 'insert',
    text: 'insert into floor_visits select now(), e, p, v, 0 from unnest($1::uuid[], $2::bigint[], $3::integer[]) as x (e, p, v) on conflict do nothing',
    values: [batch.map((one) => one.eventId), batch.map((one) => one.personId), batch.map((one) => one.venueId)],
  });
  for (const one of batch) one.done();
}

function flush(): void {
  while (underWay < MOST_UNDER_WAY && waiting.length > 0) {
    const batch = waiting.splice(0, MOST_PER_BATCH);
    underWay += 1;
    void write(batch).finally(() => {
      underWay -= 1;
      flush();
    });
  }
}

const abnormal = new Set([1, 2, 3]);
const app = Fastify();
app.post<{ Body: { eventId: string; code: string } }>('/floor', (request, reply) => {
  const { eventId, code } = request.body;
  const signature = createHmac('sha256', 'floor').update(code).digest();
  const personId = signature.readUInt32BE(0) % PERSONS;
  const verdict = abnormal.has(personId) ? 'stop' : 'pass';
  waiting.push({ eventId, personId, venueId: signature.readUInt32BE(4) % VENUES, done: () => void reply.send({ verdict }) });
  if (waiting.length === 1) setImmediate(flush);
  return reply;
});
app.get('/readyz', async () => ({ status: 'ready' }));
await app.listen({ host: '127.0.0.1', port: Number(process.env.BENCH_PORT) });
