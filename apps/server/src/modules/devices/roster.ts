import { timingSafeEqual } from 'node:crypto';
import type { Clock } from '../../platform/clock';
import type { DeviceTokens } from '../../platform/crypto/device-tokens';
import { hashToken } from '../../platform/crypto/sealing';
import type { Database } from '../../platform/database/database';
import type { Device } from '../../platform/http/principals';
import { WorkLoop } from '../../platform/jobs';
import type { Logger } from '../../platform/logs';
import {
  type DeviceFact,
  findSessionFact,
  markCloned,
  markUsed,
  readDeviceFacts,
  readSessionFacts,
  type SessionFact,
} from './roster-store';

/** What was under way with the token before may still arrive; later than this, somebody else has it. */
const CHANGE_OVER_MS = 60_000;

/** First uses are written together; a clone that is noticed a second later is noticed. */
const FIRST_USES_MS = 1_000;

/** A session as it is held: what a request is compared with are two numbers. */
interface Held {
  readonly device: Device;
  readonly tokenHash: Buffer;
  readonly expiresAt: number;
  /** From then on its use shows that the key has two holders, epoch ms. */
  clonedFrom: number;
  isUsed: boolean;
}

export interface RosterOptions {
  readonly db: Database;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly tokens: DeviceTokens;
}

/**
 * Devices in use and their sessions, held in memory as facts are (docs/adr/0006): to know a device costs a verification
 * no query, and a revocation reaches every node as a change of facts does. A token this node has not read of yet is
 * looked up.
 */
export class DeviceRoster {
  private byId = new Map<number, DeviceFact>();
  private bySecret = new Map<string, DeviceFact>();
  private byToken = new Map<string, Held>();
  private tokensOf = new Map<number, string[]>();

  /** Sessions that were used for the first time, not yet written. */
  private firstUses: Held[] = [];
  readonly loop: WorkLoop;

  constructor(private readonly options: RosterOptions) {
    const { logger } = options;
    this.loop = new WorkLoop({ name: 'device sessions', everyMs: FIRST_USES_MS, logger, run: () => this.writeFirstUses() });
  }

  get size(): number {
    return this.byId.size;
  }

  async load(): Promise<void> {
    const { db, clock } = this.options;
    const [devices, sessions] = await Promise.all([readDeviceFacts(db), readSessionFacts(db, new Date(clock.now()))]);
    for (const held of [this.byId, this.bySecret, this.byToken, this.tokensOf]) held.clear();
    this.hold(devices, sessions);
  }

  /** Reads devices again that were registered, enrolled, signed in or revoked. */
  async reread(ids: readonly number[]): Promise<void> {
    const { db, clock } = this.options;
    const [devices, sessions] = await Promise.all([readDeviceFacts(db, ids), readSessionFacts(db, new Date(clock.now()), ids)]);
    for (const id of ids) this.forget(id);
    this.hold(devices, sessions);
  }

  /**
   * The device behind the token of a session, or behind `<device id>.<secret>` of one from before key pairs. Undefined:
   * unknown, ended, revoked and wrong look the same. The hash of a random token needs no slow function.
   */
  resolve(credential: string): Device | undefined | Promise<Device | undefined> {
    const dot = credential.indexOf('.');
    if (dot >= 0) return this.deviceOfSecret(credential.slice(0, dot), credential.slice(dot + 1));
    const tokenHash = hashToken(credential);
    const held = this.byToken.get(keyOf(tokenHash));
    if (held !== undefined) return this.deviceOf(held);
    return this.options.tokens.isOurs(credential) ? this.lookUp(tokenHash) : undefined;
  }

  private deviceOfSecret(publicId: string, secret: string): Device | undefined {
    const device = this.bySecret.get(publicId.toLowerCase());
    if (device === undefined || device.secretHash === null) return undefined;
    if (!timingSafeEqual(hashToken(secret), device.secretHash)) return undefined;
    return { kind: 'device', deviceId: device.id, venueId: device.venueId, bySecret: true };
  }

  private deviceOf(held: Held): Device | undefined {
    const now = this.options.clock.now();
    if (held.expiresAt <= now) return undefined;
    if (!held.isUsed) this.noteFirstUse(held);
    if (held.clonedFrom <= now) this.noteClone(held, now);
    return held.device;
  }

  /**
   * For this request only: what is held follows the changes alone, so that a revocation that is just being read is never
   * overtaken by an older answer.
   */
  private async lookUp(tokenHash: Buffer): Promise<Device | undefined> {
    const fact = await findSessionFact(this.options.db, tokenHash, new Date(this.options.clock.now()));
    return fact === undefined ? undefined : this.deviceOf(heldFrom(fact));
  }

  private noteFirstUse(held: Held): void {
    held.isUsed = true;
    this.firstUses.push(held);
  }

  private async writeFirstUses(): Promise<boolean> {
    const uses = this.firstUses;
    if (uses.length === 0) return false;
    this.firstUses = [];
    try {
      const hashes = uses.map(({ tokenHash }) => tokenHash);
      await markUsed(this.options.db, hashes, new Date(this.options.clock.now()));
    } catch (error) {
      for (const held of uses) held.isUsed = false;
      throw error;
    }
    return false;
  }

  private noteClone(held: Held, now: number): void {
    held.clonedFrom = Number.POSITIVE_INFINITY;
    markCloned(this.options.db, held.device, new Date(now)).catch((error: unknown) =>
      this.options.logger.warn({ err: error }, 'a cloned device was not recorded'),
    );
  }

  private hold(devices: readonly DeviceFact[], sessions: readonly SessionFact[]): void {
    for (const device of devices) {
      this.byId.set(device.id, device);
      if (device.secretHash !== null) this.bySecret.set(device.publicId, device);
    }
    for (const session of sessions) {
      const key = keyOf(session.tokenHash);
      this.byToken.set(key, heldFrom(session));
      const keys = this.tokensOf.get(session.deviceId);
      if (keys === undefined) this.tokensOf.set(session.deviceId, [key]);
      else keys.push(key);
    }
  }

  private forget(id: number): void {
    for (const key of this.tokensOf.get(id) ?? []) this.byToken.delete(key);
    this.tokensOf.delete(id);
    const device = this.byId.get(id);
    if (device === undefined) return;
    this.byId.delete(id);
    this.bySecret.delete(device.publicId);
  }
}

function heldFrom({ deviceId, venueId, tokenHash, expiresAt, firstUsedAt, newerUsedAt }: SessionFact): Held {
  const clonedFrom = newerUsedAt === null ? Number.POSITIVE_INFINITY : newerUsedAt.getTime() + CHANGE_OVER_MS;
  const device: Device = { kind: 'device', deviceId, venueId };
  return { device, tokenHash, expiresAt: expiresAt.getTime(), clonedFrom, isUsed: firstUsedAt !== null };
}

const keyOf = (tokenHash: Buffer) => tokenHash.toString('latin1');
