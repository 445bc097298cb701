import { randomUUID } from 'node:crypto';
import {
  ADMINISTRATORS,
  INCOMPATIBLE_PERMISSIONS,
  incompatibleIn,
  PERMISSIONS,
  type Permission,
  ROLE_PRESETS,
  USUAL_EXPORTS,
} from '@tongxing/contract';
import type { Client } from '@tongxing/contract/client';
import { CITY_CODE, venueAt } from '@tongxing/simulator';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../testing/test-app';

let t: TestApp;
let system: Client;
let security: Client;
let street: string;
beforeAll(async () => {
  t = await startTestApp();
  [system, security] = [await t.staff('system_admin'), await t.staff('security_admin')];
  street = venueAt(t.city, 0).divisionCode;
});
afterAll(() => t.stop());

const PASSWORD = 'four words of nobody';
const streetArea = () => ({ kind: 'division' as const, divisionCode: street });
const tokenOf = ({ link }: { link: string }) => link.split('#')[1] ?? '';

async function roleId(name: string): Promise<string> {
  const { rows } = await sql<{ id: string }>`select public_id as id from roles where name = ${name}`.execute(t.owner);
  return rows[0]?.id ?? '';
}

async function invite(role = 'street_officer', area: { kind: 'division'; divisionCode: string } = streetArea()) {
  const username = `u${randomUUID().slice(0, 8)}`;
  const body = { id: randomUUID(), username, displayName: '新同事', roleId: await roleId(role), area };
  return { body, ...(await system('POST /api/v1/staff-accounts', { body })) };
}

/** An account that has its role and its password. */
async function arrived(role: string, area = streetArea()) {
  const { body, account, invitation } = await invite(role, area);
  const grant = { roleId: body.roleId, area, reason: '到岗', version: account.version };
  await security('POST /api/v1/staff-accounts/:id/grant', { params: { id: account.id }, body: grant });
  await t.nobody('POST /api/v1/staff-invitations/accept', { body: { token: tokenOf(invitation), password: PASSWORD } });
  const { rows } = await sql<{ id: number }>`select id from staff_accounts where public_id = ${account.id}`.execute(t.owner);
  const current = await system('GET /api/v1/staff-accounts/:id', { params: { id: account.id } });
  return { account: current, cookie: await t.cookie('staff', rows[0]?.id ?? 0) };
}

const signIn = (username: string) => t.send('POST', '/api/v1/staff/sessions', { body: { username, password: PASSWORD } });
const actionsOn = async (username: string) =>
  (
    await sql<{ action: string }>`select action from audit_events where subject = ${`account:${username}`} order by id`.execute(t.owner)
  ).rows.map(({ action }) => action);

