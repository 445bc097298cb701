import { endpoints, VenueApplicationDraft } from '@tongxing/contract';
import { pageOf, readCursor } from '../../platform/cursor';
import type { Language } from '../../platform/i18n';
import type { ModuleContext } from '../module';
import type { Divisions } from '../regions/public';
import { keepDraft, readDraft } from './draft-store';
import { policyFor } from './policies';
import { listOwnApplications } from './reads';
import { openedFields } from './shown';
import type { ApplicationRow } from './store';
import { apply, applyAgain, withdrawApplication } from './submission';

/** What somebody on a telephone does to get a code. */
export function bindApplicantRoutes(context: ModuleContext, divisions: Divisions): void {
  const { router, db, vault, clock } = context;

  const shown = (row: ApplicationRow, language: Language) => ({
    ...openedFields(row, vault, divisions, language),
    venueCode: row.venueCode,
  });

  router.bind(endpoints.getApplicationPolicy, () => policyFor(db, undefined));

  router.bind(endpoints.getApplicationDraft, async ({ principal }) => {
    const sealed = await readDraft(db, principal.accountId);
    const kept = sealed === undefined ? '' : vault.open('request', sealed);
    return { draft: kept === '' ? null : VenueApplicationDraft.parse(JSON.parse(kept)) };
  });

  router.bind(endpoints.keepApplicationDraft, async ({ body, principal }) => {
    await keepDraft(db, principal.accountId, vault.seal('request', JSON.stringify(body)), new Date(clock.now()));
    return undefined;
  });

  router.bind(endpoints.listMyApplications, async ({ query, principal, language }) =>
    pageOf(
      await listOwnApplications(db, principal.accountId, readCursor(query.cursor), query.limit),
      query.limit,
      (row) => ({ at: row.submittedAt, id: row.id }),
      (row) => shown(row, language),
    ),
  );

  router.bind(endpoints.applyForVenue, async ({ body, principal, language, requestId }) =>
    shown(await apply(context, divisions, principal, body, requestId), language),
  );

  router.bind(endpoints.resubmitApplication, async ({ params, body, principal, language, requestId }) =>
    shown(await applyAgain(context, divisions, principal, { id: params.id, ...body }, requestId), language),
  );

  router.bind(endpoints.withdrawApplication, async ({ params, principal, language, requestId }) =>
    shown(await withdrawApplication(context, principal, params.id, requestId), language),
  );
}
