import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ClonedDatabase, cloneDatabase } from '../../testing/clone';
import { makeFolder, type OwnServer, startOwnServer } from '../../testing/own-server';
import { systemClock } from '../clock';
import { reportSafety } from './safety';

async function asOwner(url: string, ...statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

describe('a server with the settings of the embedded one', () => {
  let server: OwnServer;
  let runningRole: string;
  beforeAll(async () => {
    server = await startOwnServer(await makeFolder());
    runningRole = new URL(server.runningUrl).username;
  });
  afterAll(() => server.remove());

  it('is safe', async () => {
    expect(await reportSafety(server.runningUrl, systemClock)).toEqual({ problems: [], warnings: [] });
  });

  it.each([
    ['alter role', 'synchronous_commit', () => `alter role ${runningRole}`],
    ['alter database', 'synchronous_commit', () => 'alter database tongxing'],
    ['alter role … in database', 'synchronous_commit', () => `alter role ${runningRole} in database tongxing`],
  ])('is caught with %s … set %s = off, though the server and the owner have it on', async (_how, setting, subject) => {
    await asOwner(server.ownerUrl, `${subject()} set ${setting} = off`);
    try {
      const { problems } = await reportSafety(server.runningUrl, systemClock);
      expect(problems).toEqual([expect.stringMatching(/synchronous_commit = off; it must be on.*alter role tongxing_run/)]);
    } finally {
      await asOwner(server.ownerUrl, `${subject()} reset ${setting}`);
    }
    expect((await reportSafety(server.runningUrl, systemClock)).problems).toEqual([]);
  });

  it('is not judged by what the owning role has set for itself', async () => {
    const owner = new URL(server.ownerUrl).username;
    await asOwner(server.ownerUrl, `alter role ${owner} set synchronous_commit = off`);
    expect((await reportSafety(server.runningUrl, systemClock)).problems).toEqual([]);
    expect((await reportSafety(server.ownerUrl, systemClock)).problems).toHaveLength(1);
    await asOwner(server.ownerUrl, `alter role ${owner} reset synchronous_commit`);
  });

  it('may commit more strongly than asked', async () => {
    await asOwner(server.ownerUrl, `alter role ${runningRole} set synchronous_commit = remote_apply`);
    expect((await reportSafety(server.runningUrl, systemClock)).problems).toEqual([]);
    await asOwner(server.ownerUrl, `alter role ${runningRole} reset synchronous_commit`);
  });

  it.each(['Asia/Shanghai', 'Europe/London'])('is refused with sessions in %s, and told how to change it', async (zone) => {
    await asOwner(server.ownerUrl, `alter role ${runningRole} set timezone = '${zone}'`);
    const { problems } = await reportSafety(server.runningUrl, systemClock);
    expect(problems).toEqual([expect.stringContaining(`alter role ${runningRole} set timezone = 'UTC'`)]);
    await asOwner(server.ownerUrl, `alter role ${runningRole} set timezone = 'UTC'`);
    expect((await reportSafety(server.runningUrl, systemClock)).problems).toEqual([]);
  });

  it.each([
    [1_500, 0, 0],
    [-10_000, 0, 1],
    [10_000, 0, 1],
    [90_000, 1, 0],
    [-90_000, 1, 0],
  ])('with a clock %i ms away there are %i problems and %i warnings', async (away, problems, warnings) => {
    const report = await reportSafety(server.runningUrl, { now: () => Date.now() + away });
    expect(report.problems).toHaveLength(problems);
    expect(report.warnings).toHaveLength(warnings);
    for (const text of [...report.problems, ...report.warnings]) expect(text).toContain(away > 0 ? 'behind this machine' : 'ahead of');
  });

  it('does not take a slow way to the database for a clock that is wrong', async () => {
    let asked = 0;
    const slow = { now: () => Date.now() + (asked++ === 0 ? -20_000 : 20_000) };
    expect(await reportSafety(server.runningUrl, slow)).toEqual({ problems: [], warnings: [] });
  });
});

describe('a server started with everything unsafe', () => {
  let server: OwnServer;
  beforeAll(async () => {
    const settings = ['fsync=off', 'full_page_writes=off', 'synchronous_commit=off', 'data_sync_retry=on', 'timezone=Asia/Shanghai'];
    server = await startOwnServer(await makeFolder(), [...settings, 'log_timezone=Asia/Shanghai']);
  });
  afterAll(() => server.remove());

  it('is caught in every one of them', async () => {
    const { problems, warnings } = await reportSafety(server.runningUrl, systemClock);
    expect(problems).toHaveLength(5);
    for (const name of ['fsync = off', 'full_page_writes = off', 'synchronous_commit = off', 'data_sync_retry = on', 'Asia/Shanghai'])
      expect(problems.some((problem) => problem.includes(name))).toBe(true);
    expect(warnings).toEqual([expect.stringContaining("log_timezone = 'UTC'")]);
  });
});

describe('a database among others', () => {
  let database: ClonedDatabase;
  beforeAll(async () => {
    database = await cloneDatabase();
  });
  afterAll(() => database.drop());

  it('is caught with a setting of its own, and the others are not', async () => {
    const name = new URL(database.ownerUrl).pathname.slice(1);
    await asOwner(database.ownerUrl, `alter database ${name} set synchronous_commit = off`);
    const { problems } = await reportSafety(database.runningUrl, systemClock);
    expect(problems.filter((problem) => problem.includes('synchronous_commit'))).toHaveLength(1);
  });

  it('that does not let us in is an error, not a finding', async () => {
    const url = new URL(database.runningUrl);
    url.username = 'nobody_known';
    await expect(reportSafety(url.href, systemClock)).rejects.toThrow();
  });
});
