import type { ModuleContext } from '../module';
import type { Divisions } from '../regions/public';
import { bindLegalRoutes } from './legal-routes';
import { bindOfficerRoutes } from './officer-routes';
import { bindOwnRoutes, type RightsOptions } from './resident-routes';

/** The rights of the person (docs/adr/0021): what they are told, what they may do, and who answers. */
export function bindRightsRoutes(context: ModuleContext, divisions: Divisions, options: RightsOptions): void {
  bindLegalRoutes(context);
  bindOwnRoutes(context, options);
  bindOfficerRoutes(context, divisions);
}
