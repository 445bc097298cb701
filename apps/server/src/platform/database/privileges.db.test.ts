import { PERSONAS } from '@tongxing/simulator';
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { startTestApp, type TestApp } from '../../testing/test-app';

let t: TestApp;
beforeAll(async () => {
  t = await startTestApp();
  await t.scan(PERSONAS.red, 0);
});
afterAll(() => t.stop());

/** What was acknowledged, who looked at what, and what a colour follows from: the platform itself cannot change it. */
const UNCHANGEABLE = [
  'visits',
  'audit_events',
  'audit_seals',
  'trace_persons',
  'health_evidence',
  'evidence_steps',
  'consents',
  'trace_contacts',
  'installation',
  'incident_steps',
  'schema_migrations',
  'standing_keys',
];
const KEPT = [
  'persons',
  'venues',
  'warnings',
  'incidents',
  'incident_steps',
  'cases',
  'traces',
  'regime_notices',
  'risk_areas',
  'staff_accounts',
];

const refused = (query: ReturnType<typeof sql>) => expect(query.execute(t.running)).rejects.toMatchObject({ code: '42501' });

describe('the running role', () => {
  it.each(UNCHANGEABLE)('can neither change nor delete a row of %s', async (table) => {
    const { rows } = await sql<{ name: string }>`select attname as name from pg_attribute
      where attrelid = ${table}::regclass and attnum > 0 and not attisdropped and attidentity = '' order by attnum limit 1`.execute(
      t.owner,
    );
    const column = sql.ref(rows[0]?.name ?? '');
    await refused(sql`update ${sql.table(table)} set ${column} = ${column}`);
    await refused(sql`delete from ${sql.table(table)}`);
    await refused(sql`truncate ${sql.table(table)}`);
  });

  it('cannot change a trip, which goes with the person only', async () => {
    await refused(sql`update trips set division_code = division_code`);
    await refused(sql`truncate trips`);
  });

  it.each(KEPT)('cannot delete a row of %s', async (table) => {
    await refused(sql`delete from ${sql.table(table)}`);
    await refused(sql`truncate ${sql.table(table)} cascade`);
  });

  it('cannot reach a day of visits round the table', async () => {
    const { rows } = await sql<{
      name: string;
    }>`select inhrelid::regclass::text as name from pg_inherits where inhparent = 'visits'::regclass limit 1`.execute(t.owner);
    const day = sql.table(rows[0]?.name ?? '');
    await refused(sql`delete from ${day}`);
    await refused(sql`update ${day} set codes = 0`);
    await refused(sql`drop table ${day}`);
  });

  it.each([
    'create table mine (a integer)',
    'create schema mine',
    'alter table visits disable trigger all',
    'alter table audit_events owner to current_user',
    'drop table visits',
    'create function drop_visit_partitions() returns integer language sql as $$ select 1 $$',
    'create role mine',
    'set role tongxing',
    "copy persons to '/tmp/persons'",
  ])('cannot: %s', async (command) => {
    await expect(sql.raw(command).execute(t.running)).rejects.toMatchObject({ code: '42501' });
  });

  it('cannot drop days of visits that retention keeps, whatever day it names', async () => {
    const days = async () => {
      const { rows } = await sql<{ count: number }>`select count(*) as count from pg_inherits where inhparent = 'visits'::regclass`.execute(
        t.owner,
      );
      return rows[0]?.count;
    };
    const before = await days();
    await sql`select drop_visit_partitions('2999-01-01')`.execute(t.running).catch(() => undefined);
    expect(await days()).toBe(before);
    expect(await t.count('visits')).toBe(1);
  });

  it('cannot become the owner with its own password', async () => {
    const url = new URL(inject('runningUrl'));
    url.username = new URL(inject('ownerUrl')).username;
    const client = new pg.Client({ connectionString: url.href });
    await expect(client.connect()).rejects.toMatchObject({ code: '28P01' });
  });

  it.each([
    ['legal_orders', 'purposes'],
    ['legal_orders', 'number'],
    ['exports', 'reason'],
    ['exports', 'staff_id'],
  ])('cannot change %s.%s', async (table, column) => {
    await refused(sql`update ${sql.table(table)} set ${sql.ref(column)} = ${sql.ref(column)}`);
    await refused(sql`delete from ${sql.table(table)}`);
  });

  it('is no owner and no superuser', async () => {
    const { rows } =
      await sql`select rolsuper, rolcreaterole, rolcreatedb, rolbypassrls from pg_roles where rolname = current_user`.execute(t.running);
    expect(rows).toEqual([{ rolsuper: false, rolcreaterole: false, rolcreatedb: false, rolbypassrls: false }]);
    const owned = await sql`select from pg_class where relowner = (select oid from pg_roles where rolname = current_user)`.execute(
      t.running,
    );
    expect(owned.rows).toEqual([]);
  });
});
