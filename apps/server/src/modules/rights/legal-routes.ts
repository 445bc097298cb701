import { endpoints } from '@tongxing/contract';
import { dayOf } from '../../platform/days';
import { Refusal, refuseField } from '../../platform/http/refusal';
import { recordAudit } from '../audit/public';
import type { ModuleContext } from '../module';
import { basesOn, factsOn, orderOn } from './legal';
import { insertOrder, listOrders, lockOrder, setLastDay } from './legal-store';
import { noticeIn } from './notice/notice';

/** The notice and the orders it rests on: for anybody to read, for headquarters to keep. */
export function bindLegalRoutes({ router, db, clock, config }: ModuleContext): void {
  const today = () => dayOf(clock.now(), config.timeZone);

  router.bind(endpoints.getNotice, async ({ query, language }) => {
    const facts = factsOn(await listOrders(db), today(), language, config.retentionDays);
    const notice = noticeIn(language, facts, query.version);
    if (notice === undefined) throw new Refusal('NOT_FOUND');
    return notice;
  });

  router.bind(endpoints.listLegalBases, async () => basesOn(await listOrders(db), today()));

  router.bind(endpoints.addLegalBasis, async ({ body, principal, requestId }) => {
    if (body.endsOn < body.beginsOn) throw refuseField('endsOn', 'before_start');
    const added = { ...body, purposes: [...new Set(body.purposes)] };
    await db.transaction().execute(async (tx) => {
      if (!(await insertOrder(tx, added, principal.staffId, new Date(clock.now())))) return;
      const { id, ...after } = added;
      await recordAudit(tx, { actor: principal, action: 'legal_basis.add', subject: `legal_basis:${id}`, after, requestId });
    });
    const kept = (await listOrders(db)).find(({ id }) => id === added.id);
    if (kept === undefined || kept.number !== added.number) throw new Refusal('STATE_CONFLICT');
    return orderOn(kept, today());
  });

  router.bind(endpoints.endLegalBasis, async ({ params, body, principal, requestId }) => {
    const ended = await db.transaction().execute(async (tx) => {
      const order = await lockOrder(tx, principal, params.id);
      if (order === undefined) throw new Refusal('NOT_FOUND');
      if (body.endsOn < order.beginsOn) throw refuseField('endsOn', 'before_start');
      // An order that is longer than it was is another order.
      if (body.endsOn > order.endsOn) throw refuseField('endsOn', 'too_big');
      if (body.endsOn === order.endsOn) return order;
      await setLastDay(tx, order.id, body.endsOn);
      await recordAudit(tx, {
        actor: principal,
        action: 'legal_basis.end',
        subject: `legal_basis:${order.id}`,
        reason: body.reason,
        before: { endsOn: order.endsOn },
        after: { endsOn: body.endsOn },
        requestId,
      });
      return { ...order, endsOn: body.endsOn };
    });
    return orderOn(ended, today());
  });
}
