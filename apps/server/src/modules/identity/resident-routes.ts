import { endpoints } from '@tongxing/contract';
import { maskDocument, maskName, maskPhone, NOTICE_VERSION } from '@tongxing/rules';
import type { Resident } from '../../platform/http/principals';
import { Refusal, refuseField } from '../../platform/http/refusal';
import { personToken, recordAudit } from '../audit/public';
import type { HealthFactsReader } from '../health/public';
import type { ModuleContext } from '../module';
import type { TravelReader } from '../travel/public';
import { insertConsents } from './consent-store';
import { endSessionsOfAccount } from './own-store';
import { changePhone, sendPhoneCodes } from './phone-change';
import type { ResidentSessions } from './resident-sessions';
import { type PutClaim, registerResident, requestCode, signInWithCode } from './service';
import { readAccount } from './store';

export interface ResidentRoutesOptions {
  readonly sessions: ResidentSessions;
  readonly health: HealthFactsReader;
  readonly travel: TravelReader;
  readonly putClaim: PutClaim;
}

export function bindResidentRoutes(context: ModuleContext, { sessions, health, travel, putClaim }: ResidentRoutesOptions): void {
  const { router, db, vault, clock } = context;

  async function me(accountId: number) {
    const account = await readAccount(db, accountId);
    if (account === undefined) throw new Refusal('NOT_SIGNED_IN');
    const { personId, notice, sensitive, claimedNameSealed } = account;
    const nameSealed = claimedNameSealed ?? account.nameSealed;
    // Health and itinerary are shown on the telephone to whoever agrees to that; doors go by the law (docs/adr/0021).
    const shown = sensitive && claimedNameSealed === null ? personId : null;
    return {
      registered: personId !== null,
      toConfirm: claimedNameSealed !== null,
      phone: maskPhone(vault.open('phone', account.phoneSealed)),
      name: nameSealed === null ? null : maskName(vault.open('name', nameSealed)),
      document: account.documentSealed === null ? null : maskDocument(vault.open('document', account.documentSealed)),
      health: shown === null ? null : await health.statusOf(shown),
      throughRiskArea: shown !== null && (await travel.isThroughRiskArea(shown)),
      consent: { current: NOTICE_VERSION, notice, sensitive },
    };
  }

  /** The session that the browser still shows at a sign-in, whosever it is. */
  async function endHeld(held: string | undefined, requestId: string): Promise<void> {
    if (held === undefined) return;
    await db.transaction().execute(async (tx) => {
      const ended = await sessions.end(held, tx);
      if (ended === undefined) return;
      const person = ended.personId === null ? undefined : personToken(vault, ended.personId);
      const subject = person === undefined ? 'account:unregistered' : `person:${person.toString('hex')}`;
      await recordAudit(tx, { actor: 'person', action: 'session.end', subject, person, requestId });
    });
  }

  /** Another session for whoever asked, after all of the account were ended; this node knows of their end before it answers. */
  async function renew(
    call: { startSession(kind: 'resident', token: string, maxAgeSeconds: number): void },
    { accountId, personId }: Pick<Resident, 'accountId' | 'personId'>,
  ): Promise<void> {
    const { token, maxAgeSeconds } = await sessions.start({ accountId, personId });
    await sessions.load();
    call.startSession('resident', token, maxAgeSeconds);
  }

  router.bind(endpoints.requestSignInCode, ({ body, address, language }) => requestCode(context, body.phone, address, language));

  router.bind(endpoints.signIn, async (call) => {
    const account = await signInWithCode(context, call.body.phone, call.body.code, call.address);
    await endHeld(call.heldToken('resident'), call.requestId);
    const { token, maxAgeSeconds } = await sessions.start({ accountId: account.id, personId: account.personId });
    call.startSession('resident', token, maxAgeSeconds);
    return { registered: account.personId !== null };
  });

  router.bind(endpoints.signOut, async (call) => {
    if (call.token !== undefined) await sessions.end(call.token);
    call.endSession('resident');
    return undefined;
  });

  router.bind(endpoints.getMe, ({ principal }) => me(principal.accountId));

  router.bind(endpoints.register, async (call) => {
    const { accountId } = call.principal;
    const personId = await registerResident(context, accountId, call.body, { requestId: call.requestId, putClaim });
    await renew(call, { accountId, personId });
    return me(accountId);
  });

  router.bind(endpoints.endOtherResidentSessions, async ({ principal: { accountId, personId }, token, requestId }) => {
    await db.transaction().execute(async (tx) => {
      const ended = await endSessionsOfAccount(tx, accountId, token === undefined ? undefined : sessions.idOf(token));
      if (ended === 0) return;
      const person = personId === null ? undefined : personToken(vault, personId);
      const subject = person === undefined ? 'account:unregistered' : `person:${person.toString('hex')}`;
      await recordAudit(tx, { actor: 'person', action: 'session.revoke', subject, person, after: { sessions: ended }, requestId });
    });
    await sessions.load();
    return undefined;
  });

  router.bind(endpoints.recordConsent, async ({ body, principal: { accountId } }) => {
    const { kind, version, given } = body;
    if (version !== NOTICE_VERSION) throw new Refusal('STATE_CONFLICT');
    // The notice is read or not: who no longer wants the platform asks to be erased.
    if (kind === 'notice' && !given) throw refuseField('given', 'not_allowed');
    if (!(await insertConsents(db, accountId, [{ ...body, at: new Date(clock.now()) }]))) throw new Refusal('STATE_CONFLICT');
    return (await me(accountId)).consent;
  });

  router.bind(endpoints.sendPhoneCodes, ({ body, principal, address, language }) =>
    sendPhoneCodes(context, principal.accountId, body.phone, address, language),
  );

  router.bind(endpoints.changePhone, async (call) => {
    const { body, principal, address, requestId } = call;
    if (await changePhone(context, { ...principal, ...body, address, requestId })) await renew(call, principal);
    return me(principal.accountId);
  });
}
