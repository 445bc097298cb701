import { lazy, Suspense } from 'react';
import { Route, Switch, useLocation } from 'wouter';
import { AccountGate } from './session/AccountGate';
import { LoadGuard } from './shell/LoadGuard';
import { pageCode } from './shell/page-code';
import { Shell } from './shell/Shell';
import { Wait } from './shell/Wait';

const SignInPage = lazy(() => pageCode(import('./pages/sign-in/SignInPage')));
const PosterPage = lazy(() => pageCode(import('./pages/venues/PosterPage')));

/** Sign-in and the printed poster stand alone; everything else stands in the shell. */
export function App() {
  const [place] = useLocation();
  return (
    <LoadGuard place={place}>
      <Suspense fallback={<Wait />}>
        <Switch>
          <Route path="/sign-in">
            <SignInPage />
          </Route>
          <Route path="/venues/:id/poster">
            {({ id }) => (
              <AccountGate>
                <PosterPage id={id} />
              </AccountGate>
            )}
          </Route>
          <Route>
            <AccountGate>
              <Shell />
            </AccountGate>
          </Route>
        </Switch>
      </Suspense>
    </LoadGuard>
  );
}
