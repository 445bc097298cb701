import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { Refusal } from './refusal';
import { UNKNOWN_PATHS_PER_MINUTE } from './server';

/**
 * Files of our own and nothing else. Text never becomes markup or code: script sinks take trusted types only, and no
 * policy that makes them may be created (docs/operate/security.md#browsers).
 */
const DOCUMENT_CSP = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'nonce-$NONCE'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "media-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');
const ROOT_TYPES: Readonly<Record<string, string>> = {
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml; charset=utf-8',
};

/** One single-page app: its built folder and the addresses it answers. */
export interface WebApp {
  readonly folder: string;
  /** Below which its hashed files are served. */
  readonly base: string;
  readonly documents: readonly { readonly file: string; readonly paths: readonly string[] }[];
}

function sendDocument(reply: FastifyReply, html: string): FastifyReply {
  const nonce = randomBytes(16).toString('base64');
  return reply
    .header('content-security-policy', DOCUMENT_CSP.replace('$NONCE', nonce))
    .header('cache-control', 'no-store')
    .type('text/html; charset=utf-8')
    .send(html.replace('__CSP_NONCE__', nonce));
}

/** Serves the built web apps. A document is read once; hashed files may be kept for ever. */
export async function servePages(app: FastifyInstance, webApps: readonly WebApp[]): Promise<void> {
  app.get('/', { schema: { hide: true } }, (_request, reply) => reply.redirect('/m/'));
  for (const [index, webApp] of webApps.entries()) {
    if (!existsSync(webApp.folder)) continue;
    await app.register(fastifyStatic, {
      root: join(webApp.folder, 'assets'),
      prefix: `${webApp.base}assets/`,
      decorateReply: index === 0,
      immutable: true,
      maxAge: '365d',
      index: false,
    });
    for (const document of webApp.documents) {
      const html = readFileSync(join(webApp.folder, document.file), 'utf8');
      for (const path of document.paths) app.get(path, { schema: { hide: true } }, (_request, reply) => sendDocument(reply, html));
    }
    serveRootFiles(app, webApp);
  }
  serveUnknownPages(app, webApps[0]);
}

/** A person who mistyped an address gets a page that says so; a program gets a problem. */
function serveUnknownPages(app: FastifyInstance, webApp: WebApp | undefined): void {
  const file = webApp === undefined ? '' : join(webApp.folder, webApp.documents[0]?.file ?? '');
  const html = existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  app.get('/*', { schema: { hide: true }, config: { rateLimit: { max: UNKNOWN_PATHS_PER_MINUTE } } }, (request, reply) => {
    if (html === undefined || request.url.startsWith('/api/') || request.headers.accept?.includes('text/html') !== true)
      throw new Refusal('NOT_FOUND');
    return sendDocument(reply.code(404), html);
  });
}

/** Manifests and icons stand beside the documents, without a hash. */
function serveRootFiles(app: FastifyInstance, webApp: WebApp): void {
  for (const name of readdirSync(webApp.folder)) {
    const type = ROOT_TYPES[extname(name)];
    if (type === undefined) continue;
    const content = readFileSync(join(webApp.folder, name));
    app.get(`${webApp.base}${name}`, { schema: { hide: true } }, (_request, reply) =>
      reply.type(type).header('cache-control', 'max-age=3600').send(content),
    );
  }
}
