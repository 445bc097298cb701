import { Redirect, Route, Switch } from 'wouter';
import { useSession } from '../session/session';
import { NotFoundPage } from '../shell/NotFoundPage';
import { InspectPage } from './InspectPage';
import { JoinPage } from './JoinPage';
import { PeoplePage } from './PeoplePage';
import { PointsPage } from './PointsPage';
import { TotalsPage } from './TotalsPage';
import { VenueHomePage } from './VenueHomePage';
import { VenuesPage } from './VenuesPage';
import './members.css';

/** `/m/venues/…`: what somebody is at venues, loaded when it is first asked for. */
export default function MemberPages() {
  const { state } = useSession();
  if (state.kind === 'signed_out' || (state.kind === 'signed_in' && !state.me.registered)) return <Redirect to="/m/sign-in" replace />;
  return (
    <Switch>
      <Route path="/m/venues">
        <VenuesPage />
      </Route>
      <Route path="/m/venues/join">
        <JoinPage />
      </Route>
      <Route path="/m/venues/:id">{({ id }) => <VenueHomePage key={id} id={id} />}</Route>
      <Route path="/m/venues/:id/people">{({ id }) => <PeoplePage id={id} />}</Route>
      <Route path="/m/venues/:id/points">{({ id }) => <PointsPage id={id} />}</Route>
      <Route path="/m/venues/:id/totals">{({ id }) => <TotalsPage id={id} />}</Route>
      <Route path="/m/venues/:id/inspect">{({ id }) => <InspectPage id={id} />}</Route>
      <Route>
        <NotFoundPage />
      </Route>
    </Switch>
  );
}
