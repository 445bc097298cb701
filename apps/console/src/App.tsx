import { lazy, Suspense } from 'react';
import { Route, Switch, useLocation } from 'wouter';
import { RequirePermission } from './parts/Denied';
import { AccountGate } from './session/AccountGate';
import { LoadGuard } from './shell/LoadGuard';
import { pageCode } from './shell/page-code';
import { Shell } from './shell/Shell';
import { Wait } from './shell/Wait';

const SignInPage = lazy(() => pageCode(import('./pages/sign-in/SignInPage')));
const InvitationPage = lazy(() => pageCode(import('./pages/invitation/InvitationPage')));
const ScreenPage = lazy(() => pageCode(import('./pages/screen/ScreenPage')));

/** Sign-in and the large screen stand alone; everything else stands in the shell. */
export function App() {
  const [place] = useLocation();
  return (
    <LoadGuard place={place}>
      <Suspense fallback={<Wait />}>
        <Switch>
          <Route path="/sign-in">
            <SignInPage />
          </Route>
          <Route path="/invitation">
            <InvitationPage />
          </Route>
          <Route path="/screen">
            <AccountGate>
              <RequirePermission permission="statistics.read">
                <ScreenPage />
              </RequirePermission>
            </AccountGate>
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
