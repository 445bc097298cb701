import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';

export interface ClonedDatabase {
  readonly ownerUrl: string;
  readonly runningUrl: string;
  drop(): Promise<void>;
}

function withDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}

async function command(url: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString: withDatabase(url, 'postgres') });
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}

async function create(how: string): Promise<ClonedDatabase> {
  const ownerUrl = inject('ownerUrl');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await command(ownerUrl, `create database ${name} ${how}`);
  return {
    ownerUrl: withDatabase(ownerUrl, name),
    runningUrl: withDatabase(inject('runningUrl'), name),
    drop: () => command(ownerUrl, `drop database ${name} with (force)`),
  };
}

/** A database of one's own, cloned from the filled template in a fraction of a second. */
export const cloneDatabase = () => create('template tongxing strategy file_copy');

/** A database as it is now, as a backup holds it. Nobody may be connected to it meanwhile. */
export const copyDatabase = ({ ownerUrl }: ClonedDatabase) => create(`template ${new URL(ownerUrl).pathname.slice(1)} strategy file_copy`);

/** A database with nothing in it, not even the schema. */
export const createEmptyDatabase = () => create('template template0');
