import type { EntryAnswer } from '@tongxing/contract';
import { ApiError } from '@tongxing/contract/client';
import { afterFailure, stillWaiting } from '../passage/scan-step';
import type { EntryStore } from './entry-store';
import { type Entry, type KeptEntry, openEntry, sealEntry } from './kept-entry';

/** Sends an entry with the event id, and so the time, that it was keyed with. */
export type SendEntry = (entry: Entry) => Promise<EntryAnswer>;

/** Whose entries, and where. */
export interface Post {
  /** Id of the venue. */
  readonly venue: string;
  /** Id of the membership. */
  readonly member: string;
}

export type Sent =
  | { readonly kind: 'answered'; readonly answer: EntryAnswer }
  /** Goes out again by itself. */
  | { readonly kind: 'waiting' }
  /** Not as it is. */
  | { readonly kind: 'faulty'; readonly error: unknown };

/** Signed out or unbound meanwhile: it is somebody's who may come back, and nobody else's. */
const OF_THE_CALLER = ['NOT_SIGNED_IN', 'REGISTRATION_REQUIRED', 'NOT_FOUND', 'FORBIDDEN'];

/** Entries of an inspector at a venue, until each is answered: nothing is lost, nothing counts twice. */
export class EntryLine {
  constructor(
    private readonly store: EntryStore,
    private readonly post: Post,
    private readonly send: SendEntry,
  ) {}

  get isLasting(): boolean {
    return this.store.isLasting;
  }

  /** Those that have no answer yet, oldest first. */
  async waiting(): Promise<readonly KeptEntry[]> {
    const { venue, member } = this.post;
    const own = (await this.store.all()).filter(({ code, signIn }) => code === venue && signIn === member);
    return own.toSorted((a, b) => a.capturedAt - b.capturedAt);
  }

  /** What was keyed, to be mended. */
  open(kept: KeptEntry): Promise<Entry> {
    return openEntry(this.store.key, kept);
  }

  drop(eventId: string): Promise<void> {
    return this.store.drop(eventId);
  }

  /** Keeps an entry before anything else, then sends it. @param now epoch ms */
  async enter(entry: Entry, now: number): Promise<Sent> {
    const { venue: code, member: signIn } = this.post;
    const before = (await this.waiting()).find(({ eventId }) => eventId === entry.eventId);
    const sealed = await sealEntry(this.store.key, entry);
    const kept: KeptEntry = { eventId: entry.eventId, code, signIn, capturedAt: before?.capturedAt ?? now, ...sealed };
    await this.store.put(kept);
    return this.sendOne(kept, entry, now);
  }

  /**
   * Sends what waits, one after the other; stops where the network is away or the server busy, for the next as well.
   * @param onAnswer told of each that is settled
   */
  async sendWaiting(now: number, onAnswer: (sent: Sent) => void): Promise<void> {
    for (const kept of await this.waiting()) {
      if (kept.problem !== undefined) continue;
      if (stillWaiting(kept, now) !== undefined) return;
      const sent = await this.sendOne(kept, await this.open(kept), now);
      if (sent.kind === 'waiting') return;
      onAnswer(sent);
    }
  }

  private async sendOne(kept: KeptEntry, entry: Entry, now: number): Promise<Sent> {
    try {
      const answer = await this.send(entry);
      await this.store.drop(entry.eventId);
      return { kind: 'answered', answer };
    } catch (error) {
      if (error instanceof ApiError && OF_THE_CALLER.includes(error.code)) return { kind: 'waiting' };
      const { kept: again } = afterFailure(error, kept, now, Math.random());
      const problem = error instanceof ApiError ? error.code : 'INTERNAL';
      await this.store.put(again === undefined ? { ...kept, problem } : { ...kept, ...again });
      return again === undefined ? { kind: 'faulty', error } : { kind: 'waiting' };
    }
  }
}
