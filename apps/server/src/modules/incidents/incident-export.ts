import type { Staff } from '../../platform/http/principals';
import { type Language, translate } from '../../platform/i18n';
import { type ExportSource, noteExported, pagesOf } from '../exports/public';
import { maskedPersons } from '../identity/public';
import type { ModuleContext } from '../module';
import { readReasons } from '../passage/public';
import type { Divisions } from '../regions/public';
import { countListed, type IncidentRow, type IncidentWanted, listIncidents } from './store';
import { incidentNumber } from './workflow';

const COLUMNS = [
  'number',
  'state',
  'reportedAt',
  'dueAt',
  'arrivedAt',
  'closedAt',
  'escalation',
  'reasons',
  'person',
  'document',
  'phone',
  'venue',
  'venueAddress',
  'division',
  'result',
] as const;

/** Incidents of an area as a file, persons masked as in the list. */
export function incidentExport(
  { db, vault, clock, config }: Pick<ModuleContext, 'db' | 'vault' | 'clock' | 'config'>,
  divisions: Divisions,
  { staff, wanted, language }: { staff: Staff; wanted: IncidentWanted; language: Language },
): ExportSource {
  const now = new Date(clock.now());
  const word = (key: string) => translate(language, `words:${key}`);
  const cellsOf = async (exportId: string, rows: readonly IncidentRow[]) => {
    const personIds = rows.map(({ personId }) => personId);
    await noteExported(db, exportId, personIds);
    const person = await maskedPersons(db, vault, personIds);
    return rows.map((row) => {
      const { name, document, phone } = person(row.personId);
      return [
        incidentNumber(row.number, row.reportedAt, config.timeZone),
        word(`incidentState.${row.state}`),
        row.reportedAt,
        row.dueAt,
        row.arrivedAt,
        row.closedAt,
        row.escalation,
        readReasons(row.reasons)
          .map((reason) => word(`reason.${reason}`))
          .join(language === 'zh' ? '；' : '; '),
        name,
        document,
        phone,
        row.venueName,
        row.venueAddress,
        divisions.named(row.divisionCode, language).path,
        row.result === null ? null : word(`incidentResult.${row.result}`),
      ];
    });
  };
  return {
    list: 'incidents',
    action: 'incident.export',
    filter: Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined)),
    count: (tx) => countListed(tx, staff, wanted, now),
    columns: COLUMNS,
    pages: (exportId) =>
      pagesOf(
        (last: IncidentRow | undefined, limit) => {
          const place = last === undefined ? undefined : { at: last.reportedAt, id: last.id };
          return listIncidents(db, staff, { ...wanted, place, limit }, now);
        },
        (rows) => cellsOf(exportId, rows),
      ),
  };
}
