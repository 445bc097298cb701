import { ApiError, createClient, type Input, type Output, type Route, UNATTENDED_HEADER } from '@tongxing/contract/client';
import { i18n } from '../i18n';
import { isAttended } from './presence';
import { withProof } from './proof';
import { Gate } from './put-off';

type Send = <R extends Route>(route: R, input?: Input<R>) => Promise<Output<R>>;

/** The client with its input as one plain argument, which a generic hook can pass on. */
const call = createClient({
  language: () => i18n.language,
  headers: () => (isAttended() ? {} : { [UNATTENDED_HEADER]: '1' }),
}) as Send;
const gate = new Gate({ now: Date.now, dice: Math.random });

/** Whether the person at the desk has to prove who they are first. */
export const isProofMissing = (error: unknown) => isRefusal(error, 'PROOF_REQUIRED');

/** Asks the API. Reads pass the gate that keeps a busy server from being asked again too soon; commands always go. */
export const send: Send = (route, input) =>
  route.startsWith('GET ') ? gate.pass(route, () => call(route, input)) : withProof(isProofMissing, () => call(route, input));

/** The error when the API refused with this code, whatever else may have been thrown. */
export function isRefusal(error: unknown, code: ApiError['code']): boolean {
  return error instanceof ApiError && error.code === code;
}

/**
 * A version 4 UUID. Not `crypto.randomUUID`: that exists on https and localhost only, and a demonstration is often
 * opened over plain http in a local network.
 */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
