import { timingSafeEqual } from 'node:crypto';
import { hashToken } from '../../platform/crypto/sealing';
import type { Database } from '../../platform/database/database';
import type { Device } from '../../platform/http/principals';
import { type DeviceFact, readDeviceFacts } from './store';

/**
 * Devices in use, held in memory as facts are (docs/adr/0006): to know a device costs a verification no query, and a
 * revocation reaches every node as a change of facts does.
 */
export class DeviceRoster {
  private byPublicId = new Map<string, DeviceFact>();
  private byId = new Map<number, DeviceFact>();

  constructor(private readonly db: Database) {}

  get size(): number {
    return this.byId.size;
  }

  async load(): Promise<void> {
    const devices = await readDeviceFacts(this.db);
    this.byPublicId = new Map(devices.map((device) => [device.publicId, device]));
    this.byId = new Map(devices.map((device) => [device.id, device]));
  }

  /** Reads devices again that were registered or revoked. */
  async reread(ids: readonly number[]): Promise<void> {
    const devices = await readDeviceFacts(this.db, ids);
    for (const id of ids) this.forget(id);
    for (const device of devices) {
      this.byPublicId.set(device.publicId, device);
      this.byId.set(device.id, device);
    }
  }

  /**
   * The device behind `<device id>.<secret>`, or undefined: unknown, revoked and wrong look the same. The hash of a
   * random secret of 256 bits needs no slow function.
   */
  resolve(credential: string): Device | undefined {
    const dot = credential.indexOf('.');
    const device = this.byPublicId.get(credential.slice(0, dot).toLowerCase());
    if (device === undefined || !timingSafeEqual(hashToken(credential.slice(dot + 1)), device.secretHash)) return undefined;
    return { kind: 'device', deviceId: device.id, venueId: device.venueId };
  }

  private forget(id: number): void {
    const device = this.byId.get(id);
    if (device === undefined) return;
    this.byPublicId.delete(device.publicId);
    this.byId.delete(id);
  }
}
