import { randomUUID } from 'node:crypto';
import type { Tx } from '../../platform/database/database';
import { personToken, recordAudit } from '../audit/public';
import { type Claim, confirmClaim, endSessionsOfAccount, releaseClaim } from '../identity/public';
import { DUE_MS, type RequestContext } from './context';
import { findCity } from './reads';
import { insertRequest, type RequestRow } from './store';

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
