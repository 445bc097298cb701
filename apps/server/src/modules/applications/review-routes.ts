import { endpoints, type VenueApplication } from '@tongxing/contract';
import { maskDocument, maskName, maskPhone } from '@tongxing/rules';
import { pageOf, readCursor } from '../../platform/cursor';
import type { Staff } from '../../platform/http/principals';
import type { Language } from '../../platform/i18n';
import { maskedPersons } from '../identity/public';
import type { ModuleContext } from '../module';
import type { Divisions } from '../regions/public';
import { searchedFor } from './number';
import { listApplications } from './reads';
import { decideApplication, getApplication, mayDecide } from './review';
import { openedFields } from './shown';
import type { ApplicationRow } from './store';

/** The queue of street and industry. Names, numbers and telephones of people are masked; a unit's code is public. */
export function bindReviewRoutes(context: ModuleContext, divisions: Divisions): void {
  const { router, db, vault, clock } = context;

  async function shownAll(
    rows: readonly ApplicationRow[],
    staff: Staff,
    language: Language,
  ): Promise<(row: ApplicationRow) => VenueApplication> {
    const persons = await maskedPersons(
      db,
      vault,
      rows.map(({ personId }) => personId),
    );
    return (row) => {
      const { subjectName, subjectNumber, contactName, contactPhone, ...fields } = openedFields(row, vault, divisions, language);
      const isPerson = row.subjectKind === 'person';
      return {
        ...fields,
        subjectName: isPerson ? maskName(subjectName) : subjectName,
        subjectNumber: isPerson ? maskDocument(subjectNumber) : subjectNumber,
        contactName: maskName(contactName),
        contactPhone: maskPhone(contactPhone),
        applicant: persons(row.personId).name,
        decidedBy: row.decider,
        venueId: row.venuePublicId,
        mayDecide: mayDecide(staff, row),
        overdue: row.state === 'submitted' && row.dueAt !== null && row.dueAt.getTime() < clock.now(),
      };
    };
  }
  const shown = async (row: ApplicationRow, staff: Staff, language: Language) => (await shownAll([row], staff, language))(row);

  router.bind(endpoints.listApplications, async ({ query, principal, language }) => {
    const { state, class: venueClass, divisionCode, limit } = query;
    const dueBefore = query.overdue === undefined ? undefined : new Date(clock.now());
    const search = { state, class: venueClass, divisionCode, dueBefore, ...searchedFor(query.search) };
    const rows = await listApplications(db, principal, search, { place: readCursor(query.cursor), limit });
    const show = await shownAll(rows, principal, language);
    return pageOf(rows, limit, (row) => ({ at: row.submittedAt, id: row.id }), show);
  });

  router.bind(endpoints.getApplication, async ({ params, principal, language }) =>
    shown(await getApplication(context, principal, params.id), principal, language),
  );

  router.bind(endpoints.decideApplication, async ({ params, body, principal, language, requestId }) =>
    shown(await decideApplication(context, principal, params.id, body, requestId), principal, language),
  );
}
