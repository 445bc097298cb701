import { timingSafeEqual } from 'node:crypto';
import { type AttemptRule, countAttempt } from '../../platform/attempt-limits';
import type { Clock } from '../../platform/clock';
import { hashToken, type Vault } from '../../platform/crypto/sealing';
import type { Database } from '../../platform/database/database';
import { dayOf } from '../../platform/days';
import type { Client } from '../../platform/http/principals';
import { Refusal } from '../../platform/http/refusal';
import { isWithin } from '../../platform/networks';
import { countUse, findClientKey } from './store';

const MINUTE_MS = 60_000;
const PUBLIC_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export interface ClientGateOptions {
  readonly db: Database;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly timeZone: string;
}

/** A call of another system. */
export interface ClientCall {
  readonly address: string;
  /** As it is declared, with its method. */
  readonly route: string;
  /** Why the declaration refuses it; undefined when it does not. */
  readonly refusal: Refusal | undefined;
}

/**
 * The way in for other systems. Each call costs some queries, which their pace can bear, so that what an officer revokes
 * ends with the next call at every node.
 */
export class ClientGate {
  constructor(private readonly options: ClientGateOptions) {}

  /** The system behind `<id>.<secret>`, or undefined: unknown, revoked, past its end and wrong look the same. */
  async resolve(credential: string): Promise<Client | undefined> {
    const dot = credential.indexOf('.');
    const publicId = credential.slice(0, dot).toLowerCase();
    if (!PUBLIC_ID.test(publicId)) return undefined;
    const key = await findClientKey(this.options.db, publicId, new Date(this.options.clock.now()));
    if (key === undefined) return undefined;
    const shown = hashToken(credential.slice(dot + 1));
    const isRight = timingSafeEqual(shown, key.secretHash) || (key.earlierHash !== null && timingSafeEqual(shown, key.earlierHash));
    if (!isRight) return undefined;
    const { id, areaCode, permissions, networks, requestsPerMinute } = key;
    const area = { areaCode, venueId: null, functional: null, industry: null };
    return { kind: 'client', clientId: id, name: key.publicId, permissions: new Set(permissions), networks, requestsPerMinute, ...area };
  }

  /** Counts a call, whatever becomes of it. @returns why it is refused; undefined when it is let in. */
  async enter(client: Client, { address, route, refusal }: ClientCall): Promise<Refusal | undefined> {
    const { db, clock, timeZone } = this.options;
    const found = refusal ?? (await this.refusalOf(client, address));
    const at = new Date(clock.now());
    await countUse(db, client.clientId, { route, day: dayOf(at.getTime(), timeZone), at, isAnswered: found === undefined });
    return found;
  }

  private async refusalOf(client: Client, address: string): Promise<Refusal | undefined> {
    if (client.networks.length > 0 && !isWithin(address, client.networks)) return new Refusal('NETWORK_NOT_ALLOWED');
    const rule: AttemptRule = { name: 'client request', most: client.requestsPerMinute, periodMs: MINUTE_MS };
    const wait = await countAttempt(this.options, rule, client.name);
    return wait > 0 ? new Refusal('TOO_MANY_REQUESTS', { retryAfterSeconds: wait }) : undefined;
  }
}
