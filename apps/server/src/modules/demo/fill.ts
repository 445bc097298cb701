import { randomUUID } from 'node:crypto';
import type { EvidenceKind } from '@tongxing/rules';
import { type City, type ResidentRecord, residentAt, residentsOf, venueAt, venuesOf } from '@tongxing/simulator';
import { hashPassword } from '../../platform/crypto/passwords';
import type { Vault } from '../../platform/crypto/sealing';
import type { Database } from '../../platform/database/database';
import { addEvidence } from '../health/public';
import { documentIndex, insertStaff } from '../identity/public';
import { addDemoRiskArea } from '../policy/public';
import { hasNoDivisions, insertDivisions, withPaths } from '../regions/public';
import { insertTrip } from '../travel/public';
import { DEMO_PASSWORD, demoStaff } from './accounts';
import { insertResidents, insertVenues, type PersonSeed } from './store';

const BATCH = 1_000;
const DAY_MS = 86_400_000;
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
    await insertDivisions(tx, withPaths(options.city.divisions));
    await fillVenues(inTx);
    const dataTeam = await fillStaff(inTx, passwordHash);
    await addDemoRiskArea(tx, options.city.riskAreaCode, dataTeam, new Date(options.now - DAY_MS));
    await fillResidents(inTx, dataTeam);
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

/** @returns id of the data team's account, the author of the demo's evidence. */
async function fillStaff({ db, vault, city }: InTx, passwordHash: string): Promise<number> {
  let dataTeam = 0;
  for (const [index, staff] of demoStaff(city).entries()) {
    const id = await insertStaff(db, {
      ...staff,
      publicId: randomUUID(),
      passwordHash,
      venue: staff.areaCode === null ? venueAt(city, 0).publicId : null,
      phoneSealed: vault.seal('phone', `1620000${String(index).padStart(4, '0')}`),
    });
    if (staff.role === 'data_team') dataTeam = id;
  }
  return dataTeam;
}

async function fillResidents(options: InTx, author: number): Promise<void> {
  const { db, vault, city, onProgress } = options;
  let done = 0;
  for (const batch of batches(residentsOf(city))) {
    const ids = await insertResidents(
      db,
      batch.map((resident) => sealed(vault, resident)),
    );
    for (const [index, resident] of batch.entries()) {
      if (resident.abnormal !== 'none') await makeAbnormal(options, author, ids[index] ?? 0, resident);
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

async function makeAbnormal({ db, city, now }: InTx, authorId: number, personId: number, { abnormal }: ResidentRecord): Promise<void> {
  const kind = EVIDENCE_OF[abnormal];
  if (kind !== undefined)
    await addEvidence(db, {
      id: randomUUID(),
      personId,
      kind,
      source: '演示数据 Demonstration',
      sampledAt: new Date(now - DAY_MS),
      recordedAt: new Date(now),
      authorId,
    });
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
