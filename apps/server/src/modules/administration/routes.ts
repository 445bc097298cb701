import { endpoints, UNUSED_DAYS } from '@tongxing/contract';
import { pageOf, readCursor } from '../../platform/cursor';
import type { Staff } from '../../platform/http/principals';
import { Refusal } from '../../platform/http/refusal';
import { recordAudit } from '../audit/public';
import type { ModuleContext } from '../module';
import type { Divisions } from '../regions/public';
import * as accounts from './accounts';
import { listAccounts } from './accounts-store';
import { listFunctionalAreas } from './areas-store';
import * as functionalAreas from './functional-areas';
import { acceptInvitation, readInvitation } from './invitations';
import { insertReview, listFindings, readReviews, readUses } from './reviews-store';
import * as roles from './roles';
import { listRoles } from './roles-store';
import { Shown } from './shown';

const DAY_MS = 86_400_000;
/** An invitation lives for three days: who has not come by then did not come. */
const INVITATION_DAYS = 3;

const newestFirst = (row: { readonly createdAt: Date; readonly publicId: string }) => ({ at: row.createdAt, id: row.publicId });

export function bindAdministrationRoutes(context: ModuleContext, divisions: Divisions): void {
  const administration: accounts.Administration = { ...context, divisions };
  bindAccountRoutes(context, administration);
  bindInvitationRoutes(context);
  bindRoleRoutes(context, administration);
  bindReviewRoutes(context, divisions);
}

const askerOf = ({ principal, requestId }: { readonly principal: Staff; readonly requestId: string }): accounts.Asker => ({
  staff: principal,
  requestId,
});

function bindAccountRoutes({ router, db }: ModuleContext, administration: accounts.Administration): void {
  const { divisions } = administration;

  router.bind(endpoints.listStaffAccounts, async ({ query, principal, language }) => {
    const { cursor, limit, search, roleId, divisionCode, state, permission } = query;
    const filter = { search, roleId, divisionCode, state, permission };
    const shown = new Shown(divisions, principal, language);
    const rows = await listAccounts(db, principal, filter, readCursor(cursor), limit);
    return pageOf(rows, limit, newestFirst, (row) => shown.account(row));
  });

  router.bind(endpoints.getStaffAccount, async ({ params, principal, language }) => {
    const account = await accounts.getAccount(db, principal, params.id);
    const [uses, reviews] = await Promise.all([readUses(db, account.id, account.permissions ?? []), readReviews(db, account.id)]);
    return {
      ...new Shown(divisions, principal, language).account(account),
      uses,
      reviews: reviews.map(({ at, ...review }) => ({ ...review, at: at.toISOString() })),
    };
  });

  router.bind(endpoints.inviteStaff, async (call) => {
    const [account, invitation] = await accounts.inviteStaff(administration, askerOf(call), call.body);
    return { account: new Shown(divisions, call.principal, call.language).account(account), invitation };
  });

  router.bind(endpoints.renewInvitation, (call) => accounts.renewInvitation(administration, askerOf(call), call.params.id));

  router.bind(endpoints.grantStaffRole, async (call) => {
    const account = await accounts.grantRole(administration, askerOf(call), call.params.id, call.body);
    return new Shown(divisions, call.principal, call.language).account(account);
  });

  router.bind(endpoints.setStaffState, async (call) => {
    const account = await accounts.setSuspended(administration, askerOf(call), call.params.id, call.body);
    return new Shown(divisions, call.principal, call.language).account(account);
  });

  router.bind(endpoints.endStaffSessions, async (call) => ({
    ended: await accounts.signOut(administration, askerOf(call), call.params.id, call.body.reason),
  }));

  router.bind(endpoints.resetSecondFactor, async (call) => {
    const account = await accounts.forgetSecondFactor(administration, askerOf(call), call.params.id, call.body.reason);
    return new Shown(divisions, call.principal, call.language).account(account);
  });
}

function bindInvitationRoutes(context: ModuleContext): void {
  const { router } = context;

  router.bind(endpoints.checkInvitation, async ({ body }) => {
    const { expiresAt, ...invitation } = await readInvitation(context, body.token);
    return { ...invitation, expiresAt: expiresAt.toISOString() };
  });

  router.bind(endpoints.acceptInvitation, async ({ body, requestId }) => ({
    username: await acceptInvitation(context, body.token, body.password, requestId),
  }));
}

function bindRoleRoutes({ router, db }: ModuleContext, administration: accounts.Administration): void {
  const { divisions } = administration;

  router.bind(endpoints.listRoles, async ({ query, principal, language }) => {
    const shown = new Shown(divisions, principal, language);
    const rows = await listRoles(db, principal, readCursor(query.cursor), query.limit);
    return pageOf(rows, query.limit, newestFirst, (row) => shown.role(row));
  });

  router.bind(endpoints.createRole, async (call) =>
    new Shown(divisions, call.principal, call.language).role(await roles.createRole(administration, askerOf(call), call.body)),
  );

  router.bind(endpoints.editRole, async (call) =>
    new Shown(divisions, call.principal, call.language).role(
      await roles.editRole(administration, askerOf(call), call.params.id, call.body),
    ),
  );

  router.bind(endpoints.listFunctionalAreas, async ({ query, principal, language }) => {
    const shown = new Shown(divisions, principal, language);
    const rows = await listFunctionalAreas(db, principal, readCursor(query.cursor), query.limit);
    return pageOf(rows, query.limit, newestFirst, (row) => shown.functionalArea(row));
  });

  router.bind(endpoints.createFunctionalArea, async (call) =>
    new Shown(divisions, call.principal, call.language).functionalArea(
      await functionalAreas.createFunctionalArea(administration, askerOf(call), call.body),
    ),
  );

  router.bind(endpoints.editFunctionalArea, async (call) =>
    new Shown(divisions, call.principal, call.language).functionalArea(
      await functionalAreas.editFunctionalArea(administration, askerOf(call), call.params.id, call.body),
    ),
  );
}

function bindReviewRoutes({ router, db, clock }: ModuleContext, divisions: Divisions): void {
  router.bind(endpoints.listAccessFindings, async ({ query, principal, language }) => {
    const now = clock.now();
    const limits = { unusedSince: new Date(now - UNUSED_DAYS * DAY_MS), invitedBefore: new Date(now - INVITATION_DAYS * DAY_MS) };
    const shown = new Shown(divisions, principal, language);
    const rows = await listFindings(db, principal, limits, readCursor(query.cursor), query.limit);
    return pageOf(rows, query.limit, newestFirst, (row) => ({
      account: shown.account(row),
      unused: row.unused ?? [],
      neverSignedIn: row.neverSignedIn,
    }));
  });

  router.bind(endpoints.confirmAccess, async ({ params, body, principal, requestId }) => {
    const { id, reason, permissions } = body;
    return db.transaction().execute(async (tx) => {
      const account = await accounts.getOther(tx, principal, params.id);
      const review = { id, staffId: account.id, permissions, reason, reviewerId: principal.staffId };
      const done = await insertReview(tx, review, new Date(clock.now()));
      if (done === undefined) throw new Refusal('STATE_CONFLICT');
      const entry = { actor: principal, action: 'access.confirm', subject: accounts.subjectOf(account), reason, requestId };
      if (done.isNew) await recordAudit(tx, { ...entry, after: { permissions } });
      return { id, at: done.at.toISOString() };
    });
  });
}
