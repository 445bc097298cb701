import { randomBytes, randomUUID } from 'node:crypto';
import { venueCodeFrom } from '@tongxing/codes';
import type { Trace, TraceContact } from '@tongxing/contract';
import { DEFAULT_STAY_MINUTES, maskName, maskPhone } from '@tongxing/rules';
import { PERSONAS, residentAt, venueAt } from '@tongxing/simulator';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../testing/test-app';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const CASE = PERSONAS.case;

let t: TestApp;
let start: number;
beforeAll(async () => {
  t = await startTestApp();
  // Yesterday, so that no stay reaches into the future.
  start = t.clock.now() - 30 * HOUR_MS;
});
afterAll(() => t.stop());

/** A scan some minutes after the start. */
const scanAt = (residentIndex: number, venueIndex: number, minutes: number) =>
  t.scan(residentIndex, venueIndex, t.eventId(start + minutes * MINUTE_MS));
/** A venue of a class, not one of the first. */
function venueOf(venueClass: string, not = -1): number {
  const found = Array.from({ length: t.city.size.venues }, (_, n) => n).find((n) => n !== not && venueAt(t.city, n).class === venueClass);
  if (found === undefined) throw new Error(`no ${venueClass} in the tiny city`);
  return found;
}

async function runTrace(caseIndex: number, change: { lagMinutes?: number; from?: number; to?: number } = {}): Promise<Trace> {
  const epidemiologist = await t.staff('epidemiologist');
  const { documentType, documentNumber } = residentAt(t.city, caseIndex);
  const iso = (ms: number) => new Date(ms).toISOString();
  const now = t.clock.now();
  const known = await epidemiologist('GET /api/v1/cases', { query: { limit: 100 } });
  const masked = maskName(residentAt(t.city, caseIndex).name);
  const entered =
    known.items.find((one) => one.person.name === masked && one.evidenceReference === `LAB-${caseIndex}`) ??
    (await epidemiologist('POST /api/v1/cases', {
      body: {
        id: randomUUID(),
        documentType,
        documentNumber,
        confirmedAt: iso(now - HOUR_MS),
        onsetAt: iso(now - 48 * HOUR_MS),
        evidenceReference: `LAB-${caseIndex}`,
      },
    }));
  const { id } = await epidemiologist('POST /api/v1/traces', {
    body: {
      id: randomUUID(),
      caseId: entered.id,
      legalBasis: 'emergency_response_order',
      basisReference: '指挥部〔2026〕1号',
      purpose: '查找密切接触者',
      from: iso(change.from ?? now - 60 * HOUR_MS),
      to: iso(change.to ?? now),
      lagMinutes: change.lagMinutes ?? 30,
    },
  });
  await t.confirmEvidence();
  return (await t.staff('trace_approver'))('POST /api/v1/traces/:id/decision', { params: { id }, body: { approve: true, note: '同意' } });
}

async function contactsOf(id: string, limit = 100): Promise<TraceContact[]> {
  const epidemiologist = await t.staff('epidemiologist');
  const found: TraceContact[] = [];
  for (let cursor: string | undefined, more = true; more; ) {
    const page = await epidemiologist('GET /api/v1/traces/:id/contacts', { params: { id }, query: { limit, cursor } });
    found.push(...page.items);
    cursor = page.nextCursor ?? undefined;
    more = page.nextCursor !== null;
  }
  return found;
}

const trajectoryOf = async (id: string) =>
  (await (await t.staff('epidemiologist'))('GET /api/v1/traces/:id/trajectory', { params: { id } })).items;
const of = (contacts: readonly TraceContact[], residentIndex: number, venueIndex?: number) => {
  const { name, phone } = residentAt(t.city, residentIndex);
  return contacts.filter(
    (contact) =>
      contact.person.name === maskName(name) &&
      contact.person.phone.endsWith(phone.slice(-4)) &&
      (venueIndex === undefined || contact.venue === venueAt(t.city, venueIndex).name),
  );
};

