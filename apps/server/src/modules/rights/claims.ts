import { randomUUID } from 'node:crypto';
import type { Tx } from '../../platform/database/database';
import { Refusal } from '../../platform/http/refusal';
import { personToken, recordAudit } from '../audit/public';
import { confirmClaim, endSessionsOfAccount, isClaimWaiting, releaseClaim } from '../identity/public';
import { findCity } from './reads';
import type { RequestContext } from './requests';
import { DUE_MS } from './requests';
import { insertRequest, type RequestRow } from './store';

/** Somebody registered under a document that a door had recorded. */
export interface Claim {
  readonly accountId: number;
  readonly personId: number;
  /** As given at the registration, in canonical form. */
  readonly name: string;
  readonly requestId: string;
}

/** Puts a claim before the officer of the person's city, in the transaction of the registration. */
export async function putClaim({ vault, clock }: Pick<RequestContext, 'vault' | 'clock'>, tx: Tx, claim: Claim): Promise<void> {
  const { accountId, personId, name, requestId } = claim;
  const madeAt = new Date(clock.now());
  await insertRequest(tx, {
    id: randomUUID(),
    accountId,
    personId,
    areaCode: await findCity(tx, personId),
    kind: 'claim',
    state: 'open',
    evidence: null,
    wantedSealed: vault.seal('request', JSON.stringify({ kind: 'name', name })),
    reasonSealed: null,
    madeAt,
    dueAt: new Date(madeAt.getTime() + DUE_MS),
  });
  const person = personToken(vault, personId);
  await recordAudit(tx, { actor: 'person', action: 'person.claim', subject: `person:${person.toString('hex')}`, person, requestId });
}

/** Carries out what was decided about a claim: the person is theirs, or the account is without one and signed out. */
export async function settleClaim(tx: Tx, { accountId }: Pick<RequestRow, 'accountId'>, isTheirs: boolean): Promise<void> {
  if (isTheirs) return confirmClaim(tx, accountId);
  await releaseClaim(tx, accountId);
  await endSessionsOfAccount(tx, accountId);
}

/**
 * What was recorded before a claim is nobody's to see, to take along or to have erased until an officer has confirmed it.
 * @throws {Refusal} CLAIM_WAITING
 */
export async function requireOwnPerson({ db }: Pick<RequestContext, 'db'>, accountId: number): Promise<void> {
  if (await isClaimWaiting(db, accountId)) throw new Refusal('CLAIM_WAITING');
}
