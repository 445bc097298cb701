import { endpoints } from '@tongxing/contract';
import type { Database } from '../../platform/database/database';
import type { EventStream } from '../../platform/http/streams';
import type { Notifications } from '../../platform/notifications';
import type { ChangeKind, ModuleContext } from '../module';
import { CHANGES_CHANNEL, notifyChange } from './reads';

/** A morning peak changes lists many times a second; a console reads them again at most this often. */
const GATHER_MS = 300;
/** Telling costs every commit that tells: what changes within a moment is told once. */
const ANNOUNCE_MS = 50;

/** Tells open consoles which lists changed. Hints only: what changed is read by the page, with its own rights. */
export class ChangeFeed {
  private readonly streams = new Set<EventStream>();
  private readonly gathered = new Set<string>();
  private timer: NodeJS.Timeout | undefined;
  private readonly announced = new Set<ChangeKind>();
  private announcing: NodeJS.Timeout | undefined;

  constructor(
    notifications: Notifications,
    private readonly db: Database,
  ) {
    notifications.on(CHANGES_CHANNEL, (kind, isReconnected) =>
      this.gather(isReconnected ? ['warnings', 'incidents', 'traces', 'regimes', 'messages', 'evidence', 'rights_requests'] : [kind]),
    );
  }

  announce(kind: ChangeKind): void {
    this.announced.add(kind);
    this.announcing ??= setTimeout(() => {
      // A lost hint costs a page its freshness for one poll, never a fact.
      for (const one of this.announced) notifyChange(this.db, one).catch(() => undefined);
      this.announced.clear();
      this.announcing = undefined;
    }, ANNOUNCE_MS);
  }

  bind({ router }: ModuleContext): void {
    router.bind(endpoints.followChanges, async ({ stream: open }) => {
      const stream = open(() => this.streams.delete(stream));
      this.streams.add(stream);
      return undefined;
    });
  }

  stop(): void {
    clearTimeout(this.timer);
    clearTimeout(this.announcing);
  }

  private gather(kinds: readonly string[]): void {
    for (const kind of kinds) this.gathered.add(kind);
    this.timer ??= setTimeout(() => {
      for (const kind of this.gathered) for (const stream of this.streams) stream.send('changed', { kind });
      this.gathered.clear();
      this.timer = undefined;
    }, GATHER_MS);
  }
}
