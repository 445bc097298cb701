import type { ClientPermission } from '@tongxing/contract';
import { sql } from 'kysely';
import type { Place } from '../../platform/cursor';
import type { Database, Queryable, Tx } from '../../platform/database/database';
import type { Staff } from '../../platform/http/principals';
import { withinDivision } from '../area';

export interface NewClient {
  readonly publicId: string;
  readonly name: string;
  readonly areaCode: string;
  readonly permissions: readonly ClientPermission[];
  readonly networks: readonly string[];
  readonly requestsPerMinute: number;
  readonly secretHash: Buffer;
  readonly authorId: number;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

/** @returns false when the id was used before. */
export async function insertClient(tx: Tx, client: NewClient): Promise<boolean> {
  const { numAffectedRows } = await sql`insert into clients (public_id, name, area_code, permissions, networks, requests_per_minute,
      secret_hash, author_id, created_at, expires_at)
    values (${client.publicId}, ${client.name}, ${client.areaCode}, ${[...client.permissions]}, ${[...client.networks]},
      ${client.requestsPerMinute}, ${client.secretHash}, ${client.authorId}, ${client.createdAt}, ${client.expiresAt})
    on conflict (public_id) do nothing`.execute(tx);
  return numAffectedRows === 1n;
}

export interface ClientRow extends Omit<NewClient, 'secretHash' | 'authorId'> {
  readonly id: number;
  readonly author: string;
  readonly rotationId: string | null;
  readonly earlierUntil: Date | null;
  readonly lastUsedAt: Date | null;
  readonly revokedAt: Date | null;
}

const clientColumns = sql`c.id, c.public_id, c.name, c.area_code, c.permissions, c.networks, c.requests_per_minute, c.created_at,
  c.expires_at, c.rotation_id, c.earlier_until, c.last_used_at, c.revoked_at, s.display_name as author`;

export async function findClient(db: Queryable, staff: Staff, publicId: string): Promise<ClientRow | undefined> {
  const { rows } = await sql<ClientRow>`select ${clientColumns} from clients c join staff_accounts s on s.id = c.author_id
    where c.public_id = ${publicId} and ${withinDivision(staff, 'c.area_code')}`.execute(db);
  return rows[0];
}

export interface ClientFilter {
  readonly place: Place | undefined;
  readonly limit: number;
}

/** Systems of the caller's area, newest first. */
export async function listClients(db: Queryable, staff: Staff, { place, limit }: ClientFilter): Promise<ClientRow[]> {
  const older = place === undefined ? sql`true` : sql`(c.created_at, c.public_id) < (${place.at}, ${place.id}::uuid)`;
  const { rows } = await sql<ClientRow>`select ${clientColumns} from clients c join staff_accounts s on s.id = c.author_id
    where ${withinDivision(staff, 'c.area_code')} and ${older}
    order by c.created_at desc, c.public_id desc limit ${limit + 1}`.execute(db);
  return rows;
}

export interface Rotation {
  readonly id: string;
  readonly secretHash: Buffer;
  readonly earlierUntil: Date;
}

/** @returns false when this rotation was made before, or the system was revoked. */
export async function rotateSecret(tx: Tx, clientId: number, { id, secretHash, earlierUntil }: Rotation): Promise<boolean> {
  const { numAffectedRows } = await sql`update clients set earlier_hash = secret_hash, earlier_until = ${earlierUntil},
      secret_hash = ${secretHash}, rotation_id = ${id}
    where id = ${clientId} and revoked_at is null and rotation_id is distinct from ${id}::uuid`.execute(tx);
  return numAffectedRows === 1n;
}

/** @returns false when it had been revoked before. */
export async function markRevoked(tx: Tx, clientId: number, at: Date): Promise<boolean> {
  const { numAffectedRows } = await sql`update clients set revoked_at = ${at} where id = ${clientId} and revoked_at is null`.execute(tx);
  return numAffectedRows === 1n;
}

/** What a call is looked at with. */
export interface ClientKeyRow {
  readonly id: number;
  readonly publicId: string;
  readonly areaCode: string;
  readonly permissions: ClientPermission[];
  readonly networks: string[];
  readonly requestsPerMinute: number;
  readonly secretHash: Buffer;
  /** Null when it has run out. */
  readonly earlierHash: Buffer | null;
}

/** A key in force: neither revoked nor past its end. */
export async function findClientKey(db: Database, publicId: string, at: Date): Promise<ClientKeyRow | undefined> {
  const { rows } = await sql<ClientKeyRow>`select id, public_id, area_code, permissions, networks, requests_per_minute, secret_hash,
      case when earlier_until > ${at} then earlier_hash end as earlier_hash
    from clients where public_id = ${publicId} and revoked_at is null and expires_at > ${at}`.execute(db);
  return rows[0];
}

export interface ClientUse {
  /** As it is declared, with its method. */
  readonly route: string;
  /** Date in the platform's time zone. */
  readonly day: string;
  readonly at: Date;
  readonly isAnswered: boolean;
}

export async function countUse(db: Database, clientId: number, { route, day, at, isAnswered }: ClientUse): Promise<void> {
  const [answered, refused] = isAnswered ? [1, 0] : [0, 1];
  await sql`with used as (update clients set last_used_at = ${at} where id = ${clientId})
    insert into client_uses (client_id, day, route, answered, refused) values (${clientId}, ${day}, ${route}, ${answered}, ${refused})
    on conflict (client_id, day, route) do update
      set answered = client_uses.answered + excluded.answered, refused = client_uses.refused + excluded.refused`.execute(db);
}

export interface UseRow {
  readonly day: string;
  readonly route: string;
  readonly answered: number;
  readonly refused: number;
}

/** From a day on, newest first. */
export async function readUses(db: Queryable, clientId: number, from: string): Promise<UseRow[]> {
  const { rows } = await sql<UseRow>`select to_char(day, 'YYYY-MM-DD') as day, route, answered, refused from client_uses
    where client_id = ${clientId} and day >= ${from}::date order by day desc, route`.execute(db);
  return rows;
}
