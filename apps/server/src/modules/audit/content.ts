import { createHash } from 'node:crypto';

/** An event as it is sealed: its fields in one order for ever, all of them texts, none rounded. */
export type Content = readonly [
  id: string,
  /** Microseconds since 1970. */
  at: string,
  transaction: string,
  actorId: string | null,
  actor: string,
  role: string,
  area: string | null,
  action: string,
  subject: string,
  /** In hex. */
  person: string | null,
  matter: string | null,
  reason: string | null,
  /** JSON as it was written. */
  before: string | null,
  after: string | null,
  requestId: string,
];

export const CONTENT_FIELDS = 15;

/** SHA-256 of the content as a JSON list: anybody can compute it again, in any language. Hex. */
export function contentHash(content: Content): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
}
