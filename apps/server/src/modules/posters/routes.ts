import { venueLink } from '@tongxing/codes';
import { endpoints } from '@tongxing/contract';
import type { PosterSize } from '@tongxing/rules';
import { dayOf } from '../../platform/days';
import type { Area } from '../../platform/http/principals';
import { Refusal } from '../../platform/http/refusal';
import { recordAudit } from '../audit/public';
import { exportFile } from '../exports/public';
import type { ModuleContext } from '../module';
import type { Divisions } from '../regions/public';
import type { Poster, PosterStyle } from './poster';
import type { Press } from './press';
import { countPosters, findPoster, listPosters, type PosterRow, type PostersWanted } from './reads';

/** Pages made at a time: some tens of milliseconds of the thread's work, so that others get their turn. */
const A_BATCH = 50;

/** Binds what prints venue codes. */
export function bindPosterRoutes(context: ModuleContext, divisions: Divisions, press: Press): void {
  const { router, db, config } = context;

  const posterOf = (row: PosterRow): Poster => ({
    link: venueLink(config.publicUrl, row.code),
    code: row.code,
    name: row.name,
    address: row.address,
    division: divisions.named(row.divisionCode, 'zh').path,
    checkpoint: null,
    issue: row.issue,
    issuedOn: dayOf(row.issuedAt.getTime(), config.timeZone),
  });
  const styleOf = (size: PosterSize): PosterStyle => ({ size, hotline: config.hotline, isDemo: config.profile === 'demo' });

  async function rowToPrint(area: Area, publicId: string): Promise<PosterRow> {
    const row = await findPoster(db, area, publicId);
    if (row === undefined) throw new Refusal('NOT_FOUND');
    // A retired code never comes back to life, on paper least of all.
    if (row.state === 'retired') throw new Refusal('STATE_CONFLICT');
    return row;
  }

  async function* batches(area: Area, wanted: PostersWanted, onRows: (count: number) => void) {
    for (let after = 0; ; ) {
      const rows = await listPosters(db, area, wanted, { after, limit: A_BATCH });
      const last = rows.at(-1);
      if (last === undefined) return;
      after = last.id;
      yield rows.map(posterOf);
      onRows(rows.length);
    }
  }

  router.bind(endpoints.previewPoster, async ({ params, query, principal }) => {
    const row = await rowToPrint(principal, params.id);
    return { svg: await press.preview(posterOf(row), styleOf(query.size)) };
  });

  router.bind(endpoints.printPoster, async ({ params, body, principal: staff, requestId }) => {
    const row = await rowToPrint(staff, params.id);
    const poster = posterOf(row);
    press.requireRoom();
    await press.check(poster);
    const content = press.print(once([poster]), styleOf(body.size));
    const after = { size: body.size, issue: row.issue };
    await db
      .transaction()
      .execute((tx) => recordAudit(tx, { actor: staff, action: 'poster.print', subject: `venue:${row.publicId}`, after, requestId }));
    return { name: `${row.code}-${body.size}.pdf`, content };
  });

  router.bind(endpoints.exportPosters, async ({ body, principal: staff, language, requestId }) => {
    const { id, size, reason, filter } = body;
    press.requireRoom();
    const count = async (tx: Parameters<typeof countPosters>[0]) => {
      const found = await countPosters(tx, staff, filter);
      // A PDF without a page is none.
      if (found === 0) throw new Refusal('STATE_CONFLICT');
      return found;
    };
    const exported = { list: 'posters', action: 'poster.export', filter: { ...filter, size }, count } as const;
    const request = { wish: { id, format: 'pdf', reason }, staff, language, requestId } as const;
    return exportFile(context, exported, request, 'application/pdf', ({ onRows }) =>
      press.print(batches(staff, filter, onRows), styleOf(size)),
    );
  });
}

async function* once<T>(only: T): AsyncGenerator<T> {
  yield only;
}
