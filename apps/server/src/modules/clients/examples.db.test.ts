import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CLIENT_PERMISSIONS } from '@tongxing/contract';
import { CITY_CODE } from '@tongxing/simulator';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { insertTestClient } from '../../testing/clients';
import { registerTestDevice } from '../../testing/devices';
import { startTestApp, type TestApp } from '../../testing/test-app';

const PAGE = join(import.meta.dirname, '../../../../../docs/integrate/api.md');
const run = promisify(execFile);

/** The commands of the chapter, as an integrator would copy them. */
function examples(): string[] {
  const chapter = /## Another system\n([\s\S]*?)\n## /.exec(readFileSync(PAGE, 'utf8'))?.[1] ?? '';
  return [...chapter.matchAll(/```sh\n([\s\S]*?)```/g)].map((match) => match[1] ?? '');
}

let t: TestApp;
let KEY: string;
beforeAll(async () => {
  t = await startTestApp();
  const { authorization } = await insertTestClient(t, { permissions: CLIENT_PERMISSIONS, areaCode: CITY_CODE });
  KEY = authorization.replace('Tongxing-Client ', '');
  await registerTestDevice(t, 0);
});
afterAll(() => t.stop());

it('has an example of each permission', () => {
  expect(examples()).toHaveLength(CLIENT_PERMISSIONS.length);
});

it.each(examples())('%s', async (command) => {
  const { stdout } = await run('sh', ['-ec', command], { env: { ...process.env, TONGXING: t.origin, KEY } });
  const answer = JSON.parse(stdout) as { items?: unknown[]; hours?: unknown[] };
  expect((answer.items ?? answer.hours ?? []).length).toBeGreaterThan(0);
});
