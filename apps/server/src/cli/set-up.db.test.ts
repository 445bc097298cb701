import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../platform/database/database';
import { makeInstallation, type TestInstallation } from '../testing/installation';
import { inviteFirst } from './set-up';

let installation: TestInstallation;
beforeAll(async () => {
  installation = await makeInstallation();
});
afterAll(() => installation.remove());

const ADMINISTRATOR = { username: 'first', name: '系统管理员', role: 'system_admin', area: '9901' };
const invite = (changed: Partial<typeof ADMINISTRATOR> = {}) =>
  inviteFirst(installation.config(), { ...ADMINISTRATOR, ...changed }, installation.progress);

describe('tongxing staff invite', () => {
  it('makes an administrator with a link, and leaves its trace', async () => {
    const { link } = await invite();
    expect(link).toMatch(/\/console\/invitation#[\w-]{43}$/);
    const { db, close } = openDatabase({ url: installation.database.ownerUrl, connections: 1, onError: () => undefined });
    const { rows } = await sql`select r.name as role, s.password_hash, s.area_code from staff_accounts s join roles r on r.id = s.role_id
      where s.username = 'first'`.execute(db);
    expect(rows).toEqual([{ role: 'system_admin', passwordHash: '', areaCode: '9901' }]);
    const events = await sql`select actor, after from audit_events where action = 'staff.invite'`.execute(db);
    expect(events.rows).toEqual([{ actor: 'operator', after: { role: 'system_admin', area: '9901' } }]);
    await close();
  });

  it('says what is wrong with a name or an area', async () => {
    await expect(invite()).rejects.toThrow('There is an account named first already.');
    await expect(invite({ username: 'second', area: '1234' })).rejects.toThrow('There is no division 1234');
  });
});
