import { randomUUID } from 'node:crypto';
import type { ClientPermission } from '@tongxing/contract';
import { sql } from 'kysely';
import { newToken } from '../platform/crypto/sealing';
import { SCHEMES } from '../platform/http/principals';
import type { TestApp } from './test-app';

const DAY_MS = 86_400_000;

export interface TestClient {
  readonly permissions: readonly ClientPermission[];
  readonly areaCode: string;
  readonly networks?: readonly string[];
  readonly requestsPerMinute?: number;
  /** Days from now until its end; less than 0 for one that has ended. */
  readonly days?: number;
}

/** Puts another system with a key in the database. @returns what it shows with every request */
export async function insertTestClient(t: TestApp, client: TestClient): Promise<{ readonly authorization: string }> {
  const { permissions, areaCode, networks = [], requestsPerMinute = 100_000, days = 1 } = client;
  const id = randomUUID();
  const { token, hash } = newToken();
  const expiresAt = new Date(t.clock.now() + days * DAY_MS);
  const createdAt = new Date(expiresAt.getTime() - DAY_MS);
  await sql`insert into clients (public_id, name, area_code, permissions, networks, requests_per_minute, secret_hash, author_id,
      created_at, expires_at)
    values (${id}, '测试系统', ${areaCode}, ${[...permissions]}, ${[...networks]}, ${requestsPerMinute}, ${hash},
      (select min(id) from staff_accounts), ${createdAt}, ${expiresAt})`.execute(t.owner);
  return { authorization: `${SCHEMES.client} ${id}.${token}` };
}
