import type { ScanAnswer } from '@tongxing/contract';
import { describe, expect, it, vi } from 'vitest';
import type { Device, Staff } from '../../platform/http/principals';
import { Refusal } from '../../platform/http/refusal';
import { Entries, type EntriesOptions, type Entry, type EntryScan } from './entries';

const NOW = 1_800_000_000_000;
const VENUE = { publicId: '0190a0d0-0000-7000-8000-000000000001', code: 'ZSXSKEPWT85Q5' };
const DEVICE: Device = { kind: 'device', deviceId: 7, venueId: 1 };
const STAFF: Staff = {
  kind: 'staff',
  staffId: 3,
  username: 'manager',
  displayName: 'Manager',
  role: 'venue_manager',
  permissions: new Set(),
  areaCode: null,
  venueId: 1,
  functional: null,
  industry: null,
};
const AUTHOR = { actor: STAFF, requestId: 'r' };
const ENTRY: Entry = {
  eventId: '0190a0d0-0000-7000-8000-000000000002',
  documentType: 'foreign_passport',
  documentNumber: ' ab12345 ',
  direction: 'in',
};

function answerTo(scan: EntryScan, venueId = VENUE.publicId): ScanAnswer {
  return {
    eventId: scan.eventId,
    at: '2027-01-15T08:00:00.000Z',
    recordedAt: '2027-01-15T08:00:01.000Z',
    verdict: 'pass',
    reasons: ['HEALTH_GREEN'],
    advice: 'go_in',
    evidence: scan.evidence,
    venue: { id: venueId, name: 'n', address: 'a', checkpoint: null },
    sign: '00000000',
    repeated: false,
    stale: false,
  };
}

function entriesWith(changes: Partial<EntriesOptions> = {}) {
  const scans: EntryScan[] = [];
  const options: EntriesOptions = {
    clock: { now: () => NOW },
    findPerson: async () => ({ id: 5, name: '张*' }),
    recordPerson: async () => ({ id: 6, name: '李*' }),
    requirePossible: () => undefined,
    pass: async (scan) => {
      scans.push(scan);
      return answerTo(scan);
    },
    ...changes,
  };
  return { entries: new Entries(options), scans };
}

describe('an entry', () => {
  it('by a device is a scan by ID card, proved by the device', async () => {
    const { entries, scans } = entriesWith();
    await entries.verify(DEVICE, VENUE, { ...ENTRY, temperatureC: 36.4 }, 'r');
    expect(scans).toEqual([
      {
        eventId: ENTRY.eventId,
        personId: 5,
        code: VENUE.code,
        method: 'id_card',
        evidence: 'device',
        direction: 'in',
        temperatureC: 36.4,
      },
    ]);
  });

  it('by staff is a keyed scan, proved by staff', async () => {
    const { entries, scans } = entriesWith();
    await entries.key(AUTHOR, VENUE, ENTRY);
    expect(scans).toMatchObject([{ method: 'keyed', evidence: 'staff', personId: 5 }]);
  });

  it('that can become no visit looks nobody up', async () => {
    const findPerson = vi.fn(async () => undefined);
    const requirePossible = () => {
      throw new Refusal('EVENT_TIME_OUT_OF_RANGE');
    };
    const { entries } = entriesWith({ findPerson, requirePossible });
    for (const attempt of [entries.verify(DEVICE, VENUE, ENTRY, 'r'), entries.key(AUTHOR, VENUE, ENTRY)])
      await expect(attempt).rejects.toMatchObject({ code: 'EVENT_TIME_OUT_OF_RANGE' });
    expect(findPerson).not.toHaveBeenCalled();
  });

  it('looks a document up in its canonical form', async () => {
    const findPerson = vi.fn(async () => ({ id: 5, name: '张*' }));
    await entriesWith({ findPerson }).entries.verify(DEVICE, VENUE, ENTRY, 'r');
    expect(findPerson).toHaveBeenCalledWith('foreign_passport', 'AB12345');
  });

  it('tells the masked name and nothing else of the person', async () => {
    const answer = await entriesWith().entries.verify(DEVICE, VENUE, ENTRY, 'r');
    expect(Object.keys(answer).sort()).toEqual(['advice', 'at', 'eventId', 'name', 'recordedAt', 'repeated', 'sign', 'verdict'].sort());
    expect(answer.name).toBe('张*');
  });

  it('of somebody unknown asks for the name, and records them with it', async () => {
    const findPerson = async () => undefined;
    const recordPerson = vi.fn(async () => ({ id: 6, name: '李*' }));
    const { entries, scans } = entriesWith({ findPerson, recordPerson });
    await expect(entries.key(AUTHOR, VENUE, ENTRY)).rejects.toMatchObject({
      code: 'PERSON_UNKNOWN',
      options: { fields: [{ field: 'name', code: 'required' }] },
    });
    expect(scans).toEqual([]);
    expect(await entries.key(AUTHOR, VENUE, { ...ENTRY, name: '李四' })).toMatchObject({ name: '李*' });
    const person = { documentType: 'foreign_passport', documentNumber: 'AB12345', name: '李四' };
    expect(recordPerson).toHaveBeenCalledExactlyOnceWith(person, AUTHOR);
    expect(scans).toMatchObject([{ personId: 6 }]);
  });

  it('does not repeat an answer given at another venue', async () => {
    const pass = async (scan: EntryScan) => answerTo(scan, '0190a0d0-0000-7000-8000-00000000000f');
    await expect(entriesWith({ pass }).entries.verify(DEVICE, VENUE, ENTRY, 'r')).rejects.toMatchObject({ code: 'EVENT_ID_TAKEN' });
  });
});

describe('too many entries', () => {
  const TOO_MANY = { code: 'TOO_MANY_REQUESTS', options: { retryAfterSeconds: 1 } };

  it('of one device are refused before anybody is looked up, and hold no other device up', async () => {
    const findPerson = vi.fn(async () => ({ id: 5, name: '张*' }));
    const { entries } = entriesWith({ findPerson });
    for (let n = 0; n < 60; n += 1) await entries.verify(DEVICE, VENUE, ENTRY, 'r');
    await expect(entries.verify(DEVICE, VENUE, ENTRY, 'r')).rejects.toMatchObject(TOO_MANY);
    expect(findPerson).toHaveBeenCalledTimes(60);
    await expect(entries.verify({ ...DEVICE, deviceId: 8 }, VENUE, ENTRY, 'r')).resolves.toMatchObject({ verdict: 'pass' });
  });

  it('of one account are refused sooner: nobody keys so fast', async () => {
    const { entries } = entriesWith();
    for (let n = 0; n < 4; n += 1) await entries.key(AUTHOR, VENUE, ENTRY);
    await expect(entries.key(AUTHOR, VENUE, ENTRY)).rejects.toMatchObject(TOO_MANY);
    const other = { ...AUTHOR, actor: { ...STAFF, staffId: 4 } };
    await expect(entries.key(other, VENUE, ENTRY)).resolves.toMatchObject({ verdict: 'pass' });
  });
});
