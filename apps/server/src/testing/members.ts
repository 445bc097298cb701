import { randomUUID } from 'node:crypto';
import type { MemberRole } from '@tongxing/contract';
import { venueAt } from '@tongxing/simulator';
import { sql } from 'kysely';
import type { TestApp } from './test-app';

export interface TestMember {
  /** Index of the venue in the city. */
  readonly venue: number;
  /** Index of the resident in the city. */
  readonly resident: number;
  readonly role: MemberRole;
  /** Was it an hour ago, and is no more. */
  readonly isOver?: boolean;
}

/** Makes a resident manager or inspector of a venue, as if it had always been so. @returns the public id of the membership. */
export async function insertTestMember(t: TestApp, { venue, resident, role, isOver = false }: TestMember): Promise<string> {
  const publicId = randomUUID();
  const now = t.clock.now();
  await sql`insert into venue_members (public_id, venue_id, person_id, role, valid_from, valid_to)
    select ${publicId}, v.id, ${await t.personId(resident)}, ${role}, ${new Date(now - 7_200_000)}, ${isOver ? new Date(now - 3_600_000) : null}
    from venues v where v.public_id = ${venueAt(t.city, venue).publicId}`.execute(t.owner);
  return publicId;
}
