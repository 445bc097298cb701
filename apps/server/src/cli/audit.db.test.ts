import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AuditKeeper, recordAudit, SealKeys } from '../modules/audit/public';
import { systemClock } from '../platform/clock';
import { loadKeys } from '../platform/crypto/keys';
import { type OpenDatabase, openDatabase } from '../platform/database/database';
import { createLogger } from '../platform/logs';
import { makeInstallation, type TestInstallation } from '../testing/installation';
import { acceptDatabase } from './accept';
import { exportAudit, verifyAudit } from './audit';

let installation: TestInstallation;
let owner: OpenDatabase;

beforeEach(async () => {
  installation = await makeInstallation();
  owner = openDatabase({ url: installation.database.ownerUrl, connections: 2, onError: () => undefined });
  for (let n = 0; n < 3; n += 1) {
    await recordAudit(owner.db, { actor: 'operator', action: 'staff.add', subject: `account:${n}`, requestId: 'test' });
    await (await keeper()).run();
  }
});
afterEach(async () => {
  await owner.close();
  await installation.remove();
});

async function keeper(): Promise<AuditKeeper> {
  const { sign } = await loadKeys(installation.config().keysFile, false);
  const parts = { clock: systemClock, logger: createLogger('silent'), headFile: installation.config().auditHeadFile };
  return new AuditKeeper({ db: owner.db, keys: SealKeys.fromSecret(sign), ...parts });
}

describe('tongxing audit verify', () => {
  it('says that a log is sound', async () => {
    expect(await verifyAudit(installation.config(), {}, installation.progress)).toBe(true);
    expect(installation.lines.join('\n')).toMatch(/3 events in 3 seals.*head 3 of[\s\S]*Nothing was changed/);
  });

  it('names the place of an edit', async () => {
    const { rows } = await sql<{
      id: string;
    }>`update audit_events set actor = 'nobody' where subject = 'account:1' returning id::text as id`.execute(owner.db);
    expect(await verifyAudit(installation.config(), {}, installation.progress)).toBe(false);
    expect(installation.lines.at(-1)).toBe(
      `seal 2, position 2, event ${rows[0]?.id}: the event is not what was sealed: it was edited or exchanged`,
    );
  });

  it('works with a file, a head and a public key, and nothing else', async () => {
    const file = join(installation.dataDir, 'log.jsonl');
    await exportAudit(installation.config(), file, installation.progress);
    const publicKey = installation.lines.at(-1)?.split('\n').at(-1) ?? '';
    const head = join(installation.dataDir, 'carried-away.json');
    await writeFile(head, await readFile(installation.config().auditHeadFile));
    await rm(installation.config().keysFile);
    expect(await verifyAudit(installation.config(), { file, head, publicKey }, installation.progress)).toBe(true);
    // Without a key that came another way, the head's own is used, and that is said.
    installation.lines = [];
    expect(await verifyAudit(installation.config(), { file, head }, installation.progress)).toBe(true);
    expect(installation.lines.join('\n')).toContain(publicKey);
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace('account:2', 'account:9'));
    expect(await verifyAudit(installation.config(), { file, head, publicKey }, installation.progress)).toBe(false);
  });

  it('warns without a head, and has no word for a log without any key', async () => {
    await rm(installation.config().auditHeadFile);
    expect(await verifyAudit(installation.config(), {}, installation.progress)).toBe(true);
    expect(installation.lines.join('\n')).toMatch(/no head at .* cannot be told/);
    await rm(installation.config().keysFile);
    await expect(verifyAudit(installation.config(), {}, installation.progress)).rejects.toThrow(/--public-key/);
    await expect(verifyAudit(installation.config(), { head: join(installation.dataDir, 'none') }, installation.progress)).rejects.toThrow(
      /no head at/,
    );
  });
});

describe('a head that does not fit', () => {
  it('is put aside when the operator accepts the database, and that is recorded', async () => {
    await sql`delete from audit_seals where number = 3`.execute(owner.db);
    const kept = await readFile(installation.config().auditHeadFile, 'utf8');
    await acceptDatabase(installation.config(), 'copy put back', installation.progress);
    const aside = /kept as (\S+)\./.exec(installation.lines.join('\n'))?.[1] ?? '';
    expect(await readFile(aside, 'utf8')).toBe(kept);
    const { rows } = await sql<{ reason: string }>`select reason from audit_events where action = 'database.accept'`.execute(owner.db);
    expect(rows).toEqual([{ reason: expect.stringMatching(/^copy put back \[.*audit head: log_ends_early\]$/) }]);
    await (await keeper()).run();
    expect(await verifyAudit(installation.config(), {}, installation.progress)).toBe(true);
  });
});
