import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { deviceStatement } from '@tongxing/contract';

const NONCE_BYTES = 16;

/** A key pair as a device makes it for itself (Ed25519). The private half cannot be read out of it. */
export class DeviceKey {
  /** Raw, base64url. */
  readonly publicKey: string;
  readonly #privateKey: KeyObject;

  constructor() {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    this.publicKey = publicKey.export({ format: 'jwk' }).x ?? '';
    this.#privateKey = privateKey;
  }

  /** What it sends to enrol. @param code as it was told, with or without dashes */
  enrolment(code: string) {
    const canonical = code.replaceAll('-', '').toUpperCase();
    return { code, publicKey: this.publicKey, signature: this.sign(deviceStatement.enrolment(canonical, this.publicKey)) };
  }

  /** What it sends to sign in. @param now by its clock, epoch ms */
  sessionProof(device: string, now: number) {
    const at = new Date(now).toISOString();
    const nonce = randomBytes(NONCE_BYTES).toString('base64url');
    return { device, at, nonce, signature: this.sign(deviceStatement.session(device, at, nonce)) };
  }

  /** What it sends to change over to another key; without it, to have one instead of a secret. */
  change(device: string, next: DeviceKey) {
    const statement = deviceStatement.key(device, next.publicKey);
    return { publicKey: next.publicKey, signature: next.sign(statement), oldSignature: this.sign(statement) };
  }

  sign(statement: string): string {
    return sign(null, Buffer.from(statement), this.#privateKey).toString('base64url');
  }
}