describe('the people a case leads to', () => {
  it('are those there at the same time or soon after, each with the reason, and nobody else', async () => {
    const market = venueOf('market');
    const mall = venueOf('mall');
    expect(DEFAULT_STAY_MINUTES.market).toBe(60);
    // The case is at the market from minute 0 until it scans at the mall at minute 40.
    await scanAt(CASE, market, 0);
    await scanAt(CASE, mall, 40);
    const [before, gone, overlapping, justAfter, lastMinute, tooLate, elsewhere, twice] = [100, 101, 102, 103, 104, 105, 106, 107] as const;
    await scanAt(before, market, -61);
    await scanAt(gone, market, -30);
    await scanAt(gone, mall, -10);
    await scanAt(overlapping, market, -59);
    await scanAt(justAfter, market, 45);
    await scanAt(lastMinute, market, 69);
    await scanAt(tooLate, market, 71);
    await scanAt(elsewhere, venueOf('hospital'), 10);
    await scanAt(twice, market, 20);
    await scanAt(twice, mall, 50);

    const trace = await runTrace(CASE);
    const contacts = await contactsOf(trace.id);
    expect(trace).toMatchObject({ state: 'completed', contacts: contacts.length - 1 });
    // One person crossed the case twice and is counted once.

    expect(of(contacts, overlapping, market)).toMatchObject([{ reasons: ['same_time'], overlapMinutes: 1 }]);
    expect(of(contacts, justAfter, market)).toMatchObject([{ reasons: ['after_case_left'], overlapMinutes: 0 }]);
    expect(of(contacts, lastMinute, market)).toMatchObject([{ reasons: ['after_case_left'] }]);
    expect(of(contacts, twice)).toHaveLength(2);
    for (const contact of of(contacts, twice)) expect(contact.reasons).toContain('repeated');
    expect(of(contacts, before)).toEqual([]);
    expect(of(contacts, gone, market)).toEqual([]);
    expect(of(contacts, tooLate)).toEqual([]);
    expect(of(contacts, elsewhere)).toEqual([]);
    expect(of(contacts, CASE)).toEqual([]);
  });

  it('are fewer with a shorter lag', async () => {
    const contacts = await contactsOf((await runTrace(CASE, { lagMinutes: 10 })).id);
    expect(of(contacts, 103)).toHaveLength(1);
    expect(of(contacts, 104)).toEqual([]);
    expect(of(await contactsOf((await runTrace(CASE, { lagMinutes: 0 })).id), 103)).toEqual([]);
  });

  it('are masked, and come page by page in one order', async () => {
    const { id } = await runTrace(CASE);
    const all = await contactsOf(id);
    expect(await contactsOf(id, 2)).toEqual(all);
    const text = JSON.stringify(all);
    for (const index of [102, 103, 104, 107]) {
      const { name, phone, documentNumber } = residentAt(t.city, index);
      for (const secret of [name, phone, documentNumber]) expect(text).not.toContain(secret);
    }
    expect(all[0]?.reasons).toContain('repeated');
  });

  it('stay as they were found, whatever is recorded later', async () => {
    const { id, contacts } = await runTrace(CASE);
    await scanAt(108, venueOf('market'), 20);
    const persons = new Set((await contactsOf(id)).map((contact) => contact.person.phone));
    expect(persons.size).toBe(contacts);
    expect((await runTrace(CASE)).contacts).toBe((contacts ?? 0) + 1);
  });

  it('are found alike with and without planner statistics', async () => {
    const withStatistics = async () => {
      await sql`analyze visits`.execute(t.owner);
      return contactsOf((await runTrace(CASE)).id);
    };
    const without = async () => {
      await sql`delete from pg_statistic where starelid in (select inhrelid from pg_inherits where inhparent = 'visits'::regclass) or starelid = 'visits'::regclass`.execute(
        t.owner,
      );
      await sql`update pg_class set reltuples = -1, relpages = 0 where oid in (select inhrelid from pg_inherits where inhparent = 'visits'::regclass)`.execute(
        t.owner,
      );
      return contactsOf((await runTrace(CASE)).id);
    };
    const bare = (contacts: readonly TraceContact[]) => contacts.map(({ id: _, ...contact }) => contact);
    expect(bare(await without())).toEqual(bare(await withStatistics()));
  });

  it('are nobody when the case was nowhere', async () => {
    expect(await runTrace(140)).toMatchObject({ state: 'completed', contacts: 0 });
  });
});

