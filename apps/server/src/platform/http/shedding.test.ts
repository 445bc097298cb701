import { endpoints, type LoadLevel } from '@tongxing/contract';
import { expect, it } from 'vitest';
import { createLogger } from '../logs';
import { SessionCookies } from './cookies';
import { Router } from './router';
import { buildHttp } from './server';
import { Streams } from './streams';

async function statuses(level: LoadLevel): Promise<Record<string, number>> {
  const shed: string[] = [];
  const { app, lane } = await buildHttp({
    logger: createLogger('silent'),
    publicUrl: 'http://x',
    trustedProxies: [],
    onAnswer: () => undefined,
    onRefused: async () => undefined,
  });
  const router = new Router({
    app,
    lane,
    streams: new Streams(),
    isDemo: false,
    cookies: new SessionCookies('http://x'),
    publicRequestsPerMinute: 100,
    load: { level },
    onPermissionUsed: () => undefined,
    onShed: (tag) => shed.push(tag),
    onAnswer: () => undefined,
    writesBlocked: () => undefined,
    resolve: () => undefined,
    enter: async () => undefined,
  });
  router.bind(endpoints.getFlow, () => Promise.reject(new Error('not reached')));
  router.bind(endpoints.listVenues, () => Promise.reject(new Error('not reached')));
  router.bind(endpoints.listIncidents, () => Promise.reject(new Error('not reached')));
  router.bind(endpoints.createVenue, () => Promise.reject(new Error('not reached')));
  const call = async (method: 'GET' | 'POST', url: string) => {
    const answer = await app.inject({ method, url });
    if (answer.statusCode === 503) expect(Number(answer.headers['retry-after'])).toBeGreaterThanOrEqual(1);
    return answer.statusCode;
  };
  const found = {
    figures: await call('GET', endpoints.getFlow.path),
    desk: await call('GET', endpoints.listVenues.path),
    street: await call('GET', endpoints.listIncidents.path),
    command: await call('POST', endpoints.createVenue.path),
  };
  await app.close();
  expect(shed).toHaveLength(Object.values(found).filter((status) => status === 503).length);
  return found;
}

// 401 is an answer: nobody is signed in.
it.each([
  ['normal', { figures: 401, desk: 401, street: 401, command: 401 }],
  ['busy', { figures: 503, desk: 401, street: 401, command: 401 }],
  ['overloaded', { figures: 503, desk: 503, street: 401, command: 401 }],
] as const)('at the level %s', async (level, expected) => {
  expect(await statuses(level)).toEqual(expected);
});