describe('an invitation', () => {
  it('lets in after a role was granted and a password set, once', async () => {
    const { body, account, invitation } = await invite();
    expect(account).toMatchObject({ state: 'waiting', role: null, proposedRole: { name: 'street_officer' } });
    const token = tokenOf(invitation);
    expect(await t.nobody('POST /api/v1/staff-invitations/check', { body: { token } })).toMatchObject({ username: body.username });
    await t.nobody('POST /api/v1/staff-invitations/accept', { body: { token, password: PASSWORD } });
    expect(await signIn(body.username)).toMatchObject({ status: 401 });
    const { version } = await system('GET /api/v1/staff-accounts/:id', { params: { id: account.id } });
    const grant = { roleId: body.roleId, area: body.area, reason: '到岗', version };
    await security('POST /api/v1/staff-accounts/:id/grant', { params: { id: account.id }, body: grant });
    expect((await signIn(body.username)).status).toBe(200);
    const again = t.nobody('POST /api/v1/staff-invitations/accept', { body: { token, password: `${PASSWORD} two` } });
    await expect(again).rejects.toMatchObject({ code: 'SIGN_IN_FAILED' });
    expect((await actionsOn(body.username)).filter((action) => action.startsWith('staff.'))).toEqual([
      'staff.invite',
      'staff.accept',
      'staff.grant',
    ]);
  });

  it('is void after three days, after a newer one, and while the account is suspended', async () => {
    const { body, account, invitation } = await invite();
    const renewed = await system('POST /api/v1/staff-accounts/:id/invitation', { params: { id: account.id } });
    const check = (one: { link: string }) => t.nobody('POST /api/v1/staff-invitations/check', { body: { token: tokenOf(one) } });
    await expect(check(invitation)).rejects.toMatchObject({ code: 'SIGN_IN_FAILED' });
    expect((await check(renewed)).username).toBe(body.username);
    await sql`update staff_accounts set suspended_at = now() where public_id = ${account.id}`.execute(t.owner);
    await expect(check(renewed)).rejects.toMatchObject({ code: 'SIGN_IN_FAILED' });
    await sql`update staff_accounts set suspended_at = null where public_id = ${account.id}`.execute(t.owner);
    await sql`update staff_invitations set expires_at = expires_at - interval '72 hours 1 second'`.execute(t.owner);
    await expect(check(renewed)).rejects.toMatchObject({ code: 'SIGN_IN_FAILED' });
  });

  it('is repeated with a new link and no second account, and keeps its token out of the database', async () => {
    const { body, account, invitation } = await invite();
    const again = await system('POST /api/v1/staff-accounts', { body });
    expect(again.account.id).toBe(account.id);
    expect(again.invitation.link).not.toBe(invitation.link);
    const { rows } = await sql<{ text: string }>`select row_to_json(i)::text as text from staff_invitations i`.execute(t.owner);
    expect(rows.some(({ text }) => text.includes(tokenOf(again.invitation)))).toBe(false);
    const other = { ...body, id: randomUUID() };
    await expect(system('POST /api/v1/staff-accounts', { body: other })).rejects.toMatchObject({
      fields: [{ field: 'username', code: 'already_used' }],
    });
  });
});

describe('changing an account', () => {
  it('ends its sessions when its role or area changes, or it is suspended', async () => {
    const { account, cookie } = await arrived('street_officer');
    const me = () => t.send('GET', '/api/v1/staff/me', { cookie });
    expect((await me()).status).toBe(200);
    const grant = { roleId: await roleId('hotline_12345'), area: streetArea(), reason: '转岗', version: account.version };
    await security('POST /api/v1/staff-accounts/:id/grant', { params: { id: account.id }, body: grant });
    expect((await me()).status).toBe(401);
  });

  it('is refused to the second of two administrators who act at once', async () => {
    const { account } = await arrived('street_officer');
    const grant = async (role: string) =>
      security('POST /api/v1/staff-accounts/:id/grant', {
        params: { id: account.id },
        body: { roleId: await roleId(role), area: streetArea(), reason: '转岗', version: account.version },
      });
    const outcomes = await Promise.allSettled([grant('hotline_12345'), grant('data_team')]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'STATE_CONFLICT' } });
  });

  it('is refused to oneself, and for the last administrator of each kind', async () => {
    for (const [as, mark] of [
      [system, 'system'],
      [security, 'security'],
    ] as const) {
      const { items } = await as('GET /api/v1/staff-accounts', { query: { search: mark, limit: 100 } });
      const self = items.find(({ isOwn }) => isOwn);
      expect(self?.username).toBe(mark);
    }
    const { items } = await system('GET /api/v1/staff-accounts', { query: { limit: 100 } });
    const state = (username: string) => {
      const { id = '', version = 1 } = items.find((one) => one.username === username) ?? {};
      return system('POST /api/v1/staff-accounts/:id/state', { params: { id }, body: { isSuspended: true, reason: '测试', version } });
    };
    await expect(state('system')).rejects.toMatchObject({ code: 'OWN_ACCOUNT' });
    await expect(state('security')).rejects.toMatchObject({ code: 'LAST_ADMINISTRATOR' });
    await arrived('security_admin', { kind: 'division', divisionCode: CITY_CODE });
    expect((await state('security')).state).toBe('suspended');
    await sql`update staff_accounts set suspended_at = null where username = 'security'`.execute(t.owner);
    security = t.clientWith(await t.cookie('staff', await accountId('security')));
  });

  it('ends sessions and forgets the second factor on the word of the system administrator', async () => {
    const { account, cookie } = await arrived('street_officer');
    const params = { id: account.id };
    expect(await system('POST /api/v1/staff-accounts/:id/sign-out', { params, body: { reason: '设备遗失' } })).toEqual({ ended: 1 });
    expect((await t.send('GET', '/api/v1/staff/me', { cookie })).status).toBe(401);
    await system('POST /api/v1/staff-accounts/:id/second-factor-reset', { params, body: { reason: '手机遗失' } });
    expect(await actionsOn(account.username)).toEqual(expect.arrayContaining(['staff.sign_out', 'staff.reset_second_factor']));
  });
});

