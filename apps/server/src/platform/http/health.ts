import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import type { Database } from '../database/database';

/** `/healthz`: the process answers. `/readyz`: it can also record a visit. */
export function serveHealth(app: FastifyInstance, db: Database, isBehind: () => boolean): void {
  app.get('/healthz', { schema: { hide: true } }, async () => ({ status: 'ok' }));
  app.get('/readyz', { schema: { hide: true } }, async (_request, reply) => {
    try {
      await sql`select 1`.execute(db);
      if (isBehind())
        return reply
          .code(503)
          .send({ status: 'database behind', detail: 'It lacks what was acknowledged; writes are refused. See the log.' });
      return { status: 'ready' };
    } catch {
      return reply.code(503).send({ status: 'database away' });
    }
  });
}
