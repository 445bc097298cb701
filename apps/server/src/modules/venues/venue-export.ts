import { formatVenueCode } from '@tongxing/codes';
import { maskPhone } from '@tongxing/rules';
import type { Staff } from '../../platform/http/principals';
import { type Language, translate } from '../../platform/i18n';
import { type ExportSource, pagesOf } from '../exports/public';
import type { ModuleContext } from '../module';
import type { Divisions } from '../regions/public';
import { countVenues, listVenues, type VenueWanted } from './reads';
import type { VenueRow } from './store';

const COLUMNS = ['code', 'name', 'class', 'scene', 'state', 'address', 'division', 'contactPhone', 'createdAt'] as const;

/** Venues of an area as a file, in the words of the list. */
export function venueExport(
  { db, vault }: Pick<ModuleContext, 'db' | 'vault'>,
  divisions: Divisions,
  { staff, wanted, language }: { staff: Staff; wanted: VenueWanted; language: Language },
): ExportSource {
  const word = (key: string) => translate(language, `words:${key}`);
  const cells = (row: VenueRow) => [
    formatVenueCode(row.code),
    row.name,
    word(`venueClass.${row.class}`),
    word(`scene.${row.scene}`),
    word(`venueState.${row.state}`),
    row.address,
    divisions.named(row.divisionCode, language).path,
    maskPhone(vault.open('phone', row.contactPhoneSealed)),
    row.createdAt,
  ];
  return {
    list: 'venues',
    action: 'venue.export',
    filter: Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined)),
    count: (tx) => countVenues(tx, staff, wanted),
    columns: COLUMNS,
    pages: () =>
      pagesOf(
        (last: VenueRow | undefined, limit) => listVenues(db, staff, { ...wanted, after: last?.id, limit }),
        async (rows) => rows.map(cells),
      ),
  };
}