async function accountId(username: string): Promise<number> {
  const { rows } = await sql<{ id: number }>`select id from staff_accounts where username = ${username}`.execute(t.owner);
  return rows[0]?.id ?? 0;
}

describe('permissions that exclude each other', () => {
  const role = (permissions: Permission[], name = `r${randomUUID().slice(0, 8)}`) => ({
    id: randomUUID(),
    divisionCode: street,
    name,
    titleZh: '巡查员',
    titleEn: 'Inspector',
    permissions,
  });

  it('are in no shipped role', () => {
    for (const permissions of Object.values(ROLE_PRESETS)) expect(incompatibleIn(permissions)).toBeUndefined();
  });

  it('are refused with the names of both', async () => {
    const body = role(['venue.read', 'trace.request', 'trace.approve']);
    await expect(security('POST /api/v1/roles', { body })).rejects.toMatchObject({
      fields: [
        { field: 'permissions.1', code: 'incompatible_permissions', message: expect.stringMatching(/trace\.request.*trace\.approve/) },
        { field: 'permissions.2' },
      ],
    });
  });

  it('never come together, whatever is asked for over the API or of the database', async () => {
    const administrative: readonly Permission[] = Object.values(ADMINISTRATORS).flat();
    const made = await security('POST /api/v1/roles', { body: role(['venue.read']) });
    let { version } = made;
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(fc.constantFrom(...PERMISSIONS), { minLength: 1, maxLength: 9 }), async (permissions) => {
        const edit = { titleZh: '巡查员', titleEn: 'Inspector', permissions, reason: '测试', version };
        const done = await security('POST /api/v1/roles/:id', { params: { id: made.id }, body: edit }).catch(() => undefined);
        version = done?.version ?? version;
        const isAllowed = incompatibleIn(permissions) === undefined && !permissions.some((one) => administrative.includes(one));
        expect(done !== undefined, permissions.join()).toBe(isAllowed);
        const written = sql`update roles set permissions = ${permissions} where name = 'hotline_12345'`.execute(t.running);
        if (incompatibleIn(permissions) === undefined) await written;
        else await expect(written).rejects.toMatchObject({ constraint: 'roles_compatible' });
      }),
      { numRuns: 60 },
    );
    const { rows } = await sql<{ permissions: Permission[] }>`select permissions from roles`.execute(t.owner);
    for (const { permissions } of rows) expect(incompatibleIn(permissions)).toBeUndefined();
  });

  it('are pairs that the running role cannot take away', async () => {
    const { rows } = await sql<{ count: number }>`select count(*) as count from incompatible_permissions`.execute(t.running);
    expect(rows[0]?.count).toBe(INCOMPATIBLE_PERMISSIONS.length);
    await expect(sql`delete from incompatible_permissions`.execute(t.running)).rejects.toMatchObject({ code: '42501' });
  });
});

