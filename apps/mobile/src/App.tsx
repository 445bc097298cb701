import { DemoBanner } from '@tongxing/ui';
import { lazy, Suspense } from 'react';
import { Route, Switch } from 'wouter';
import { HomePage } from './home/HomePage';
import { VenuePage } from './passage/VenuePage';
import { SignInPage } from './session/SignInPage';
import { LoadGuard } from './shell/LoadGuard';
import { Loading } from './shell/Loading';
import { NotFoundPage } from './shell/NotFoundPage';

// Nobody needs these at a door.
const TripsPage = lazy(() => import('./trips/TripsPage'));
const VisitsPage = lazy(() => import('./visits/VisitsPage'));
const UsesPage = lazy(() => import('./uses/UsesPage'));
const OpennessPage = lazy(() => import('./uses/OpennessPage'));
const RightsPages = lazy(() => import('./rights/RightsPages'));
const ApplicationsPages = lazy(() => import('./applications/ApplicationsPages'));
const MemberPages = lazy(() => import('./members/MemberPages'));
const DemoPage = lazy(() => import('./demo/DemoPage'));

/** Addresses of the resident pages. `/v/…` is what posters hold and stays for ever. */
export function App() {
  return (
    <div className="app">
      <DemoBanner />
      <LoadGuard>
        <Suspense fallback={<Loading />}>
          <Switch>
            <Route path="/v/:code">{({ code }) => <VenuePage code={code} />}</Route>
            <Route path="/m/">
              <HomePage />
            </Route>
            <Route path="/m/sign-in">
              <SignInPage />
            </Route>
            <Route path="/m/trips">
              <TripsPage />
            </Route>
            <Route path="/m/visits">
              <VisitsPage />
            </Route>
            <Route path="/m/uses">
              <UsesPage />
            </Route>
            <Route path="/m/openness">
              <OpennessPage />
            </Route>
            <Route path="/m/rights/*?">
              <RightsPages />
            </Route>
            <Route path="/m/applications/*?">
              <ApplicationsPages />
            </Route>
            <Route path="/m/venues/*?">
              <MemberPages />
            </Route>
            <Route path="/m/demo">
              <DemoPage />
            </Route>
            <Route>
              <NotFoundPage />
            </Route>
          </Switch>
        </Suspense>
      </LoadGuard>
    </div>
  );
}
