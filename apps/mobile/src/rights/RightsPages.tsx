import { Route, Switch } from 'wouter';
import { NotFoundPage } from '../shell/NotFoundPage';
import { ConsentPage } from './ConsentPage';
import { DeletionPage } from './DeletionPage';
import { NoticePage } from './NoticePage';
import { PhonePage } from './PhonePage';
import { RequestPage } from './RequestPage';
import { RightsPage } from './RightsPage';
import './rights.css';

/** `/m/rights/…`: everything somebody may know and do about their own data, loaded when it is first asked for. */
export default function RightsPages() {
  return (
    <Switch>
      <Route path="/m/rights">
        <RightsPage />
      </Route>
      <Route path="/m/rights/notice/:version?">{({ version }) => <NoticePage key={version} version={version} />}</Route>
      <Route path="/m/rights/consent">
        <ConsentPage />
      </Route>
      <Route path="/m/rights/phone">
        <PhonePage />
      </Route>
      <Route path="/m/rights/name">
        <RequestPage kind="name" />
      </Route>
      <Route path="/m/rights/document">
        <RequestPage kind="document" />
      </Route>
      <Route path="/m/rights/evidence/:id">{({ id }) => <RequestPage kind="evidence" evidence={id} />}</Route>
      <Route path="/m/rights/deletion">
        <DeletionPage />
      </Route>
      <Route>
        <NotFoundPage />
      </Route>
    </Switch>
  );
}
