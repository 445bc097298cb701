import { setTimeout as wait } from 'node:timers/promises';
import { ApiError, type Client } from '@tongxing/contract/client';
import { NOTICE_VERSION, needsGuardian } from '@tongxing/rules';
import { type City, type ResidentRecord, residentAt } from '../city';
import { type BoundedOptions, forEachBounded } from './bounded';
import type { Connection } from './connection';
import { Tally } from './measures';
import { type Patience, persist } from './persistence';

/** Who is signed in after the morning. */
export interface SignedIn {
  /** Clients by resident index. */
  readonly clients: ReadonlyMap<number, Client>;
  readonly registered: number;
  readonly refused: Record<string, number>;
}

const SIX_DIGITS = /(?<!\d)\d{6}(?!\d)/;
const FIRST_POLL_MS = 40;
const LONGEST_POLL_MS = 1_000;
const CODE_DEADLINE_MS = 60_000;

async function messagesOf(client: Client, phone: string, patience: Patience) {
  const { items } = await persist(() => client('GET /api/v1/demo/messages', { query: { phone } }), patience);
  return items;
}

/** The code of the newest message that was not there before. */
async function awaitCode(client: Client, phone: string, before: ReadonlySet<string>, patience: Patience): Promise<string> {
  const deadline = performance.now() + CODE_DEADLINE_MS;
  for (let pause = FIRST_POLL_MS; performance.now() < deadline; pause = Math.min(pause * 1.5, LONGEST_POLL_MS)) {
    const messages = await messagesOf(client, phone, patience);
    const codes = messages.filter(({ id }) => !before.has(id)).map(({ text }) => SIX_DIGITS.exec(text)?.[0]);
    const code = codes.find((found) => found !== undefined);
    if (code !== undefined) return code;
    await wait(pause, undefined, patience.signal === undefined ? {} : { signal: patience.signal });
  }
  throw new ApiError('NETWORK', 0, 'the sign-in code did not arrive');
}

/** What a resident registers with; children have a parent who agrees. */
function registrationOf({ name, documentType, documentNumber }: ResidentRecord) {
  const isChild = needsGuardian(documentType, documentNumber, new Date().toISOString().slice(0, 10));
  const guardian = isChild ? { guardian: { name, relation: 'parent' as const } } : {};
  return { name, documentType, documentNumber, notice: NOTICE_VERSION, sensitive: true, ...guardian };
}

/** As a person does it: ask for a code, read it, type it, register when it is the first time. True when registered now. */
async function signIn(client: Client, resident: ResidentRecord, patience: Patience): Promise<boolean> {
  const { phone } = resident;
  const before = new Set((await messagesOf(client, phone, patience)).map(({ id }) => id));
  await persist(() => client('POST /api/v1/sign-in/codes', { body: { phone } }), patience);
  const code = await awaitCode(client, phone, before, patience);
  const { registered } = await persist(() => client('POST /api/v1/sign-in/sessions', { body: { phone, code } }), patience);
  if (registered) return false;
  await persist(() => client('POST /api/v1/me/registration', { body: registrationOf(resident) }), patience);
  return true;
}

/**
 * Signs residents 0 to `count` - 1 in. One who is refused is counted and left out; rejects when nobody gets in.
 */
export async function signInAll(connection: Connection, city: City, count: number, options: BoundedOptions): Promise<SignedIn> {
  const clients = new Map<number, Client>();
  const refused = new Tally();
  const errors: ApiError[] = [];
  let registered = 0;
  const indices = Array.from({ length: count }, (_, index) => index);
  await forEachBounded(indices, options, async (index) => {
    const client = connection.newClient();
    try {
      if (await signIn(client, residentAt(city, index), connection.patience)) registered += 1;
      clients.set(index, client);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      refused.add(error.code);
      errors.push(error);
    }
  });
  const [first] = errors;
  if (clients.size === 0 && first !== undefined) throw first;
  return { clients, registered, refused: refused.toRecord() };
}
