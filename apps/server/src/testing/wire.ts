/** An answer as it came over the wire. */
export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly headers: Headers;
  readonly text: string;
  /** The body read as JSON, or undefined when it is none. */
  readonly json: Record<string, unknown> | undefined;
}

export interface Sent {
  /** Cookie header. */
  readonly cookie?: string;
  readonly headers?: Record<string, string>;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as it is; goes before `body`. */
  readonly raw?: string | Uint8Array<ArrayBuffer>;
}

function parse(text: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Sends any request, also one that no client of ours would send. */
export async function send(origin: string, method: string, path: string, { cookie, headers, body, raw }: Sent = {}): Promise<Answer> {
  const payload = raw ?? (body === undefined ? undefined : JSON.stringify(body));
  const response = await fetch(`${origin}${path}`, {
    method,
    headers: {
      ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
      ...(cookie === undefined ? {} : { cookie }),
      'accept-language': 'en',
      ...headers,
    },
    ...(payload === undefined ? {} : { body: payload }),
    redirect: 'manual',
    signal: AbortSignal.timeout(20_000),
  });
  const type = response.headers.get('content-type') ?? '';
  if (type.startsWith('text/event-stream')) {
    await response.body?.cancel();
    return { status: response.status, type, headers: response.headers, text: '', json: undefined };
  }
  const text = await response.text();
  return { status: response.status, type, headers: response.headers, text, json: parse(text) };
}

/** An open stream of server-sent events. */
export interface Followed {
  readonly events: { readonly name: string; readonly data: Record<string, unknown> }[];
  /** Resolves when the stream is over, whoever ended it. */
  readonly ended: Promise<void>;
  close(): void;
}

function eventOf(block: string): Followed['events'][number] | undefined {
  const name = /^event: (.*)$/m.exec(block)?.[1];
  const data = /^data: (.*)$/m.exec(block)?.[1];
  return name === undefined || data === undefined ? undefined : { name, data: JSON.parse(data) };
}

async function read(body: ReadableStream<Uint8Array>, take: (event: Followed['events'][number]) => void): Promise<void> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    const blocks = `${rest}${decoder.decode(part.value, { stream: true })}`.split('\n\n');
    rest = blocks.pop() ?? '';
    for (const event of blocks.map(eventOf)) if (event !== undefined && event.name !== 'beat') take(event);
  }
}

/** Follows a stream and keeps what it said, beats aside. Resolves when the server has begun it. */
export async function follow(origin: string, path: string, cookie: string): Promise<Followed> {
  const abort = new AbortController();
  const response = await fetch(`${origin}${path}`, { headers: { cookie }, signal: abort.signal });
  if (!response.ok || response.body === null) throw new Error(`stream refused with ${response.status}`);
  const events: Followed['events'] = [];
  const ended = read(response.body, (event) => events.push(event)).catch(() => undefined);
  return { events, ended, close: () => abort.abort() };
}
