import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../apps/server/src/testing/test-app';

let t: TestApp;
let document: { paths: Record<string, Record<string, { parameters?: { name: string; in: string }[] }>> };

beforeAll(async () => {
  t = await startTestApp();
  document = await (await fetch(`${t.origin}/api/v1/openapi.json`)).json();
});
afterAll(() => t.stop());

describe('the OpenAPI document', () => {
  it('is valid', async () => {
    const { valid, errors } = await new Validator().validate(structuredClone(document) as Record<string, unknown>);
    expect(errors ?? []).toEqual([]);
    expect(valid).toBe(true);
  });

  it('is unchanged unless meant: npm run update writes docs/integrate/openapi.json anew', async () => {
    await expect(`${JSON.stringify(document, null, 2)}\n`).toMatchFileSnapshot('../docs/integrate/openapi.json');
  });

  it('puts nothing personal into an address', () => {
    const inAddress = Object.entries(document.paths)
      // The demo inbox is asked by number; it holds fictional telephones and exists in demo mode only.
      .filter(([path]) => !path.startsWith('/api/v1/demo/'))
      .flatMap(([path, methods]) =>
        Object.values(methods).flatMap((operation) =>
          (operation.parameters ?? []).filter((p) => p.in !== 'cookie').map((p) => `${path} ${p.name}`),
        ),
      );
    expect(inAddress.filter((name) => /phone|name|document|person/i.test(name.split(' ')[1] ?? ''))).toEqual([]);
  });
});
