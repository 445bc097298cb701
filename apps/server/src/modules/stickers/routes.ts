import { endpoints } from '@tongxing/contract';
import { pageOf, readCursor, readNumberCursor } from '../../platform/cursor';
import type { Language } from '../../platform/i18n';
import type { ModuleContext } from '../module';
import type { Divisions } from '../regions/public';
import { getVenue } from '../venues/public';
import { checkSticker, closeFinding, replaceCode } from './service';
import { type FindingRow, type IssueRow, listFindings, listIssues } from './store';

function shownIssue({ issue, code, issuedAt, replacedAt, cause, reason, author, scans, lastScannedAt }: IssueRow) {
  const replaced =
    replacedAt === null || cause === null
      ? null
      : {
          at: replacedAt.toISOString(),
          cause,
          reason: reason ?? '',
          by: author ?? '',
          scans,
          lastScannedAt: lastScannedAt?.toISOString() ?? null,
        };
  return { issue, code, issuedAt: issuedAt.toISOString(), replaced };
}

/** Binds the life of printed codes: replacement, sticker check, findings. */
export function bindStickerRoutes(context: ModuleContext, divisions: Divisions): void {
  const { router, db } = context;

  const shownFinding = (row: FindingRow, language: Language) => ({
    id: row.id,
    kind: row.kind,
    foundAt: row.foundAt.toISOString(),
    venue: { id: row.venuePublicId, name: row.venueName, address: row.venueAddress, checkpoint: null },
    division: divisions.named(row.divisionCode, language),
    issue: row.issue,
    distance: row.distance,
    closed: row.closedAt === null ? null : { at: row.closedAt.toISOString(), by: row.closedBy ?? '', note: row.note ?? '' },
  });

  router.bind(endpoints.listCodeIssues, async ({ params, query, principal }) => {
    const venue = await getVenue(context, principal, params.id);
    const rows = await listIssues(db, venue.id, readNumberCursor(query.cursor), query.limit);
    return pageOf(rows, query.limit, (row) => ({ at: row.issuedAt, id: String(row.issue) }), shownIssue);
  });

  router.bind(endpoints.replaceCode, async ({ params, body, principal, requestId }) =>
    shownIssue(await replaceCode(context, principal, { publicId: params.id, ...body }, requestId)),
  );

  router.bind(endpoints.checkSticker, ({ body, principal, requestId }) => checkSticker(context, principal, body, requestId));

  router.bind(endpoints.listStickerFindings, async ({ query, principal, language }) => {
    const { state, kind, divisionCode, limit } = query;
    const rows = await listFindings(db, principal, { state, kind, divisionCode, limit, after: readCursor(query.cursor) });
    return pageOf(
      rows,
      limit,
      (row) => ({ at: row.foundAt, id: row.id }),
      (row) => shownFinding(row, language),
    );
  });

  router.bind(endpoints.closeStickerFinding, async ({ params, body, principal, language, requestId }) =>
    shownFinding(await closeFinding(context, principal, { id: params.id, note: body.note }, requestId), language),
  );
}
