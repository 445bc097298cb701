import { CITY_CODE, venueAt } from '@tongxing/simulator';
import { type RawBuilder, sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Area } from '../platform/http/principals';
import { startTestApp, type TestApp } from '../testing/test-app';
import { withinArea } from './area';

const VENUES = 30_000;
const WARNINGS = 60_000;
const NONE: Area = { areaCode: null, venueId: null, functional: null, industry: null };

let t: TestApp;
let areas: Readonly<Record<string, Area>>;

beforeAll(async () => {
  t = await startTestApp();
  const township = venueAt(t.city, 0).divisionCode;
  const functional = { publicId: '', areaCode: CITY_CODE, divisionCodes: [township, venueAt(t.city, 1).divisionCode] };
  areas = {
    division: { ...NONE, areaCode: township },
    functional: { ...NONE, functional },
    industry: { ...NONE, industry: { areaCode: CITY_CODE, venueClass: 'hospital' } },
  };
  await fill();
}, 120_000);
afterAll(() => t.stop());

/** A city's venues over all townships and classes, each with some warnings. */
async function fill(): Promise<void> {
  await sql`insert into venues (public_id, code, name, class, scene, address, division_code, contact_phone_sealed)
    select gen_random_uuid(), 'X' || lpad(n::text, 12, '0'), 'v' || n, (array['residential','school','market','hospital','hotel'])[1 + n % 5],
      'ordinary', '', d.code, ''::bytea
    from generate_series(1, ${VENUES}::integer) n
    join (select code, row_number() over (order by code) - 1 as place, count(*) over () as many from divisions where length(code) = 9) d
      on d.place = n % d.many`.execute(t.owner);
  await sql`insert into incidents (id, person_id, venue_id, division_code, reasons, state, reported_at, due_at)
    select gen_random_uuid(), p.id, v.id, v.division_code, '{}', 'reported', now() - n * interval '1 minute', now()
    from (select id, division_code, row_number() over (order by id) as n from venues) v
    join (select id from persons order by id limit 2) p on true limit ${WARNINGS}`.execute(t.owner);
  await sql`analyze venues, incidents`.execute(t.owner);
}

async function planOf(query: RawBuilder<unknown>): Promise<string> {
  const { rows } = await sql<Record<string, string>>`explain ${query}`.execute(t.running);
  return rows.map((row) => Object.values(row)[0]).join('\n');
}

describe('the condition of an area, at the size of a city', () => {
  it.each(['division', 'functional', 'industry'])('lets an index answer the list of venues: %s', async (kind) => {
    const area = areas[kind] ?? NONE;
    const plan = await planOf(sql`select id, name from venues where ${withinArea(area, 'division_code', 'id')} order by id limit 21`);
    expect(plan).not.toMatch(/Seq Scan/);
  });

  it.each(['division', 'functional', 'industry'])('lets an index answer the list of incidents: %s', async (kind) => {
    const area = areas[kind] ?? NONE;
    const plan = await planOf(sql`select i.id from incidents i join venues v on v.id = i.venue_id
      where ${withinArea(area, 'i.division_code', 'i.venue_id')} order by i.reported_at desc, i.id desc limit 21`);
    expect(plan).not.toMatch(/Seq Scan/);
  });
});
