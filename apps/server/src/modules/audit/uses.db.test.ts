import { randomUUID } from 'node:crypto';
import { PERSONAS, residentAt } from '@tongxing/simulator';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../testing/test-app';

let t: TestApp;
beforeAll(async () => {
  t = await startTestApp();
});
afterAll(() => t.stop());

async function actionsOf(index: number): Promise<string[]> {
  const { items } = await (await t.resident(index))('GET /api/v1/me/uses', { query: { limit: 100 } });
  return items.map(({ action }) => action);
}

it('a look is not hidden from its person by a matter that whoever looked typed', async () => {
  const person = residentAt(t.city, 40);
  const auditor = await t.staff('audit_admin');
  const { documentType, documentNumber } = person;
  const { token } = await auditor('POST /api/v1/audit-tokens', { body: { documentType, documentNumber } });
  await auditor('GET /api/v1/audit-events', { query: { token, matter: 'C2026-9999' } });
  expect(await actionsOf(40)).toEqual(['audit.read', 'audit.find']);
});

it('whoever is on a list that was taken away sees it', async () => {
  await t.scan(PERSONAS.red, 0);
  const before = (await actionsOf(PERSONAS.red)).filter((action) => action === 'incident.export').length;
  const cookie = await t.staffCookie('dispatcher_110');
  const body = { id: randomUUID(), format: 'csv', reason: '现场处置核对', filter: {} };
  const file = await t.send('POST', '/api/v1/incident-exports', { cookie, body });
  expect(file.status).toBe(200);
  expect((await actionsOf(PERSONAS.red)).filter((action) => action === 'incident.export')).toHaveLength(before + 1);
  expect(await actionsOf(41)).not.toContain('incident.export');
});
