import { endpoints } from '@tongxing/contract';
import { Refusal } from '../../platform/http/refusal';
import { coversDivision } from '../area';
import { recordAudit } from '../audit/public';
import type { ModuleContext } from '../module';
import type { Divisions } from '../regions/public';
import { PACKS, packNamed, USUAL_PACK } from './policies';
import { choosePack, listChosenPacks } from './policy-store';

/** Which notice's rules apply where. */
export function bindPolicyPackRoutes({ router, db, clock }: ModuleContext, divisions: Divisions): void {
  router.bind(endpoints.listVenuePolicies, async ({ principal, language }) => ({
    packs: [...PACKS],
    usual: USUAL_PACK,
    chosen: (await listChosenPacks(db, principal)).map(({ divisionCode, pack, chosenBy, chosenAt }) => ({
      division: divisions.named(divisionCode, language),
      pack: packNamed(pack).pack,
      chosenBy,
      chosenAt: chosenAt.toISOString(),
    })),
  }));

  router.bind(endpoints.chooseVenuePolicy, async ({ body, principal, language, requestId }) => {
    const { divisionCode, pack, reason } = body;
    if (!divisions.has(divisionCode) || !coversDivision(principal, divisionCode)) throw new Refusal('NOT_FOUND');
    await db.transaction().execute(async (tx) => {
      const choice = { divisionCode, pack, reason, staffId: principal.staffId, at: new Date(clock.now()) };
      if (!(await choosePack(tx, choice))) return;
      const after = { pack, version: packNamed(pack).version };
      await recordAudit(tx, {
        actor: principal,
        action: 'venue_policy.choose',
        subject: `division:${divisionCode}`,
        reason,
        after,
        requestId,
      });
    });
    return { division: divisions.named(divisionCode, language), pack };
  });
}
