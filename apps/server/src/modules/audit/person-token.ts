import type { Vault } from '../../platform/crypto/sealing';

/** By how many bytes a person is told apart: enough for any city, too few to be anything else. */
const TOKEN_BYTES = 16;

/**
 * What the audit log calls a person: a keyed hash of the internal id. With the key their events are found again; with
 * the log alone nobody is.
 */
export function personToken(vault: Vault, personId: number): Buffer {
  return vault.index('document', `audit:${personId}`).subarray(0, TOKEN_BYTES);
}
