import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** A way to the database that can be cut: what stands behind it is away, as it is when a server or a line dies. */
export interface FaultProxy {
  /** The address of a server, by way of this proxy. */
  through(url: string): string;
  /** Ends every connection and refuses new ones. */
  cut(): void;
  heal(): Promise<void>;
  stop(): void;
}

export async function startFaultProxy(target: string): Promise<FaultProxy> {
  const { hostname, port: targetPort } = new URL(target);
  const sockets = new Set<Socket>();
  const serve = (socket: Socket) => {
    const behind = connect(Number(targetPort), hostname);
    for (const one of [socket, behind]) {
      sockets.add(one);
      one.on('error', () => undefined);
      one.on('close', () => sockets.delete(one));
    }
    socket.pipe(behind).pipe(socket);
  };
  const listen = async (port: number): Promise<Server> => {
    const started = createServer(serve).listen(port, '127.0.0.1');
    await once(started, 'listening');
    return started;
  };
  let server = await listen(0);
  const { port } = server.address() as AddressInfo;
  const cut = () => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  return {
    through: (url) => Object.assign(new URL(url), { host: `127.0.0.1:${port}` }).href,
    cut,
    heal: async () => {
      server = await listen(port);
    },
    stop: cut,
  };
}
