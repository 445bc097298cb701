import type { DoorState } from '@tongxing/contract';
import { endpoints } from '@tongxing/contract';
import { type AttemptRule, countAttempt, forgetAttempts } from '../../platform/attempt-limits';
import { startOfDay } from '../../platform/days';
import { Refusal } from '../../platform/http/refusal';
import type { EventStream } from '../../platform/http/streams';
import { networkOf } from '../../platform/networks';
import type { Notifications } from '../../platform/notifications';
import type { Sessions } from '../../platform/sessions';
import { recordAudit } from '../audit/public';
import type { ModuleContext } from '../module';
import { announceVenue, consumePairing, pairingHash } from '../venues/public';
import { totalsOf } from './codes';
import type { Facts } from './facts';
import { countByVerdict, type DoorRow, listLastAnswers } from './reads';
import type { Passage } from './service';
import { notifyDoors, type VisitRow } from './store';
import type { VenueFact } from './venue-roster';

const LAST_ANSWERS = 10;
/** Wrong pairing codes from one address in ten minutes; and of all addresses, a thousandth of the codes there are. */
const WRONG_CODES_MS = 600_000;
const FROM_ADDRESS: AttemptRule = { name: 'pairing code', most: 20, periodMs: WRONG_CODES_MS };
const FROM_ALL: AttemptRule = { name: 'pairing code of all', most: 1_000, periodMs: WRONG_CODES_MS };
const ANYBODY = 'anybody';

/** What travels between nodes about an answer at a door: ids and codes. */
interface Announced extends Omit<DoorRow, 'recordedAt'> {
  readonly venueId: number;
  readonly recordedAt: string;
}

/** A late upload is on record, but nobody stands at the door for it. */
const NOW_MS = 120_000;
const isNow = (visit: VisitRow) => Math.abs(visit.recordedAt.getTime() - visit.at.getTime()) < NOW_MS;

export interface DoorsOptions {
  readonly passage: Passage;
  readonly facts: Facts;
  readonly sessions: Sessions;
  readonly notifications: Notifications;
}

/** Door screens: pairing, state, and the live feed of answers. */
export class Doors {
  private readonly streams = new Map<number, Set<EventStream>>();

  constructor(
    private readonly context: ModuleContext,
    private readonly options: DoorsOptions,
  ) {
    options.notifications.on('door_answers', (payload, isReconnected) => {
      if (!isReconnected) this.receive(JSON.parse(payload) as Announced);
    });
  }

  /** After a commit: tells all nodes of answers at venues that have a screen. */
  announce(visits: readonly VisitRow[]): void {
    const payloads = visits
      .filter((visit) => isNow(visit) && this.options.facts.venueById(visit.venueId)?.hasDoor === true)
      .map(({ venueId, eventId, recordedAt, verdict, advice }) =>
        JSON.stringify({ venueId, eventId, recordedAt: recordedAt.toISOString(), verdict, advice } satisfies Announced),
      );
    if (payloads.length === 0) return;
    notifyDoors(this.context.db, payloads).catch((error: unknown) => this.context.logger.warn({ err: error }, 'door screens not told'));
  }

  bind(): void {
    const { router, db, clock, factsChanged } = this.context;
    const { sessions } = this.options;

    router.bind(endpoints.pairDoor, async (call) => {
      const from = networkOf(call.address);
      // Counted before it is looked at, so that tries sent at once count as well. Whoever has to wait does not use up
      // the tries of all.
      const wait = (await countAttempt(this.context, FROM_ADDRESS, from)) || (await countAttempt(this.context, FROM_ALL, ANYBODY));
      if (wait > 0) throw new Refusal('TOO_MANY_REQUESTS', { retryAfterSeconds: wait });
      // One transaction: a code must not be used up by a pairing that did not come about.
      const { requestId } = call;
      const paired = await db.transaction().execute(async (tx) => {
        const venueId = await consumePairing(tx, pairingHash(call.body.pairingCode), clock.now());
        if (venueId === undefined) return undefined;
        const session = await sessions.start({ kind: 'door', subjectId: venueId }, clock.now(), tx);
        await announceVenue(tx, venueId);
        const actor = { kind: 'door', venueId } as const;
        await recordAudit(tx, { actor, action: 'door.pair', subject: `venue:${this.venue(venueId).publicId}`, requestId });
        return { venueId, ...session };
      });
      if (paired === undefined) {
        await recordAudit(db, { actor: 'nobody', action: 'door.refuse', subject: 'door:unknown', requestId });
        throw new Refusal('SIGN_IN_FAILED');
      }
      const { venueId, token, maxAgeSeconds } = paired;
      await forgetAttempts(this.context, FROM_ADDRESS, from);
      await factsChanged();
      call.startSession('door', token, maxAgeSeconds);
      return this.state(venueId);
    });

    router.bind(endpoints.unpairDoor, async (call) => {
      const { principal: actor, requestId, token } = call;
      if (token !== undefined) await sessions.end('door', token);
      await recordAudit(db, { actor, action: 'door.unpair', subject: `venue:${this.venue(actor.venueId).publicId}`, requestId });
      await announceVenue(db, actor.venueId);
      call.endSession('door');
      return undefined;
    });

    router.bind(endpoints.getDoor, ({ principal }) => this.state(principal.venueId));

    router.bind(endpoints.followDoor, async (call) => {
      this.follow(call.principal.venueId, call.stream);
      return undefined;
    });
  }

  private follow(venueId: number, open: (onClose: () => void) => EventStream): void {
    const known = this.streams.get(venueId) ?? new Set<EventStream>();
    this.streams.set(venueId, known);
    const stream = open(() => {
      known.delete(stream);
      if (known.size === 0) this.streams.delete(venueId);
    });
    known.add(stream);
  }

  private receive(announced: Announced): void {
    const streams = this.streams.get(announced.venueId);
    const venue = this.options.facts.venueById(announced.venueId);
    if (streams === undefined || venue === undefined) return;
    const answer = this.options.passage.doorAnswer({ ...announced, recordedAt: new Date(announced.recordedAt) }, venue);
    for (const stream of streams) stream.send('answer', answer);
  }

  private async state(venueId: number): Promise<DoorState> {
    const { db, clock, config } = this.context;
    const { passage } = this.options;
    const venue = this.venue(venueId);
    const now = clock.now();
    const [counts, last] = await Promise.all([
      countByVerdict(db, venueId, startOfDay(now, config.timeZone)),
      listLastAnswers(db, venueId, now, LAST_ANSWERS),
    ]);
    return {
      venue: venue.ref,
      sign: passage.sign(venue),
      totals: totalsOf(counts),
      last: last.map((row) => passage.doorAnswer(row, venue)),
      now: new Date(now).toISOString(),
    };
  }

  private venue(venueId: number): VenueFact {
    const venue = this.options.facts.venueById(venueId);
    if (venue === undefined) throw new Refusal('NOT_FOUND');
    return venue;
  }
}