describe('a role of one’s own', () => {
  it('has a quota of exports, the usual one unless another is set, and keeps it when an edit says nothing', async () => {
    const body = {
      id: randomUUID(),
      divisionCode: street,
      name: 'clerk',
      titleZh: '文员',
      titleEn: 'Clerk',
      permissions: ['venue.read' as const],
    };
    const made = await security('POST /api/v1/roles', { body });
    expect(made.exportQuota).toEqual(USUAL_EXPORTS);
    const edit = (more: object, version: number) =>
      security('POST /api/v1/roles/:id', {
        params: { id: made.id },
        body: { titleZh: '文员', titleEn: 'Clerk', permissions: ['venue.read'], reason: '收紧导出', version, ...more },
      });
    const exportQuota = { files: 3, rows: 500, rowsOfAll: 900 };
    const tighter = await edit({ exportQuota }, made.version);
    expect(tighter).toMatchObject({ exportQuota, version: made.version + 1 });
    expect((await edit({ titleEn: 'Office clerk' }, tighter.version)).exportQuota).toEqual(exportQuota);
    const { rows } = await sql<{ before: object; after: object }>`select before, after from audit_events
      where action = 'role.edit' and subject like '%:clerk' order by id limit 1`.execute(t.owner);
    expect(rows[0]).toMatchObject({ before: { exportQuota: USUAL_EXPORTS }, after: { exportQuota } });
    await expect(edit({ exportQuota: { ...exportQuota, rowsOfAll: 499 } }, tighter.version + 1)).rejects.toMatchObject({
      fields: [{ field: 'exportQuota.rowsOfAll', code: 'too_small' }],
    });
    await expect(edit({ exportQuota: { ...exportQuota, files: -1 } }, tighter.version + 1)).rejects.toMatchObject({ status: 400 });
  });

  it('is granted inside its area only, and ends sessions when it loses a permission', async () => {
    const body = { id: randomUUID(), divisionCode: street, name: 'inspector', titleZh: '巡查员', titleEn: 'Inspector' };
    const made = await security('POST /api/v1/roles', { body: { ...body, permissions: ['venue.read', 'device.read'] } });
    expect(made).toMatchObject({ name: `${street}:inspector`, title: 'Inspector', isOwn: true });
    const { account } = await invite();
    const grant = (area: { kind: 'division'; divisionCode: string }) =>
      security('POST /api/v1/staff-accounts/:id/grant', {
        params: { id: account.id },
        body: { roleId: made.id, area, reason: '到岗', version: account.version },
      });
    await expect(grant({ kind: 'division', divisionCode: CITY_CODE })).rejects.toMatchObject({
      fields: [{ field: 'roleId', code: 'not_allowed' }],
    });
    await grant(streetArea());
    const { rows } = await sql<{ id: number }>`select id from staff_accounts where public_id = ${account.id}`.execute(t.owner);
    const cookie = await t.cookie('staff', rows[0]?.id ?? 0);
    const me = async () => (await t.send('GET', '/api/v1/staff/me', { cookie })).status;
    const edit = (permissions: Permission[], version: number) =>
      security('POST /api/v1/roles/:id', {
        params: { id: made.id },
        body: { titleZh: '巡查员', titleEn: 'Inspector', permissions, reason: '调整', version },
      });
    const wider = await edit(['venue.read', 'device.read', 'statistics.read'], made.version);
    expect(await me()).toBe(200);
    await edit(['venue.read'], wider.version);
    expect(await me()).toBe(401);
  });
});

describe('the review of rights', () => {
  it('lists what was not used for 90 days, until it is used or confirmed', async () => {
    const { account, cookie } = await arrived('hotline_12345');
    await sql`update staff_accounts set role_since = now() - interval '91 days' where public_id = ${account.id}`.execute(t.owner);
    await sql`update roles set permissions = array['incident.read', 'incident.note'] where name = 'hotline_12345'`.execute(t.owner);
    const client = t.clientWith(await t.cookie('staff', await accountId(account.username)));
    const finding = async () => {
      const { items } = await security('GET /api/v1/access-findings', { query: { limit: 100 } });
      return items.find((one) => one.account.id === account.id)?.unused.map(({ permission }) => permission);
    };
    expect(cookie).toBeTruthy();
    expect(await finding()).toEqual(['incident.note', 'incident.read']);
    await client('GET /api/v1/incidents');
    await expect.poll(finding, { timeout: 15_000 }).toEqual(['incident.note']);
    const body = { id: randomUUID(), permissions: ['incident.note' as const], reason: '值守' };
    await security('POST /api/v1/staff-accounts/:id/access-reviews', { params: { id: account.id }, body });
    expect(await finding()).toBeUndefined();
    const detail = await security('GET /api/v1/staff-accounts/:id', { params: { id: account.id } });
    expect(detail.reviews).toMatchObject([{ reason: '值守' }]);
  });
});
