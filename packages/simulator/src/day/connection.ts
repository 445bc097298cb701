import { ApiError, type Client, createClient } from '@tongxing/contract/client';
import { type City, venueAt } from '../city';
import { cookieFetch } from './cookie-jar';
import { type Patience, persist } from './persistence';
import type { DayOptions } from './summary';

/** The server does not fit the planned day; the message says what to do. */
export class DayImpossible extends Error {
  override readonly name = 'DayImpossible';
}

/** Makes a client with a cookie jar of its own: one person's browser. */
type NewClient = () => Client;

/** How to reach the server, for all phases. */
export interface Connection {
  readonly newClient: NewClient;
  readonly patience: Patience;
}

export function connectTo(options: DayOptions): Connection {
  const origin = new URL(options.baseUrl).origin;
  const baseUrl = options.baseUrl.replace(/\/$/, '');
  return {
    newClient: () => createClient({ baseUrl, fetch: cookieFetch(origin, options.fetch), language: () => 'zh-CN' }),
    patience: { signal: options.signal },
  };
}

/**
 * Makes sure that this is a demonstration and that it was seeded with this city.
 *
 * @param venues how many of the city's venues the day uses
 * @returns the server's time in epoch milliseconds, so that no planned scan lies in its future
 */
export async function requireDemo(connection: Connection, options: DayOptions, venues: number): Promise<number> {
  const { baseUrl, city } = options;
  const client = connection.newClient();
  const system = await client('GET /api/v1/system').catch((error: unknown) => {
    throw new DayImpossible(`no Tongxing server answers at ${baseUrl}`, { cause: error });
  });
  if (!system.demo) throw new DayImpossible(`the server at ${baseUrl} is not in demo mode; a synthetic day is never sent to a real one`);
  await requireVenue(connection, client, city, 0);
  await requireVenue(connection, client, city, venues - 1);
  return Date.parse(system.now);
}

async function requireVenue({ patience }: Connection, client: Client, city: City, index: number): Promise<void> {
  const { code, name, address } = venueAt(city, index);
  const known = await persist(() => client('GET /api/v1/venue-codes/:code', { params: { code } }), patience).catch(unlessUnknown);
  if (known?.name === name && known.address === address) return;
  throw new DayImpossible('the server does not know the venues of this city: it was seeded with another seed or size');
}

function unlessUnknown(error: unknown): undefined {
  if (error instanceof ApiError && error.code === 'VENUE_CODE_UNKNOWN') return undefined;
  throw error;
}
