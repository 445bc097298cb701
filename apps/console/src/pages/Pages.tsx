import type { Permission } from '@tongxing/contract';
import { type ComponentType, lazy, type ReactNode } from 'react';
import { Route, Switch } from 'wouter';
import { NotFoundPage, RequirePermission } from '../parts/Denied';
import { pageCode } from '../shell/page-code';

const HomePage = lazy(() => pageCode(import('./home/HomePage')));
const WarningsPage = lazy(() => pageCode(import('./warnings/WarningsPage')));
const IncidentsPage = lazy(() => pageCode(import('./incidents/IncidentsPage')));
const IncidentPage = lazy(() => pageCode(import('./incidents/IncidentPage')));
const RegimesPage = lazy(() => pageCode(import('./regimes/RegimesPage')));
const RegimeSwitchPage = lazy(() => pageCode(import('./regimes/RegimeSwitchPage')));
const RiskAreasPage = lazy(() => pageCode(import('./risk-areas/RiskAreasPage')));
const EvidencePage = lazy(() => pageCode(import('./evidence/EvidencePage')));
const CasesPage = lazy(() => pageCode(import('./cases/CasesPage')));
const TracesPage = lazy(() => pageCode(import('./traces/TracesPage')));
const TraceRequestPage = lazy(() => pageCode(import('./traces/TraceRequestPage')));
const TracePage = lazy(() => pageCode(import('./traces/TracePage')));
const VenuesPage = lazy(() => pageCode(import('./venues/VenuesPage')));
const VenuePage = lazy(() => pageCode(import('./venues/VenuePage')));
const AuditPage = lazy(() => pageCode(import('./audit/AuditPage')));

interface PlainPage {
  readonly path: string;
  readonly permission: Permission;
  readonly Page: ComponentType;
}
interface ThingPage {
  readonly path: `${string}/:id`;
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
  { path: '/audit', permission: 'audit.read', Page: AuditPage },
];

/** After the plain ones: `/traces/new` is not the id of a trace. */
const THINGS: readonly ThingPage[] = [
  { path: '/incidents/:id', permission: 'incident.read', Page: IncidentPage },
  { path: '/traces/:id', permission: 'trace.read', Page: TracePage },
  { path: '/venues/:id', permission: 'venue.read', Page: VenuePage },
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
