import { randomUUID } from 'node:crypto';
import { PERSONAS, residentAt } from '@tongxing/simulator';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLogger } from '../../platform/logs';
import { insertTestClient } from '../../testing/clients';
import { sampleBodies } from '../../testing/samples';
import { startTestApp, type TestApp } from '../../testing/test-app';
import { DATA_CLASSES } from './classes';
import { sweepAll } from './jobs';

let t: TestApp;
beforeAll(async () => {
  t = await startTestApp();
});
afterAll(() => t.stop());

const sweep = () => sweepAll({ db: t.running, clock: t.clock, logger: createLogger('silent') });
const back = (days: number) => sql`now() - ${`${days} days`}::interval`;

async function closedIncident(days: number): Promise<void> {
  await t.scan(PERSONAS.red, 0);
  await sql`update incidents set state = 'closed', result = 'released', closed_at = ${back(days)} where state <> 'closed'`.execute(t.owner);
}

describe('what is over', () => {
  it('goes with all that hangs on it, and nothing younger does', async () => {
    await closedIncident(91);
    await closedIncident(89);
    const before = await t.count('incidents');
    expect(await sweep()).toMatchObject({ incidents: 1 });
    expect(await t.count('incidents')).toBe(before - 1);
    expect(await t.count('warnings', sql`incident_id is not null and incident_id not in (select id from incidents)`)).toBe(0);
    expect(await t.count('incident_steps', sql`incident_id not in (select id from incidents)`)).toBe(0);
  });

  it('takes an open incident never', async () => {
    await t.scan(PERSONAS.red, 1);
    await sql`update incidents set reported_at = ${back(400)}, due_at = ${back(400)} where state <> 'closed'`.execute(t.owner);
    const open = await t.count('incidents', sql`state <> 'closed'`);
    await sweep();
    expect(await t.count('incidents', sql`state <> 'closed'`)).toBe(open);
  });

  it('takes evidence a month after it ran out, with its steps', async () => {
    const evidence = await t.count('health_evidence');
    await sql`update health_evidence set sampled_at = ${back(60)}, valid_until = ${back(31)} where id = (select id from health_evidence limit 1)`.execute(
      t.owner,
    );
    expect(await sweep()).toMatchObject({ evidence: 1 });
    expect(await t.count('health_evidence')).toBe(evidence - 1);
  });

  it('takes a case with its traces half a year after the last of them', async () => {
    const { documentType, documentNumber } = residentAt(t.city, 70);
    const client = await t.staff('epidemiologist');
    const body = { ...sampleBodies(t).createCase, id: randomUUID(), documentType, documentNumber };
    const { id } = await client('POST /api/v1/cases', { body });
    await client('POST /api/v1/traces', { body: { ...sampleBodies(t).requestTrace, caseId: id } });
    await sql`update cases set confirmed_at = ${back(181)} where id = ${id}`.execute(t.owner);
    expect(await sweep()).toMatchObject({ cases: 0 });
    await sql`update traces set requested_at = ${back(181)} where case_id = ${id}`.execute(t.owner);
    expect(await sweep()).toMatchObject({ cases: 1 });
    expect(await t.count('traces', sql`case_id = ${id}`)).toBe(0);
  });

  it('takes what other systems called three years before, so many at a time, and nothing younger', async () => {
    await insertTestClient(t, { permissions: ['venue.read'], areaCode: '9901' });
    await sql`insert into client_uses (client_id, day, route, answered, refused)
      select c.id, (now() - d * interval '1 day')::date, 'GET /api/v1/venues', 1, 0
      from (select max(id) as id from clients) c, generate_series(900, 1400) d`.execute(t.owner);
    const kept = await t.count('client_uses', sql`day > ${back(1_094)}`);
    const { exports = 0 } = await sweep();
    expect(exports).toBeGreaterThan(300);
    expect(await t.count('client_uses', sql`day < ${back(1_097)}`)).toBe(0);
    expect(await t.count('client_uses', sql`day > ${back(1_094)}`)).toBe(kept);
    await expect(sql`delete from client_uses`.execute(t.running)).rejects.toThrow(/permission denied/);
  });

  it('is never less than a month old, whatever the database is told', async () => {
    await closedIncident(20);
    await sql`select sweep_ended('incidents', now() + interval '1 year', 1000)`.execute(t.running);
    expect(await t.count('incidents', sql`state = 'closed' and closed_at > now() - interval '30 days'`)).toBeGreaterThan(0);
    await expect(sql`delete from incidents`.execute(t.running)).rejects.toThrow(/permission denied/);
  });
});

describe('the page', () => {
  it('shows every class with its days, its size and its last removal', async () => {
    const audit = await t.staff('audit_admin');
    const { classes, visitDays, legalBasis } = await audit('GET /api/v1/retention');
    expect({ visitDays, legalBasis }).toEqual({ visitDays: 28, legalBasis: null });
    expect(classes.map(({ name }) => name)).toEqual(DATA_CLASSES.map(({ name }) => name));
    const found = (name: string) => classes.find((each) => each.name === name);
    expect(found('incidents')).toMatchObject({ days: 90, removal: 'sweep', lastRun: { removedInAll: 1 } });
    expect(found('audit')).toMatchObject({ days: null, removal: 'none' });
    expect(found('incidents')?.bytes).toBeGreaterThan(0);
  });
});
