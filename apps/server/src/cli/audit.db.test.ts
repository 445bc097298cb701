import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AuditKeeper, recordAudit, SealKeys } from '../modules/audit/public';
import { systemClock } from '../platform/clock';
import { readConfig } from '../platform/config';
import { createKeyFile, loadKeys } from '../platform/crypto/keys';
import { type OpenDatabase, openDatabase } from '../platform/database/database';
import { createLogger } from '../platform/logs';
import { type ClonedDatabase, cloneDatabase } from '../testing/clone';
import { acceptDatabase } from './accept';
import { exportAudit, verifyAudit } from './audit';
import type { Progress } from './progress';

let dataDir: string;
let database: ClonedDatabase;
let owner: OpenDatabase;
let lines: string[];
const progress: Progress = {
  line: (text) => void lines.push(text),
  step: (_title, run) => run(),
  bar: () => ({ update: () => undefined, end: () => undefined }),
};

const config = () =>
  readConfig({
    TONGXING_DATABASE_URL: database.runningUrl,
    TONGXING_MIGRATION_DATABASE_URL: database.ownerUrl,
    TONGXING_DATA_DIR: dataDir,
    TONGXING_LOG_LEVEL: 'silent',
    // The test cluster runs without fsync.
    TONGXING_UNSAFE_DATABASE: 'warn',
  });

beforeEach(async () => {
  lines = [];
  dataDir = await mkdtemp(join(tmpdir(), 'tongxing-audit-'));
  database = await cloneDatabase();
  owner = openDatabase({ url: database.ownerUrl, connections: 2, onError: () => undefined });
  await createKeyFile(config().keysFile);
  for (let n = 0; n < 3; n += 1) {
    await recordAudit(owner.db, { actor: 'operator', action: 'staff.add', subject: `account:${n}`, requestId: 'test' });
    await (await keeper()).run();
  }
});
afterEach(async () => {
  await owner.close();
  await database.drop();
  await rm(dataDir, { recursive: true, force: true });
});

async function keeper(): Promise<AuditKeeper> {
  const { sign } = await loadKeys(config().keysFile, false);
  const parts = { clock: systemClock, logger: createLogger('silent'), headFile: config().auditHeadFile };
  return new AuditKeeper({ db: owner.db, keys: SealKeys.fromSecret(sign), ...parts });
}

describe('tongxing audit verify', () => {
  it('says that a log is sound', async () => {
    expect(await verifyAudit(config(), {}, progress)).toBe(true);
    expect(lines.join('\n')).toMatch(/3 events in 3 seals.*head 3 of[\s\S]*Nothing was changed/);
  });

  it('names the place of an edit', async () => {
    const { rows } = await sql<{
      id: string;
    }>`update audit_events set actor = 'nobody' where subject = 'account:1' returning id::text as id`.execute(owner.db);
    expect(await verifyAudit(config(), {}, progress)).toBe(false);
    expect(lines.at(-1)).toBe(`seal 2, position 2, event ${rows[0]?.id}: the event is not what was sealed: it was edited or exchanged`);
  });

  it('works with a file, a head and a public key, and nothing else', async () => {
    const file = join(dataDir, 'log.jsonl');
    await exportAudit(config(), file, progress);
    const publicKey = lines.at(-1)?.split('\n').at(-1) ?? '';
    const head = join(dataDir, 'carried-away.json');
    await writeFile(head, await readFile(config().auditHeadFile));
    await rm(config().keysFile);
    expect(await verifyAudit(config(), { file, head, publicKey }, progress)).toBe(true);
    // Without a key that came another way, the head's own is used, and that is said.
    lines = [];
    expect(await verifyAudit(config(), { file, head }, progress)).toBe(true);
    expect(lines.join('\n')).toContain(publicKey);
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace('account:2', 'account:9'));
    expect(await verifyAudit(config(), { file, head, publicKey }, progress)).toBe(false);
  });

  it('warns without a head, and has no word for a log without any key', async () => {
    await rm(config().auditHeadFile);
    expect(await verifyAudit(config(), {}, progress)).toBe(true);
    expect(lines.join('\n')).toMatch(/no head at .* cannot be told/);
    await rm(config().keysFile);
    await expect(verifyAudit(config(), {}, progress)).rejects.toThrow(/--public-key/);
    await expect(verifyAudit(config(), { head: join(dataDir, 'none') }, progress)).rejects.toThrow(/no head at/);
  });
});

describe('a head that does not fit', () => {
  it('is put aside when the operator accepts the database, and that is recorded', async () => {
    await sql`delete from audit_seals where number = 3`.execute(owner.db);
    const kept = await readFile(config().auditHeadFile, 'utf8');
    await acceptDatabase(config(), 'copy put back', progress);
    const aside = /kept as (\S+)\./.exec(lines.join('\n'))?.[1] ?? '';
    expect(await readFile(aside, 'utf8')).toBe(kept);
    const { rows } = await sql<{ reason: string }>`select reason from audit_events where action = 'database.accept'`.execute(owner.db);
    expect(rows).toEqual([{ reason: expect.stringMatching(/^copy put back \[.*audit head: log_ends_early\]$/) }]);
    await (await keeper()).run();
    expect(await verifyAudit(config(), {}, progress)).toBe(true);
  });
});
