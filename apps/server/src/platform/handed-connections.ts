import type { ChildProcess, SendHandle } from 'node:child_process';

type Send = (message: unknown, handle?: SendHandle, ...rest: unknown[]) => boolean;

const canClose = (handle: unknown): handle is { close(): void } =>
  typeof handle === 'object' && handle !== null && 'close' in handle && typeof handle.close === 'function';

/**
 * The primary keeps a connection that it hands to a worker until the worker says it has it (one at a time). A worker
 * that dies before says nothing, Node.js closes nothing, and the caller would wait for an answer until its own time-out.
 * Closing it lets the caller try again at once; one that was taken over is closed here already, which is no harm.
 */
export function closeWhatDiesWith(child: ChildProcess): void {
  let last: { close(): void } | undefined;
  const send = child.send.bind(child) as Send;
  const remembering: Send = (message, handle, ...rest) => {
    // Other messages have nothing there, or what is to be called once they are sent.
    if (canClose(handle)) last = handle;
    return send(message, handle, ...rest);
  };
  child.send = remembering as typeof child.send;
  child.once('exit', () => last?.close());
}
