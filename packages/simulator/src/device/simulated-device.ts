import type { EntryAnswer } from '@tongxing/contract';
import { ApiError, type Client, createClient, type Input } from '@tongxing/contract/client';
import { DeviceKey } from './device-key';

/** As the server reads it: `Tongxing-Device <token>`. */
const SCHEME = 'Tongxing-Device';

export interface DeviceConnection {
  /** Origin without a trailing slash. */
  readonly baseUrl: string;
  /** By the device's clock, epoch ms. */
  readonly now: () => number;
}

/** A device at a door: makes its key, enrols, signs in, and signs in anew when its session has ended. */
export class SimulatedDevice {
  private key = new DeviceKey();
  private token = '';
  private readonly client: Client;

  private constructor(
    private readonly connection: DeviceConnection,
    readonly id: string,
    key: DeviceKey,
  ) {
    this.key = key;
    this.client = createClient({ baseUrl: connection.baseUrl, headers: () => this.headers });
  }

  /**
   * Claims a registered device with the code that staff were told, and signs in.
   * @throws ApiError `ENROLMENT_CODE_UNKNOWN` and others of the enrolment
   */
  static async enrol(connection: DeviceConnection, code: string): Promise<SimulatedDevice> {
    const key = new DeviceKey();
    const nobody = createClient({ baseUrl: connection.baseUrl });
    const { id } = await nobody('POST /api/v1/device/enrolments', { body: key.enrolment(code) });
    const device = new SimulatedDevice(connection, id, key);
    await device.signIn();
    return device;
  }

  /** What it shows with every request. */
  get headers(): { readonly authorization: string } {
    return { authorization: `${SCHEME} ${this.token}` };
  }

  async signIn(): Promise<void> {
    const proof = this.key.sessionProof(this.id, this.connection.now());
    this.token = (await this.client('POST /api/v1/device/sessions', { body: proof })).token;
  }

  /** The same device with the same key somewhere else: what a thief of the key would have. */
  async cloned(): Promise<SimulatedDevice> {
    const clone = new SimulatedDevice(this.connection, this.id, this.key);
    await clone.signIn();
    return clone;
  }

  /** Shows a document; a session that has ended is renewed once. */
  async verify(body: Input<'POST /api/v1/device/verifications'>['body']): Promise<EntryAnswer> {
    const show = () => this.client('POST /api/v1/device/verifications', { body });
    try {
      return await show();
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== 'NOT_SIGNED_IN') throw error;
      await this.signIn();
      return show();
    }
  }

  /** Puts a new key pair in the place of its own. */
  async changeKey(): Promise<void> {
    const next = new DeviceKey();
    await this.client('POST /api/v1/device/keys', { body: this.key.change(this.id, next) });
    this.key = next;
    await this.signIn();
  }
}
