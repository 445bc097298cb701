import { createServer, type Server } from 'node:http';

/** Metrics as a collector reads them. */
export interface MetricsSource {
  readonly contentType: string;
  metrics(): Promise<string>;
}

/**
 * Metrics on a port of their own, loopback only: nobody outside can read them by accident.
 * @throws EADDRINUSE when the port is taken.
 */
export async function startAdmin(source: MetricsSource, port: number): Promise<Server> {
  const server = createServer((request, response) => {
    if (request.url !== '/metrics') {
      response.writeHead(404).end();
      return;
    }
    source
      .metrics()
      .then((text) => response.writeHead(200, { 'content-type': source.contentType }).end(text))
      .catch(() => response.writeHead(500).end());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return server;
}
