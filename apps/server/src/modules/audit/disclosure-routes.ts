import { endpoints, type Openness } from '@tongxing/contract';
import { pageOf, readNumberCursor } from '../../platform/cursor';
import { dayFrom } from '../../platform/days';
import { requireOwnPerson } from '../identity/public';
import type { ModuleContext } from '../module';
import type { Divisions } from '../regions/public';

import { personToken } from './person-token';
import { type CountRow, countActions, listUses } from './reads';

const DAY_MS = 86_400_000;
/** Anybody may ask for the figures; the log is counted this often, ms. */
const COUNTED_EVERY_MS = 60_000;
const MONTHS = 12;

/** What of the log people are told: everybody the figures, each person the uses of their own data. */
export function bindDisclosureRoutes(context: ModuleContext, divisions: Divisions): void {
  const { router, db, vault, clock, config } = context;

  router.bind(endpoints.listOwnUses, async ({ query, principal: { accountId, personId }, language }) => {
    await requireOwnPerson(db, accountId);
    const hiddenFrom = new Date(clock.now() - config.disclosureDays * DAY_MS);
    const whose = { personId, token: personToken(vault, personId), hiddenFrom };
    const rows = await listUses(db, whose, { before: readNumberCursor(query.cursor), limit: query.limit });
    const page = pageOf(
      rows,
      query.limit,
      (row) => ({ at: row.at, id: String(row.id) }),
      ({ id, at, action, role, divisionCode, venueName, legalBasis }) => ({
        id: String(id),
        at: at.toISOString(),
        action,
        role,
        organisation: divisionCode === null ? venueName : divisions.named(divisionCode, language).path,
        legalBasis,
      }),
    );
    return { ...page, delayDays: config.disclosureDays };
  });

  const figures = new Figures(context);
  router.bind(endpoints.getOpenness, () => figures.read());
}

type Counts = Openness['total'];

/** Which figure an action is counted in. */
const FIGURES: Readonly<Record<string, keyof Counts>> = {
  'trace.request': 'tracesRequested',
  'trace.approve': 'tracesApproved',
  'trace.refuse': 'tracesRefused',
  'person.reveal': 'reveals',
  'audit.export': 'exports',
  'venue.export': 'exports',
  'incident.export': 'exports',
  'copy.download': 'copies',
};

function countsOf(rows: readonly CountRow[]): Counts {
  const counts = { tracesRequested: 0, tracesApproved: 0, tracesRefused: 0, reveals: 0, exports: 0, copies: 0 };
  for (const { action, count } of rows) {
    const figure = FIGURES[action];
    if (figure !== undefined) counts[figure] += count;
  }
  return counts;
}

/** The public figures, counted now and then. */
class Figures {
  private known: Promise<Openness> | undefined;
  private countedAt = Number.NEGATIVE_INFINITY;

  constructor(private readonly context: Pick<ModuleContext, 'db' | 'clock' | 'config'>) {}

  read(): Promise<Openness> {
    const now = this.context.clock.now();
    if (this.known === undefined || Math.abs(now - this.countedAt) >= COUNTED_EVERY_MS) {
      this.countedAt = now;
      this.known = this.count(now);
      this.known.catch(() => {
        this.known = undefined;
      });
    }
    return this.known;
  }

  private async count(now: number): Promise<Openness> {
    const { db, config } = this.context;
    const rows = await countActions(db, Object.keys(FIGURES), config.timeZone);
    const months = lastMonths(dayFrom(now, 0, config.timeZone)).map((month) => ({
      month,
      ...countsOf(rows.filter((row) => row.month === month)),
    }));
    return { total: countsOf(rows), months, asOf: new Date(now).toISOString() };
  }
}

/** The month of a day (`YYYY-MM-DD`) and those before it, newest first. */
function lastMonths(day: string): string[] {
  const [year = 0, month = 1] = day.split('-').map(Number);
  return Array.from({ length: MONTHS }, (_, back) => new Date(Date.UTC(year, month - 1 - back, 1)).toISOString().slice(0, 7));
}
