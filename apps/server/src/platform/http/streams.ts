import type { FastifyReply } from 'fastify';
import { Refusal } from './refusal';

const BEAT_MS = 5_000;
/** A reader this far behind is cut off; it reconnects and reads the state anew. */
const MAX_BACKLOG_BYTES = 256 * 1024;
/** Of one session in one process: as many tabs as a browser keeps connected to one server. */
export const MOST_STREAMS_PER_SESSION = 6;
const RETRY_SECONDS = 30;

/** An open stream of server-sent events. */
export interface EventStream {
  send(event: string, data: unknown): void;
  close(): void;
}

/** All open streams of the process by the token of their session, so that its end, or a stop, can end them. */
export class Streams {
  private readonly open = new Map<string, Set<EventStream>>();

  /**
   * Takes the reply over and keeps it open; `onClose` runs once, whoever ends it.
   * @throws {Refusal} TOO_MANY_REQUESTS when the session holds as many as it may.
   */
  start(reply: FastifyReply, token: string, onClose: () => void): EventStream {
    const held = this.open.get(token) ?? new Set();
    if (held.size >= MOST_STREAMS_PER_SESSION)
      throw new Refusal('TOO_MANY_REQUESTS', { fields: [{ field: 'stream', code: 'too_many' }], retryAfterSeconds: RETRY_SECONDS });
    reply.hijack();
    const { raw } = reply;
    // A response whose turn on its connection has not come has no socket of its own yet, and hears nothing of its end.
    const { socket } = reply.request.raw;
    raw.writeHead(200, {
      ...headersOf(reply),
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    const write = (text: string) => {
      if (raw.writableEnded) return;
      if (raw.writableLength > MAX_BACKLOG_BYTES) socket.destroy();
      else raw.write(text);
    };
    const beat = setInterval(() => write('event: beat\ndata: {}\n\n'), BEAT_MS);
    const stream: EventStream = {
      send: (event, data) => write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`),
      close: () => {
        end();
        raw.end();
      },
    };
    this.open.set(token, held.add(stream));
    const end = () => {
      if (!held.delete(stream)) return;
      if (held.size === 0) this.open.delete(token);
      clearInterval(beat);
      socket.removeListener('close', end);
      onClose();
    };
    raw.once('close', end);
    socket.once('close', end);
    // Gone before the stream began: its `close` has passed, and nobody would ever let go of it.
    if (raw.closed || socket.closed) setImmediate(end);
    write('retry: 1000\nevent: beat\ndata: {}\n\n');
    return stream;
  }

  /** Tokens of the sessions that hold streams. */
  get sessions(): string[] {
    return [...this.open.keys()];
  }

  closeOf(token: string): void {
    for (const stream of this.open.get(token) ?? []) stream.close();
  }

  closeAll(): void {
    for (const token of this.sessions) this.closeOf(token);
  }
}

function headersOf(reply: FastifyReply): Record<string, string> {
  return Object.fromEntries(Object.entries(reply.getHeaders()).map(([name, value]) => [name, String(value)]));
}
