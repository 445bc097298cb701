/** Before a closed line is opened again. */
const REOPEN_MS = 4_000;
/** The server beats every five seconds; silence this long means that the line is dead and nobody has said so. */
const SILENCE_MS = 20_000;

interface FeedListener {
  readonly opened: () => void;
  readonly lost: () => void;
  /** Kind of list that changed. */
  readonly changed: (kind: string) => void;
}

function kindIn(event: Event): string | undefined {
  try {
    return (JSON.parse((event as MessageEvent<string>).data) as { kind?: string }).kind;
  } catch {
    return undefined;
  }
}

/**
 * Keeps a line to the change feed open until the returned function is called. The browser reconnects after a broken
 * line but not after a refusal (a restarting server answers 503), so a closed line is opened again here.
 */
export function followFeed(listener: FeedListener): () => void {
  let source: EventSource;
  let silence: ReturnType<typeof setTimeout> | undefined;
  let reopening: ReturnType<typeof setTimeout> | undefined;
  const reopen = () => {
    source.close();
    clearTimeout(silence);
    clearTimeout(reopening);
    reopening = setTimeout(open, REOPEN_MS);
  };
  const heard = () => {
    clearTimeout(silence);
    silence = setTimeout(() => {
      listener.lost();
      reopen();
    }, SILENCE_MS);
  };
  const open = () => {
    source = new EventSource('/api/v1/staff/feed');
    heard();
    source.addEventListener('open', listener.opened);
    source.addEventListener('beat', heard);
    source.addEventListener('changed', (event) => {
      heard();
      const kind = kindIn(event);
      if (kind !== undefined) listener.changed(kind);
    });
    source.addEventListener('error', () => {
      listener.lost();
      if (source.readyState === EventSource.CLOSED) reopen();
    });
  };
  open();
  return () => {
    source.close();
    clearTimeout(silence);
    clearTimeout(reopening);
  };
}
