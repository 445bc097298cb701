import { describe, expect, it } from 'vitest';
import { judgeSession, type Session } from './safety';

const SAFE = {
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  data_checksums: 'on',
  data_sync_retry: 'off',
  server_version_num: '150000',
  TimeZone: 'UTC',
  log_timezone: 'Etc/UTC',
};
const session = (settings: Record<string, string>, others: Partial<Session> = {}): Session => ({
  role: 'tongxing_run',
  settings: new Map(Object.entries({ ...SAFE, ...settings })),
  isStandby: false,
  offsets: [0, 0],
  clockAheadMs: 0,
  ...others,
});

describe('safety of a session', () => {
  it('finds nothing against a safe one', () => {
    expect(judgeSession(session({}))).toEqual({ problems: [], warnings: [] });
  });

  it.each([
    ['fsync', 'off'],
    ['synchronous_commit', 'off'],
    ['synchronous_commit', 'local'],
    ['synchronous_commit', 'remote_write'],
    ['full_page_writes', 'off'],
    ['data_checksums', 'off'],
    ['data_sync_retry', 'on'],
  ])('refuses %s = %s', (name, value) => {
    expect(judgeSession(session({ [name]: value })).problems).toEqual([expect.stringContaining(`${name} = ${value}; it must be `)]);
  });

  it('refuses a setting that the server does not tell', () => {
    const { settings } = session({});
    const others = new Map([...settings].filter(([name]) => name !== 'data_checksums'));
    expect(judgeSession(session({}, { settings: others })).problems).toEqual([expect.stringContaining('data_checksums = unknown')]);
  });

  it('refuses an old version, a standby and a day that does not begin with UTC', () => {
    expect(judgeSession(session({ server_version_num: '140012' })).problems).toEqual(['PostgreSQL 15 or newer is needed.']);
    expect(judgeSession(session({}, { isStandby: true })).problems).toEqual([expect.stringContaining('standby')]);
    expect(judgeSession(session({ TimeZone: 'Europe/London' }, { offsets: [0, 3600] })).problems).toHaveLength(1);
  });
});
