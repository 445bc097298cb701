import type { Clock } from '../platform/clock';
import type { Config } from '../platform/config';
import type { Vault } from '../platform/crypto/sealing';
import type { Database } from '../platform/database/database';
import type { Router } from '../platform/http/router';
import type { Logger } from '../platform/logs';
import type { Metrics } from '../platform/metrics';

/** Lists a console follows. */
export type ChangeKind = 'warnings' | 'incidents' | 'traces' | 'regimes' | 'messages' | 'evidence' | 'rights_requests';

/** What every module is given. Anything more it asks for in its own options. */
export interface ModuleContext {
  readonly config: Config;
  readonly clock: Clock;
  readonly db: Database;
  readonly vault: Vault;
  readonly logger: Logger;
  readonly router: Router;
  readonly metrics: Metrics;
  /**
   * Called after the commit of a change to facts: resolves when this node decides by them. Other nodes follow by
   * notification.
   */
  readonly factsChanged: () => Promise<void>;
  /** Tells open consoles that a list changed. */
  readonly announce: (kind: ChangeKind) => void;
}
