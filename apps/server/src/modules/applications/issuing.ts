import { randomUUID } from 'node:crypto';
import type { Tx } from '../../platform/database/database';
import type { AuditActor } from '../audit/public';
import { appointManager } from '../members/public';
import { issueVenue } from '../venues/public';
import type { ApplicationContext } from './context';
import type { ApplicationFields } from './store';

export interface Issue {
  readonly fields: Pick<ApplicationFields, 'name' | 'class' | 'address' | 'divisionCode'>;
  readonly contactPhone: string;
  /** The applicant, who manages the venue from now on. */
  readonly personId: number;
  readonly actor: AuditActor;
  readonly requestId: string;
}

/**
 * Makes the venue of an application with its code and its manager, in the transaction that grants it.
 * @returns internal id of the venue
 * @throws {Refusal} STATE_CONFLICT when the applicant manages as many venues as the installation allows.
 */
export async function issueTo(tx: Tx, context: ApplicationContext, { fields, contactPhone, ...by }: Issue): Promise<number> {
  const { name, class: venueClass, address, divisionCode } = fields;
  const { personId, actor, requestId } = by;
  const publicId = randomUUID();
  const venue = { publicId, name, class: venueClass, scene: 'ordinary', address, divisionCode, contactPhone } as const;
  const id = await issueVenue(tx, context, venue, { actor, requestId });
  if (id === undefined) throw new Error('a random id was used before');
  await appointManager(tx, context, { venue: { id, publicId, name }, personId, actor, requestId });
  return id;
}
