import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../platform/clock';
import { readConfig } from '../platform/config';
import { type ClonedDatabase, cloneDatabase } from '../testing/clone';
import { TEST_KEYS } from '../testing/keys';
import { prepareContents, prepareDatabase } from './prepare';
import type { Progress } from './progress';

const quiet: Progress = {
  line: () => undefined,
  step: (_title, run) => run(),
  bar: () => ({ update: () => undefined, end: () => undefined }),
};
let database: ClonedDatabase;

beforeAll(async () => {
  database = await cloneDatabase();
});
afterAll(() => database.drop());

const production = () =>
  readConfig({
    TONGXING_PROFILE: 'production',
    TONGXING_DATA_DIR: join(tmpdir(), 'tongxing-prepare-test'),
    TONGXING_DATABASE_URL: database.ownerUrl,
    TONGXING_SMPP_URL: 'smpp://id:secret@127.0.0.1:2775',
    TONGXING_PUBLIC_URL: 'https://tongxing.example',
  });

describe('preparing a database', () => {
  it('refuses to put real people into a demo database, and fiction into a real one', async () => {
    await expect(prepareContents(production(), database, TEST_KEYS, systemClock, quiet)).rejects.toThrow(/belongs to the demo profile/);
  });

  it('refuses keys the database was not sealed with', async () => {
    const config = readConfig({ TONGXING_DATABASE_URL: database.ownerUrl, TONGXING_DEMO_CITY: 'tiny' });
    const others = { ...TEST_KEYS, sealing: { 1: Buffer.alloc(32, 9) } };
    await expect(prepareContents(config, database, others, systemClock, quiet)).rejects.toThrow(
      /not the one this database was sealed with/,
    );
  });

  it('refuses a server on which an acknowledgement would not mean "on disk"', async () => {
    // The test cluster runs without fsync, for speed: exactly what must not pass.
    await expect(prepareDatabase(production(), quiet)).rejects.toThrow(/fsync = off; it must be on/);
  });

  it('leaves the city of a filled database as it is', async () => {
    const config = readConfig({ TONGXING_DATABASE_URL: database.ownerUrl, TONGXING_DEMO_CITY: 'tiny' });
    await expect(prepareContents(config, database, TEST_KEYS, systemClock, quiet)).resolves.toBeUndefined();
  });
});
