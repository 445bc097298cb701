import type { DaySummary } from '@tongxing/simulator';
import { venueAt } from '@tongxing/simulator';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { CITY, staffUser } from './harness/api';
import { type EmbeddedDatabase, openEmbedded } from './harness/database';
import { makeServerFolder, type ServerFolder } from './harness/folder';
import { freePort, type Program, runCommand, startProgram } from './harness/program';

const RESIDENTS = 60;

/** A server of its own: what the day printed must be all there is. */
describe('a synthetic day through the API', () => {
  let folder: ServerFolder;
  let program: Program;
  let database: EmbeddedDatabase;
  let day: DaySummary;

  beforeAll(async () => {
    folder = await makeServerFolder();
    program = await startProgram(folder.dataDir, await freePort());
    const printed = await runCommand([
      ...['simulate', '--day', '--city', 'tiny', '--residents', String(RESIDENTS)],
      ...['--url', program.origin, '--json'],
    ]);
    day = JSON.parse(printed) as DaySummary;
    database = await openEmbedded(folder.dataDir);
  });
  afterAll(async () => {
    await database?.close();
    await program?.stop();
    await folder?.remove();
  });

  it('everybody took part and nothing was refused', () => {
    expect(day).toMatchObject({ residents: RESIDENTS, signedIn: RESIDENTS, signInRefused: {}, refused: {}, differingAnswers: 0 });
    expect(day.scansSent).toBe(day.scansPlanned);
    expect(day.scansSent).toBeGreaterThan(RESIDENTS);
    expect(day.warnings).toBeGreaterThan(0);
    expect(day.traceContacts).toBeGreaterThan(0);
  });

  it('the printed numbers stand in the database', async () => {
    expect(await database.count('select count(*) from visit_log')).toBe(day.scansSent);
    expect(await database.count('select count(distinct event_id) from visit_log')).toBe(day.scansSent);
    expect(await database.count('select count(*) from warnings')).toBe(day.warnings);
    expect(await database.count('select count(*) from warnings where acknowledged_at is not null')).toBe(day.warningsAcknowledged);
    expect(await database.count('select count(*) from incidents')).toBe(day.incidentsOpened);
    expect(await database.count("select count(*) from incidents where state = 'closed'")).toBe(day.incidentsClosed);
    expect(await database.count('select count(*) from cases')).toBe(1);
    expect(await database.count('select count(*) from trace_contact_log')).toBe(day.traceContacts);
    // Scans of earlier hours are late uploads, for which nobody is called to wait at a door (docs/adr/0017).
    const onSite = await database.count('select count(*) from warnings where incident_id is not null');
    expect(await database.count("select count(*) from sms_messages where purpose = 'warning_person'")).toBe(onSite);
    expect(await database.count("select count(*) from sms_messages where purpose = 'warning_data_team'")).toBeGreaterThanOrEqual(onSite);
    expect(await database.count("select count(*) from sms_messages where purpose = 'warning_data_team'")).toBeGreaterThan(0);
  });

  it('staff see the same numbers', async () => {
    const headquarters = await staffUser(program.origin, 'headquarters');
    // After such a day the node may put figures off for a while; that it says so is another test's business.
    const flow = await vi.waitFor(() => headquarters.call('GET /api/v1/statistics/flow'), { timeout: 30_000, interval: 500 });
    const seen = { pass: 0, attention: 0, stop: 0, unfinished: 0 };
    for (const hour of flow.hours) for (const kind of ['pass', 'attention', 'stop', 'unfinished'] as const) seen[kind] += hour[kind];
    const { pass = 0, attention = 0, stop = 0, ...others } = day.answers;
    const unfinished = Object.values(others).reduce((sum, count) => sum + count, 0);
    // The oldest scans leave the 24 hours while this test looks.
    const gone = (which: string) =>
      database.count(`select count(*) from visit_log where at < '${flow.hours[0]?.from}' and verdict ${which}`);
    const [gonePass, goneAttention, goneStop, goneUnfinished] = [
      await gone('= 0'),
      await gone('= 1'),
      await gone('= 2'),
      await gone('> 2'),
    ];
    expect(seen).toEqual({
      pass: pass - gonePass,
      attention: attention - goneAttention,
      stop: stop - goneStop,
      unfinished: unfinished - goneUnfinished,
    });
    expect(pass + attention + stop + unfinished).toBe(day.scansSent);
    expect(flow.openIncidents).toBe(day.incidentsOpened - day.incidentsClosed);

    const manager = await staffUser(program.origin, 'venue');
    const venueId = venueAt(CITY, 0).publicId;
    const totals = await manager.call('GET /api/v1/venues/:id/totals', { params: { id: venueId } });
    const today = await database.count(`select count(*) from visit_log v join venues on venues.id = v.venue_id
      where venues.public_id = '${venueId}' and v.at >= date_trunc('day', now() at time zone 'Asia/Shanghai') at time zone 'Asia/Shanghai'`);
    const { today: shown, hours } = totals;
    expect(shown.pass + shown.attention + shown.stop + shown.unfinished).toBe(today);
    expect(hours.reduce((sum, { count }) => sum + count, 0)).toBe(today);
  });
});
