import { z } from 'zod';
import { DivisionCode, Id, searched, text, VenueClass, VenueState } from '../common';
import { endpoint } from '../endpoint';
import { AuditFilter, OF_ALL } from './audit';
import { IncidentState } from './disposal';

const ExportFormat = z.enum(['csv', 'xlsx']);
export type ExportFormat = z.infer<typeof ExportFormat>;

/** What somebody wants to take away, and why. The id is the caller's: one that was used gives no second file. */
function wish<F extends z.ZodType>(filter: F) {
  return z.strictObject({ id: Id, format: ExportFormat, reason: text(200, 4), filter });
}

const errors = ['STATE_CONFLICT', 'EXPORT_QUOTA_USED'] as const;

/** Lists as files. Each is counted, recorded with its reason, and marked with who took it; a desk left open gives none away. */
export const exportEndpoints = {
  exportAuditEvents: endpoint({
    method: 'POST',
    path: '/api/v1/audit-exports',
    tag: 'exports',
    summary: 'The audit log as a file, newest first, all of what was looked for.',
    access: { who: 'staff', permission: 'audit.read', area: OF_ALL, proof: 'fresh' },
    body: wish(AuditFilter),
    status: 200,
    file: 'table',
    errors,
  }),
  exportVenues: endpoint({
    method: 'POST',
    path: '/api/v1/venue-exports',
    tag: 'exports',
    summary: 'Venues of the own area as a file, telephones masked.',
    access: { who: 'staff', permission: 'venue.read', area: 'venue', proof: 'fresh' },
    body: wish(
      z.strictObject({
        search: searched(50).optional(),
        divisionCode: DivisionCode.optional(),
        class: VenueClass.optional(),
        state: VenueState.optional(),
      }),
    ),
    status: 200,
    file: 'table',
    errors,
  }),
  exportIncidents: endpoint({
    method: 'POST',
    path: '/api/v1/incident-exports',
    tag: 'exports',
    summary: 'Incidents of the own area as a file, persons masked.',
    access: { who: 'staff', permission: 'incident.read', area: 'venue', proof: 'fresh' },
    body: wish(z.strictObject({ state: IncidentState.optional(), open: z.boolean().optional(), overdue: z.boolean().optional() })),
    status: 200,
    file: 'table',
    errors,
  }),
};
