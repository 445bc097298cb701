import type { OwnVenueApplication } from '@tongxing/contract';
import type { Vault } from '../../platform/crypto/sealing';
import type { Language } from '../../platform/i18n';
import type { Divisions } from '../regions/public';
import { applicationNumber } from './number';
import type { ApplicationRow } from './store';

/** What applicants and officers see alike, opened; whoever shows it to officers masks it. */
export function openedFields(
  row: ApplicationRow,
  vault: Vault,
  divisions: Divisions,
  language: Language,
): Omit<OwnVenueApplication, 'venueCode'> {
  const opened = (purpose: 'name' | 'document' | 'phone' | 'request', sealed: Buffer | null) =>
    sealed === null ? '' : vault.open(purpose, sealed);
  return {
    id: row.id,
    number: applicationNumber(row.number),
    state: row.state,
    version: row.version,
    name: row.name,
    class: row.class,
    subjectKind: row.subjectKind,
    subjectName: opened('name', row.subjectNameSealed),
    subjectNumber: opened('document', row.subjectNumberSealed),
    division: divisions.named(row.divisionCode, language),
    address: row.address,
    location: {
      latitude: row.latitude,
      longitude: row.longitude,
      system: 'wgs84',
      accuracyM: row.accuracyM,
      at: row.locatedAt.toISOString(),
    },
    contactName: opened('name', row.contactNameSealed),
    contactPhone: opened('phone', row.contactPhoneSealed),
    submittedAt: row.submittedAt.toISOString(),
    dueAt: row.state === 'submitted' ? (row.dueAt?.toISOString() ?? null) : null,
    decidedAt: row.decidedAt?.toISOString() ?? null,
    note: row.noteSealed === null ? null : opened('request', row.noteSealed),
  };
}
