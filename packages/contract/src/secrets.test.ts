import { expect, it } from 'vitest';
import { z } from 'zod';
import type { Endpoint } from './endpoint';
import { endpoints } from './endpoints/index';

/** Names under which an answer hands out what opens something. */
const SECRET = /^(secret|token|pairingCode|codes|recoveryCodes|link|password|key)$/;

/** What is called like a secret and opens nothing. */
const HARMLESS = ['findAuditToken token'];

/** Names of secrets in a schema, however deep. A `code` is one where it ends: those of divisions and venues never do. */
function secretsIn(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const own = 'properties' in schema && typeof schema.properties === 'object' ? Object.keys(schema.properties ?? {}) : [];
  const secrets = own.filter((name) => SECRET.test(name) || (name === 'code' && own.includes('expiresAt')));
  return [...secrets, ...Object.values(schema).flatMap(secretsIn)];
}

const secretsOf = ({ response }: Endpoint): string[] =>
  response === undefined ? [] : [...new Set(secretsIn(z.toJSONSchema(response, { io: 'output', unrepresentable: 'any' })))];

it('whoever is signed in proves who they are before an answer that holds a secret', () => {
  const bare = Object.entries<Endpoint>(endpoints).flatMap(([name, endpoint]) => {
    const { access, method } = endpoint;
    if (method === 'GET' || (access.who !== 'staff' && access.who !== 'self') || access.proof === 'fresh') return [];
    return secretsOf(endpoint)
      .map((secret) => `${name} ${secret}`)
      .filter((each) => !HARMLESS.includes(each));
  });
  expect(bare).toEqual([]);
});
