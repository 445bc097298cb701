import type { ModuleContext } from '../module';
import type { Divisions } from '../regions/public';
import { bindPolicyPackRoutes } from './policy-routes';
import { bindApplicantRoutes } from './resident-routes';
import { bindReviewRoutes } from './review-routes';

export function bindApplicationRoutes(context: ModuleContext, divisions: Divisions): void {
  bindApplicantRoutes(context, divisions);
  bindReviewRoutes(context, divisions);
  bindPolicyPackRoutes(context, divisions);
}
