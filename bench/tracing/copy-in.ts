import { once } from 'node:events';
import type { Socket } from 'node:net';
import type pg from 'pg';

/** The part of the driver's connection that COPY needs; it has no types of its own. */
interface WireConnection {
  readonly stream: Socket;
  query(text: string): void;
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
  sendCopyFail(message: string): void;
}

/**
 * `COPY … FROM STDIN` through the ordinary driver, which hands a query its connection and tells it what comes back.
 * @throws what the database answers; nothing is copied then
 */
export function copyIn(client: pg.Client, statement: string, pieces: Iterable<Buffer>): Promise<void> {
  return new Promise((resolve, reject) => {
    let failure: Error | undefined;
    const send = async (connection: WireConnection) => {
      for (const piece of pieces) {
        if (failure !== undefined) return;
        connection.sendCopyFromChunk(piece);
        if (connection.stream.writableNeedDrain) await once(connection.stream, 'drain');
      }
      connection.endCopyFrom();
    };
    const query = {
      submit: (connection: WireConnection) => connection.query(statement),
      handleCopyInResponse: (connection: WireConnection) => {
        send(connection).catch((error: unknown) => connection.sendCopyFail(String(error)));
      },
      handleError: (error: Error) => {
        failure = error;
        reject(error);
      },
      handleCommandComplete: () => undefined,
      handleReadyForQuery: () => resolve(),
    };
    client.query(query as unknown as pg.Submittable);
  });
}
