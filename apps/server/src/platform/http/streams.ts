import type { FastifyReply } from 'fastify';

const BEAT_MS = 5_000;
/** A reader this far behind is cut off; it reconnects and reads the state anew. */
const MAX_BACKLOG_BYTES = 256 * 1024;

/** An open stream of server-sent events. */
export interface EventStream {
  send(event: string, data: unknown): void;
  close(): void;
}

/** All open streams of the process, so that a stop can end them. */
export class Streams {
  private readonly open = new Set<EventStream>();

  /** Takes the reply over and keeps it open; `onClose` runs once, whoever ends it. */
  start(reply: FastifyReply, onClose: () => void): EventStream {
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
      if (raw.writableLength > MAX_BACKLOG_BYTES) socket.destroy();
      else raw.write(text);
    };
    const beat = setInterval(() => write('event: beat\ndata: {}\n\n'), BEAT_MS);
    const stream: EventStream = {
      send: (event, data) => write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`),
      close: () => raw.end(),
    };
    this.open.add(stream);
    const end = () => {
      if (!this.open.delete(stream)) return;
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

  closeAll(): void {
    for (const stream of this.open) stream.close();
  }
}

function headersOf(reply: FastifyReply): Record<string, string> {
  return Object.fromEntries(Object.entries(reply.getHeaders()).map(([name, value]) => [name, String(value)]));
}
