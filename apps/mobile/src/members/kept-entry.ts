import type { Direction, DocumentType, Temperature } from '@tongxing/rules';
import type { PendingScan } from '../passage/pending-scan';

/** Somebody at a door, as an inspector keyed them. */
export interface Entry {
  /** UUIDv7 made when it was keyed; its time is the time of the visit. */
  readonly eventId: string;
  /** Id of the gate or venue inside; undefined for the venue itself. */
  readonly point: string | undefined;
  readonly documentType: DocumentType;
  readonly documentNumber: string;
  readonly name: string | undefined;
  readonly temperatureC: Temperature | undefined;
  readonly direction: Direction;
}

/**
 * An entry that was sent, or is about to be, and has no answer yet. As a pending scan, of which `code` is here the id of the
 * venue and `signIn` that of the membership it was keyed under: nobody else's session ever sends it. Who it is about is
 * sealed.
 */
export interface KeptEntry extends PendingScan {
  readonly iv: Uint8Array<ArrayBuffer>;
  readonly sealed: ArrayBuffer;
  /** Why it cannot go out as it is. */
  readonly problem?: string;
}

const IV_BYTES = 12;

/** A key that seals and opens, and that no page can read out. */
export function makeEntryKey(): Promise<CryptoKey> {
  return crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
}

export async function sealEntry(key: CryptoKey, entry: Entry): Promise<Pick<KeptEntry, 'iv' | 'sealed'>> {
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, new TextEncoder().encode(JSON.stringify(entry)));
  return { iv, sealed };
}

export async function openEntry(key: CryptoKey, { iv, sealed }: Pick<KeptEntry, 'iv' | 'sealed'>): Promise<Entry> {
  const opened = await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, key, sealed);
  return JSON.parse(new TextDecoder().decode(opened)) as Entry;
}
