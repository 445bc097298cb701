import { ApiError, type Client } from '@tongxing/contract/client';
import { type Connection, DayImpossible } from './connection';
import { persist } from './persistence';

/** Roles that act in a day, by the names of the presets. */
type DayRole = 'data_team' | 'dispatcher_110' | 'epidemiologist' | 'evidence_reviewer' | 'trace_approver';
/** A signed-in client for each role. */
export type Staff = Readonly<Record<DayRole, Client>>;

/** Signs the demo account of each role in. */
export async function signStaffIn(connection: Connection): Promise<Staff> {
  const { newClient, patience } = connection;
  const { items } = await persist(() => newClient()('GET /api/v1/demo/accounts'), patience);
  const signIn = async (role: DayRole): Promise<Client> => {
    const account = items.find((item) => item.role === role);
    if (account === undefined) throw new DayImpossible(`the demo has no account with the role ${role}`);
    const { username, password } = account;
    const client = newClient();
    await persist(() => client('POST /api/v1/staff/sessions', { body: { username, password } }), patience);
    return proving(client, password);
  };
  return {
    data_team: await signIn('data_team'),
    dispatcher_110: await signIn('dispatcher_110'),
    epidemiologist: await signIn('epidemiologist'),
    evidence_reviewer: await signIn('evidence_reviewer'),
    trace_approver: await signIn('trace_approver'),
  };
}

/** A client that proves who it is again whenever a dangerous step asks for it; steps refused together ask once. */
function proving(client: Client, password: string): Client {
  const call = client as (route: string, input?: object) => Promise<unknown>;
  let proof: Promise<unknown> | undefined;
  const prove = () => {
    proof ??= client('POST /api/v1/staff/sessions/current/proof', { body: { proof: password } }).finally(() => {
      proof = undefined;
    });
    return proof;
  };
  const proved = async (route: string, input?: object) => {
    try {
      return await call(route, input);
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== 'PROOF_REQUIRED') throw error;
      await prove();
      return call(route, input);
    }
  };
  return proved as Client;
}

/** Every item of a list that comes in pages. */
export async function* everyItem<T>(
  readPage: (cursor: string | undefined) => Promise<{ readonly items: readonly T[]; readonly nextCursor: string | null }>,
): AsyncGenerator<T, void, undefined> {
  let cursor: string | undefined;
  do {
    const page = await readPage(cursor);
    yield* page.items;
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
}

/** How many items a list has. */
export async function countItems(items: AsyncIterable<unknown>): Promise<number> {
  let count = 0;
  for await (const _ of items) count += 1;
  return count;
}
