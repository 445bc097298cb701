import { endpoints } from '@tongxing/contract';
import { maskDocument, maskName, maskPhone } from '@tongxing/rules';
import type { HealthFactsReader } from '../health/public';
import type { ModuleContext } from '../module';
import type { TravelReader } from '../travel/public';
import type { ResidentSessions } from './resident-sessions';
import { registerResident, requestCode, signInWithCode } from './service';
import { readAccount } from './store';

export interface ResidentRoutesOptions {
  readonly sessions: ResidentSessions;
  readonly health: HealthFactsReader;
  readonly travel: TravelReader;
}

export function bindResidentRoutes(context: ModuleContext, { sessions, health, travel }: ResidentRoutesOptions): void {
  const { router, db, vault } = context;

  async function me(accountId: number) {
    const account = await readAccount(db, accountId);
    const isRegistered = account !== undefined && account.personId !== null;
    return {
      registered: isRegistered,
      phone: account === undefined ? '' : maskPhone(vault.open('phone', account.phoneSealed)),
      name: account?.nameSealed == null ? null : maskName(vault.open('name', account.nameSealed)),
      document: account?.documentSealed == null ? null : maskDocument(vault.open('document', account.documentSealed)),
      health: isRegistered && account.personId !== null ? await health.statusOf(account.personId) : null,
      throughRiskArea: isRegistered && account.personId !== null && (await travel.isThroughRiskArea(account.personId)),
    };
  }

  router.bind(endpoints.requestSignInCode, ({ body, address, language }) => requestCode(context, body.phone, address, language));

  router.bind(endpoints.signIn, async (call) => {
    const account = await signInWithCode(context, call.body.phone, call.body.code, call.address);
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
    const personId = await registerResident(context, accountId, call.body);
    // The token from before says nothing of a person and costs a look-up each time; it stays good for a repeat of this.
    const { token, maxAgeSeconds } = await sessions.start({ accountId, personId });
    call.startSession('resident', token, maxAgeSeconds);
    return me(accountId);
  });
}
