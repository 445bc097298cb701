import { randomUUID } from 'node:crypto';
import type { RolePreset } from '@tongxing/contract';
import type { EvidenceKind } from '@tongxing/rules';
import { type City, type ResidentRecord, residentAt, residentsOf, venueAt, venuesOf } from '@tongxing/simulator';
import { hashPassword } from '../../platform/crypto/passwords';
import type { Vault } from '../../platform/crypto/sealing';
import type { Database } from '../../platform/database/database';
import { addEvidence, insertStep } from '../health/public';
import { documentIndex, insertStaff } from '../identity/public';
import { addDemoRiskArea } from '../policy/public';
import { hasNoDivisions, putDivisions, withPaths } from '../regions/public';
import { addDemoOrder } from '../rights/public';
import { insertTrip } from '../travel/public';
import { DEMO_PASSWORD, demoStaff } from './accounts';
import { insertResidents, insertVenues, type PersonSeed } from './store';

const BATCH = 1_000;
const DAY_MS = 86_400_000;
/** The demo's order began so many days ago and ends as many from now. */
const ORDER_DAYS = 90;
const dayAt = (ms: number) => new Date(ms).toISOString().slice(0, 10);
/** Roles held for so long without a use that the review of rights asks about them. */
const LONG_HELD: readonly RolePreset[] = ['hotline_12345', 'epidemiologist'];
const LONG_HELD_DAYS = 120;
/** What makes an abnormal resident of the demo abnormal: evidence, as everywhere. */
const EVIDENCE_OF: Partial<Record<ResidentRecord['abnormal'], EvidenceKind>> = { red: 'quarantine_order', yellow: 'close_contact' };

export interface FillOptions {
  readonly db: Database;
  readonly vault: Vault;
  readonly city: City;
  readonly now: number;
  readonly onProgress: (done: number, total: number) => void;
}

/**
 * Fills an empty database with the fictional city, all of it or nothing.
 * @returns false when there is a city already.
 */
export async function fillDemo(options: FillOptions): Promise<boolean> {
  if (!(await hasNoDivisions(options.db))) return false;
  const passwordHash = await hashPassword(DEMO_PASSWORD);
  await options.db.transaction().execute(async (tx) => {
    const inTx = { ...options, db: tx };
    await putDivisions(tx, withPaths(options.city.divisions));
    await fillVenues(inTx);
    const { dataTeam, reviewer } = await fillStaff(inTx, passwordHash);
    await addDemoRiskArea(tx, options.city.riskAreaCode, dataTeam, new Date(options.now - DAY_MS));
    await addDemoOrder(
      tx,
      dataTeam,
      [dayAt(options.now - ORDER_DAYS * DAY_MS), dayAt(options.now + ORDER_DAYS * DAY_MS)],
      new Date(options.now),
    );
    await fillResidents(inTx, { author: dataTeam, reviewer });
  });
  return true;
}

type InTx = Omit<FillOptions, 'db'> & { db: Parameters<typeof insertVenues>[0] };

async function fillVenues({ db, vault, city }: InTx): Promise<void> {
  for (const batch of batches(venuesOf(city))) {
    await insertVenues(
      db,
      batch.map(({ publicId, code, name, class: venueClass, scene, address, divisionCode, contactPhone }) => ({
        publicId,
        code,
        name,
        class: venueClass,
        scene,
        address,
        divisionCode,
        contactPhoneSealed: vault.seal('phone', contactPhone),
      })),
    );
  }
}

/** @returns ids of the data team's account, the author of the demo's evidence, and of the reviewer who confirms it. */
async function fillStaff({ db, vault, city, now }: InTx, passwordHash: string): Promise<{ dataTeam: number; reviewer: number }> {
  let [dataTeam, reviewer] = [0, 0];
  for (const [index, staff] of demoStaff(city).entries()) {
    const id = await insertStaff(db, {
      ...staff,
      publicId: randomUUID(),
      passwordHash,
      venue: staff.areaCode === null ? venueAt(city, 0).publicId : null,
      phoneSealed: vault.seal('phone', `1620000${String(index).padStart(4, '0')}`),
      roleSince: new Date(LONG_HELD.includes(staff.role) ? now - LONG_HELD_DAYS * DAY_MS : now),
    });
    if (staff.role === 'data_team') dataTeam = id;
    if (staff.role === 'evidence_reviewer') reviewer = id;
  }
  return { dataTeam, reviewer };
}

/** Evidence counts on the word of two. */
interface Vouchers {
  readonly author: number;
  readonly reviewer: number;
}

async function fillResidents(options: InTx, vouchers: Vouchers): Promise<void> {
  const { db, vault, city, now, onProgress } = options;
  let done = 0;
  for (const batch of batches(residentsOf(city))) {
    const ids = await insertResidents(
      db,
      batch.map((resident) => sealed(vault, resident)),
      new Date(now),
    );
    for (const [index, resident] of batch.entries()) {
      if (resident.abnormal !== 'none') await makeAbnormal(options, vouchers, ids[index] ?? 0, resident);
    }
    done += batch.length;
    onProgress(done, city.size.residents);
  }
}

function sealed(vault: Vault, resident: ResidentRecord): PersonSeed {
  return {
    publicId: resident.publicId,
    documentType: resident.documentType,
    nameSealed: vault.seal('name', resident.name),
    documentSealed: vault.seal('document', resident.documentNumber),
    documentIndex: documentIndex(vault, resident.documentType, resident.documentNumber),
    phoneSealed: vault.seal('phone', resident.phone),
    phoneIndex: vault.index('phone', resident.phone),
  };
}

async function makeAbnormal(
  { db, city, now }: InTx,
  { author, reviewer }: Vouchers,
  personId: number,
  { abnormal }: ResidentRecord,
): Promise<void> {
  const kind = EVIDENCE_OF[abnormal];
  const source = '演示数据 Demonstration';
  if (kind !== undefined) {
    const evidenceId = randomUUID();
    const at = new Date(now);
    await addEvidence(db, { id: evidenceId, personId, kind, source, sampledAt: new Date(now - DAY_MS), recordedAt: at, authorId: author });
    await insertStep(db, { id: randomUUID(), evidenceId, kind: 'confirmed', by: reviewer, at, note: source });
  }
  if (abnormal === 'risk_area') {
    await insertTrip(db, {
      id: randomUUID(),
      personId,
      divisionCode: city.riskAreaCode,
      arrivedAt: new Date(now - 3 * DAY_MS),
      leftAt: new Date(now - 2 * DAY_MS),
      declaredAt: new Date(now),
    });
  }
}

function* batches<T>(items: Iterable<T>): Generator<T[]> {
  let batch: T[] = [];
  for (const item of items) {
    batch.push(item);
    if (batch.length === BATCH) {
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}

/** A resident of each kind, for the table of sign-ins. */
export function demoResidents(city: City, personas: Readonly<Record<'green' | 'red' | 'riskArea' | 'yellow', number>>) {
  return [
    { phone: residentAt(city, personas.green).phone, note: 'green' as const },
    { phone: residentAt(city, personas.yellow).phone, note: 'yellow' as const },
    { phone: residentAt(city, personas.red).phone, note: 'red' as const },
    { phone: residentAt(city, personas.riskArea).phone, note: 'risk_area' as const },
  ];
}