describe('the trajectory of a case', () => {
  it('has every stop of the window in order, with its end and how it is known', async () => {
    const [market, mall] = [venueOf('market'), venueOf('mall')];
    const { id } = await runTrace(CASE);
    const at = (minutes: number) => new Date(start + minutes * MINUTE_MS).toISOString();
    expect(await trajectoryOf(id)).toMatchObject([
      {
        at: at(0),
        until: at(40),
        endKnownBy: 'next_scan',
        venue: venueAt(t.city, market).name,
        evidence: 'static',
        verdict: 'pass',
        class: 'market',
      },
      { at: at(40), until: at(40 + DEFAULT_STAY_MINUTES.mall), endKnownBy: 'venue_class', venue: venueAt(t.city, mall).name },
    ]);
  });

  it('ends at the edges of the window', async () => {
    const { id } = await runTrace(CASE, { from: start + 30 * MINUTE_MS });
    expect(await trajectoryOf(id)).toHaveLength(1);
  });

  it('knows a stay that an exit scan ended, and takes nobody for a contact who came after it or left before', async () => {
    const [index, early, late, leaver] = [190, 191, 192, 193];
    const hospital = venueOf('hospital');
    const scan = async (resident: number, minutes: number, direction: 'in' | 'out') =>
      (await t.resident(resident))('POST /api/v1/scans', {
        body: { eventId: t.eventId(start + minutes * MINUTE_MS), code: venueAt(t.city, hospital).code, direction },
      });
    await scan(index, 200, 'in');
    await scan(index, 220, 'out');
    await scan(early, 210, 'in');
    await scan(late, 260, 'in');
    await scan(leaver, 150, 'in');
    await scan(leaver, 190, 'out');
    const { id } = await runTrace(index);
    expect(await trajectoryOf(id)).toMatchObject([{ endKnownBy: 'exit_scan', until: new Date(start + 220 * MINUTE_MS).toISOString() }]);
    const contacts = await contactsOf(id);
    expect(of(contacts, early)).toMatchObject([{ reasons: ['same_time'], overlapMinutes: 10 }]);
    expect(of(contacts, late)).toEqual([]);
    expect(of(contacts, leaver)).toEqual([]);
  });
});

describe('a venue with gates', () => {
  it('is one place: who came by another gate is found, who came by the same is told apart, in by one and out by another is one stay', async () => {
    const [caseIndex, same, otherGate, gone] = [150, 151, 152, 153];
    const mall = venueOf('mall');
    const gates = await Promise.all(
      ['南门', '北门'].map(async (name) => {
        const { rows } = await sql<{ code: string }>`insert into venues
            (public_id, code, name, class, scene, address, division_code, contact_phone_sealed, parent_id, checkpoint)
          select gen_random_uuid(), ${venueCodeFrom(randomBytes(8))}, name, class, scene, address, division_code, contact_phone_sealed, id, ${name}
          from venues where public_id = ${venueAt(t.city, mall).publicId} returning code`.execute(t.owner);
        return rows[0]?.code ?? '';
      }),
    );
    await sql`insert into fact_changes (kind, key) select 'venue', id from venues where parent_id is not null`.execute(t.owner);
    await sql`notify fact_changes`.execute(t.owner);
    await expect.poll(async () => (await t.send('GET', `/api/v1/venue-codes/${gates[1]}`)).status, { timeout: 20_000 }).toBe(200);
    const [south = '', north = ''] = gates;
    const pass = async (resident: number, code: string, minutes: number, direction: 'in' | 'out' = 'in') => {
      const body = { eventId: t.eventId(start + minutes * MINUTE_MS), code, direction };
      await (await t.resident(resident))('POST /api/v1/scans', { body });
    };
    await pass(gone, south, 500);
    await pass(gone, north, 520, 'out');
    await pass(caseIndex, south, 600);
    await pass(same, south, 610);
    await pass(otherGate, north, 615);
    await pass(caseIndex, north, 640, 'out');
    const { id } = await runTrace(caseIndex);
    const found = await contactsOf(id);
    const of = (resident: number) => found.filter(({ person }) => person.phone === maskPhone(residentAt(t.city, resident).phone));
    expect(of(same)).toMatchObject([{ reasons: expect.arrayContaining(['same_time', 'same_checkpoint']) }]);
    expect(of(otherGate)).toMatchObject([{ checkpoint: '南门' }]);
    expect(of(otherGate)[0]?.reasons).not.toContain('same_checkpoint');
    expect(of(gone)).toEqual([]);
    const stays = await (await t.staff('epidemiologist'))('GET /api/v1/traces/:id/trajectory', { params: { id } });
    expect(stays.items).toMatchObject([{ checkpoint: '南门', endKnownBy: 'exit_scan' }]);
  });
});
