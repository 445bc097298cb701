import { ENTRY_DATABASE } from './forget-entries';
import { type KeptEntry, makeEntryKey } from './kept-entry';

/** Where entries wait. */
export interface EntryStore {
  readonly key: CryptoKey;
  /** Whether a reload loses nothing. */
  readonly isLasting: boolean;
  all(): Promise<readonly KeptEntry[]>;
  put(entry: KeptEntry): Promise<void>;
  drop(eventId: string): Promise<void>;
}

const [ENTRIES, KEYS, KEY] = ['entries', 'keys', 'key'] as const;

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function openDatabase(): Promise<IDBDatabase> {
  const request = indexedDB.open(ENTRY_DATABASE, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore(ENTRIES, { keyPath: 'eventId' });
    request.result.createObjectStore(KEYS);
  };
  const database = await done(request);
  // Signing out in another tab takes everything away.
  database.onversionchange = () => database.close();
  return database;
}

/** The key of this browser: of two tabs that make one at once, both take the one that was put first. */
async function keyOf(database: IDBDatabase): Promise<CryptoKey> {
  const made = await makeEntryKey();
  const keys = database.transaction(KEYS, 'readwrite').objectStore(KEYS);
  const known: CryptoKey | undefined = await done(keys.get(KEY));
  if (known !== undefined) return known;
  await done(keys.put(made, KEY));
  return made;
}

/**
 * Entries on disk, sealed under a key that the browser gives to no script: what stands there is read by nobody who looks at
 * the storage. Where the browser refuses storage they live as long as the page.
 */
export async function openEntryStore(): Promise<EntryStore> {
  try {
    const database = await openDatabase();
    const key = await keyOf(database);
    const entries = (mode: IDBTransactionMode) => database.transaction(ENTRIES, mode).objectStore(ENTRIES);
    return {
      key,
      isLasting: true,
      all: () => done(entries('readonly').getAll()),
      put: async (entry) => void (await done(entries('readwrite').put(entry))),
      drop: async (eventId) => void (await done(entries('readwrite').delete(eventId))),
    };
  } catch {
    return entriesInMemory();
  }
}

export async function entriesInMemory(): Promise<EntryStore> {
  const entries = new Map<string, KeptEntry>();
  return {
    key: await makeEntryKey(),
    isLasting: false,
    all: async () => [...entries.values()],
    put: async (entry) => void entries.set(entry.eventId, entry),
    drop: async (eventId) => void entries.delete(eventId),
  };
}
