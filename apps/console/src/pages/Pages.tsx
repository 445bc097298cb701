import type { Permission } from '@tongxing/contract';
import { type ComponentType, lazy, type ReactNode } from 'react';
import { Route, Switch } from 'wouter';
import { NotFoundPage, RequirePermission } from '../parts/Denied';
import { pageCode } from '../shell/page-code';

const AccountPage = lazy(() => pageCode(import('./account/AccountPage')));
const HomePage = lazy(() => pageCode(import('./home/HomePage')));
const WarningsPage = lazy(() => pageCode(import('./warnings/WarningsPage')));
const IncidentsPage = lazy(() => pageCode(import('./incidents/IncidentsPage')));
const IncidentPage = lazy(() => pageCode(import('./incidents/IncidentPage')));
const RegimesPage = lazy(() => pageCode(import('./regimes/RegimesPage')));
const RegimeSwitchPage = lazy(() => pageCode(import('./regimes/RegimeSwitchPage')));
const RiskAreasPage = lazy(() => pageCode(import('./risk-areas/RiskAreasPage')));
const EvidencePage = lazy(() => pageCode(import('./evidence/EvidencePage')));
const EvidenceItemPage = lazy(() => pageCode(import('./evidence/EvidenceItemPage')));
const CasesPage = lazy(() => pageCode(import('./cases/CasesPage')));
const TracesPage = lazy(() => pageCode(import('./traces/TracesPage')));
const TraceRequestPage = lazy(() => pageCode(import('./traces/TraceRequestPage')));
const TracePage = lazy(() => pageCode(import('./traces/TracePage')));
const StickerCheckPage = lazy(() => pageCode(import('./stickers/StickerCheckPage')));
const StickerFindingsPage = lazy(() => pageCode(import('./stickers/StickerFindingsPage')));
const VenuesPage = lazy(() => pageCode(import('./venues/VenuesPage')));
const PosterPage = lazy(() => pageCode(import('./venues/PosterPage')));
const VenuePage = lazy(() => pageCode(import('./venues/VenuePage')));
const ApplicationsPage = lazy(() => pageCode(import('./applications/ApplicationsPage')));
const VenuePoliciesPage = lazy(() => pageCode(import('./venue-policies/VenuePoliciesPage')));
const DevicesPage = lazy(() => pageCode(import('./devices/DevicesPage')));
const ClientsPage = lazy(() => pageCode(import('./api-clients/ClientsPage')));
const ClientNewPage = lazy(() => pageCode(import('./api-clients/ClientNewPage')));
const StaffPage = lazy(() => pageCode(import('./staff/StaffPage')));
const StaffAccountPage = lazy(() => pageCode(import('./staff/StaffAccountPage')));
const RolesPage = lazy(() => pageCode(import('./roles/RolesPage')));
const AccessReviewPage = lazy(() => pageCode(import('./access-review/AccessReviewPage')));
const RightsRequestsPage = lazy(() => pageCode(import('./rights-requests/RightsRequestsPage')));
const LegalBasesPage = lazy(() => pageCode(import('./legal-bases/LegalBasesPage')));
const AuditPage = lazy(() => pageCode(import('./audit/AuditPage')));
const RetentionPage = lazy(() => pageCode(import('./retention/RetentionPage')));

interface PlainPage {
  readonly path: string;
  readonly permission: Permission;
  readonly Page: ComponentType;
}
interface ThingPage {
  readonly path: `${string}/:id` | `${string}/:id/${string}`;
  readonly permission: Permission;
  readonly Page: ComponentType<{ readonly id: string }>;
}

const PLAIN: readonly PlainPage[] = [
  { path: '/warnings', permission: 'warning.read', Page: WarningsPage },
  { path: '/incidents', permission: 'incident.read', Page: IncidentsPage },
  { path: '/regimes', permission: 'regime.read', Page: RegimesPage },
  { path: '/regimes/switch', permission: 'regime.switch', Page: RegimeSwitchPage },
  { path: '/risk-areas', permission: 'risk_area.read', Page: RiskAreasPage },
  { path: '/evidence', permission: 'evidence.read', Page: EvidencePage },
  { path: '/cases', permission: 'case.read', Page: CasesPage },
  { path: '/traces', permission: 'trace.read', Page: TracesPage },
  { path: '/traces/new', permission: 'trace.request', Page: TraceRequestPage },
  { path: '/venues', permission: 'venue.read', Page: VenuesPage },
  { path: '/venue-applications', permission: 'venue.review', Page: ApplicationsPage },
  { path: '/venue-policies', permission: 'venue_policy.edit', Page: VenuePoliciesPage },
  { path: '/sticker-check', permission: 'venue.edit', Page: StickerCheckPage },
  { path: '/sticker-findings', permission: 'venue.edit', Page: StickerFindingsPage },
  { path: '/devices', permission: 'device.read', Page: DevicesPage },
  { path: '/api-clients', permission: 'client.manage', Page: ClientsPage },
  { path: '/api-clients/new', permission: 'client.manage', Page: ClientNewPage },
  { path: '/staff', permission: 'staff.read', Page: StaffPage },
  { path: '/roles', permission: 'staff.read', Page: RolesPage },
  { path: '/access-review', permission: 'staff.read', Page: AccessReviewPage },
  { path: '/rights-requests', permission: 'rights_request.read', Page: RightsRequestsPage },
  { path: '/legal-bases', permission: 'legal_basis.edit', Page: LegalBasesPage },
  { path: '/audit', permission: 'audit.read', Page: AuditPage },
  { path: '/retention', permission: 'retention.read', Page: RetentionPage },
];

/** After the plain ones: `/traces/new` is not the id of a trace. */
const THINGS: readonly ThingPage[] = [
  { path: '/incidents/:id', permission: 'incident.read', Page: IncidentPage },
  { path: '/evidence/:id', permission: 'evidence.read', Page: EvidenceItemPage },
  { path: '/traces/:id', permission: 'trace.read', Page: TracePage },
  { path: '/staff/:id', permission: 'staff.read', Page: StaffAccountPage },
  { path: '/venues/:id', permission: 'venue.read', Page: VenuePage },
  { path: '/venues/:id/poster', permission: 'venue.read', Page: PosterPage },
];

function guarded(permission: Permission, page: ReactNode) {
  return <RequirePermission permission={permission}>{page}</RequirePermission>;
}

/** Every page inside the shell, each loaded when it is first opened. */
export function Pages() {
  return (
    <Switch>
      <Route path="/">
        <HomePage />
      </Route>
      <Route path="/account">
        <AccountPage />
      </Route>
      {PLAIN.map(({ path, permission, Page }) => (
        <Route key={path} path={path}>
          {guarded(permission, <Page />)}
        </Route>
      ))}
      {THINGS.map(({ path, permission, Page }) => (
        <Route key={path} path={path}>
          {({ id }: { readonly id?: string }) => guarded(permission, <Page key={id ?? ''} id={id ?? ''} />)}
        </Route>
      ))}
      <Route>
        <NotFoundPage />
      </Route>
    </Switch>
  );
}
