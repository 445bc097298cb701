import { lazy, Suspense } from 'react';
import { Route, Switch } from 'wouter';
import { AccountGate } from './session/AccountGate';
import { Shell } from './shell/Shell';
import { Wait } from './shell/Wait';

const SignInPage = lazy(() => import('./pages/sign-in/SignInPage'));
const PosterPage = lazy(() => import('./pages/venues/PosterPage'));

/** Sign-in and the printed poster stand alone; everything else stands in the shell. */
export function App() {
  return (
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
  );
}
