import { endpoints } from '@tongxing/contract';
import { pageOf, readCursor } from '../../platform/cursor';
import { violatedConstraint } from '../../platform/database/database';
import type { Staff } from '../../platform/http/principals';
import { Refusal, refuseField } from '../../platform/http/refusal';
import type { Language } from '../../platform/i18n';
import { coversDivision } from '../area';
import { recordAudit } from '../audit/public';
import type { ModuleContext } from '../module';
import type { Divisions } from '../regions/public';
import * as store from './store';

export function bindPolicyRoutes(context: ModuleContext, divisions: Divisions): void {
  bindRegimeRoutes(context, divisions);
  bindRiskAreaRoutes(context, divisions);
}

function requireDivision(divisions: Divisions, code: string): void {
  if (!divisions.has(code)) throw refuseField('divisionCode', 'division_unknown');
}

function bindRegimeRoutes({ router, db, clock, factsChanged, announce }: ModuleContext, divisions: Divisions): void {
  const shown = ({ divisionCode, validFrom, validTo, ...notice }: store.RegimeRow, language: Language) => ({
    ...notice,
    division: divisions.named(divisionCode, language),
    validFrom: validFrom.toISOString(),
    validTo: validTo?.toISOString() ?? null,
  });

  router.bind(endpoints.listRegimes, async ({ query, principal, language }) =>
    pageOf(
      await store.listRegimes(db, principal.areaCode ?? '', query.current ?? false, readCursor(query.cursor), query.limit),
      query.limit,
      (row) => ({ at: row.validFrom, id: row.id }),
      (row) => shown(row, language),
    ),
  );

  router.bind(endpoints.switchRegime, async ({ body, principal, language, requestId }) => {
    requireDivision(divisions, body.divisionCode);
    // Outside the own area a division is not there, as everywhere.
    if (!coversDivision(principal, body.divisionCode)) throw new Refusal('NOT_FOUND');
    const isNew = await withoutRace(
      db.transaction().execute(async (tx) => {
        const switched = await store.insertRegime(tx, { ...body, authorId: principal.staffId }, new Date(clock.now()));
        if (switched === undefined) return false;
        await recordAudit(tx, {
          actor: principal,
          action: 'regime.switch',
          subject: `division:${body.divisionCode}`,
          reason: body.noticeNumber,
          before: { regime: switched.previous },
          after: { regime: body.regime },
          requestId,
        });
        return true;
      }),
    );
    await factsChanged();
    if (isNew) announce('regimes');
    const notice = await found(store.findRegime(db, body.id));
    // The id of another notice: nothing was switched, so nothing may look as if it had been.
    if (notice.divisionCode !== body.divisionCode || notice.regime !== body.regime) throw new Refusal('STATE_CONFLICT');
    return shown(notice, language);
  });
}

/** Sent twice at once, a notice is repeated (false); another notice for the same area meanwhile is a conflict. */
async function withoutRace(change: Promise<boolean>): Promise<boolean> {
  try {
    return await change;
  } catch (error) {
    const constraint = violatedConstraint(error);
    if (constraint === 'regime_notices_pkey') return false;
    if (constraint === 'regime_notices_in_force') throw new Refusal('STATE_CONFLICT');
    throw error;
  }
}

async function found<T>(row: Promise<T | undefined>): Promise<T> {
  const value = await row;
  if (value === undefined) throw new Refusal('NOT_FOUND');
  return value;
}

function bindRiskAreaRoutes({ router, db, clock, factsChanged, announce }: ModuleContext, divisions: Divisions): void {
  const shown = ({ divisionCode, validFrom, validTo, ...area }: store.RiskAreaRow, language: Language) => ({
    ...area,
    division: divisions.named(divisionCode, language),
    validFrom: validFrom.toISOString(),
    validTo: validTo?.toISOString() ?? null,
  });

  async function change(
    principal: Staff,
    requestId: string,
    id: string,
    action: 'risk_area.add' | 'risk_area.end',
    source: string,
    after: { readonly divisionCode?: string; readonly level: string | null },
    apply: (tx: Parameters<typeof store.endRiskArea>[0]) => Promise<boolean>,
  ) {
    const isDone = await db.transaction().execute(async (tx) => {
      if (!(await apply(tx))) return false;
      await recordAudit(tx, { actor: principal, action, subject: `risk_area:${id}`, reason: source, after, requestId });
      return true;
    });
    await factsChanged();
    if (isDone) announce('regimes');
    return isDone;
  }

  router.bind(endpoints.listRiskAreas, async ({ query, language }) =>
    pageOf(
      await store.listRiskAreas(db, query.current ?? false, readCursor(query.cursor), query.limit),
      query.limit,
      (row) => ({ at: row.validFrom, id: row.id }),
      (row) => shown(row, language),
    ),
  );

  router.bind(endpoints.addRiskArea, async ({ body, principal, language, requestId }) => {
    requireDivision(divisions, body.divisionCode);
    const validFrom = new Date(body.validFrom);
    if (validFrom.getTime() > clock.now()) throw refuseField('validFrom', 'in_the_future');
    try {
      const { divisionCode, level } = body;
      await change(principal, requestId, body.id, 'risk_area.add', body.source, { divisionCode, level }, (tx) =>
        store.insertRiskArea(tx, { ...body, validFrom, authorId: principal.staffId }),
      );
    } catch (error) {
      if (violatedConstraint(error) === 'risk_areas_in_force') throw new Refusal('STATE_CONFLICT');
      throw error;
    }
    const area = await found(store.findRiskArea(db, principal, body.id));
    if (area.divisionCode !== body.divisionCode || area.level !== body.level) throw new Refusal('STATE_CONFLICT');
    return shown(area, language);
  });

  router.bind(endpoints.endRiskArea, async ({ params, body, principal, language, requestId }) => {
    await found(store.findRiskArea(db, principal, params.id));
    const isDone = await change(principal, requestId, params.id, 'risk_area.end', body.source, { level: null }, (tx) =>
      store.endRiskArea(tx, params.id, body.source, new Date(clock.now())),
    );
    if (!isDone) throw new Refusal('STATE_CONFLICT');
    return shown(await found(store.findRiskArea(db, principal, params.id)), language);
  });
}
