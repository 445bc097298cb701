import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import type { SessionCookies } from './cookies';
import { SCHEMES } from './principals';

/** OpenAPI at `/api/v1/openapi.json`, a page for people at `/docs`. Registered before the routes it describes. */
export async function serveDocuments(app: FastifyInstance, version: string, cookies: SessionCookies): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Tongxing',
        version,
        description:
          'Scan-to-pass for public-health authorities. Times are RFC 3339 with offset; failures are RFC 9457 problem details with a stable `code`; lists are cursor pages.',
      },
      components: {
        securitySchemes: {
          ...Object.fromEntries(
            Object.entries(cookies.names).map(([kind, name]) => [kind, { type: 'apiKey' as const, in: 'cookie' as const, name }]),
          ),
          device: { type: 'apiKey', in: 'header', name: 'authorization', description: `${SCHEMES.device} <token of the session>` },
          client: { type: 'apiKey', in: 'header', name: 'authorization', description: `${SCHEMES.client} <id>.<secret>` },
        },
      },
    },
    transform: jsonSchemaTransform,
    transformObject: jsonSchemaTransformObject,
  });
  await app.register(swaggerUi, { routePrefix: '/docs', indexPrefix: '', staticCSP: true });
  app.get('/api/v1/openapi.json', { schema: { hide: true } }, async () => app.swagger());
}
