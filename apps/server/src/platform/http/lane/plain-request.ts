import type { IncomingHttpHeaders } from 'node:http';

/** A request that came whole and has nothing unusual about it. */
export interface PlainRequest {
  readonly path: string;
  readonly headers: PlainHeaders;
  /** Of a JSON body. */
  readonly body: string;
  /** Where it ends in the bytes it was read from. */
  readonly end: number;
}

const MOST_BODY_BYTES = 4_096;
const MOST_HEAD_BYTES = 8_192;
const REQUEST_LINE = /^POST (\/[\w/-]*) HTTP\/1\.1\r\n/;
/**
 * One header as everybody writes it. Narrower than RFC 9112 §5 allows, on purpose: whatever two parsers could read
 * differently (folded lines, bare line ends, spaces before the colon, bytes beyond ASCII) is not read here at all.
 */
const HEADER = /([\w-]+):[ \t]*([\x20-\x7e\t]*)\r\n/y;
const DIGITS = /^\d{1,4}$/;

const MEANINGFUL = ['host', 'origin', 'cookie', 'authorization', 'accept-language', 'sec-fetch-site'] as const;
type Meaningful = (typeof MEANINGFUL)[number];

/** Headers that mean something on the lane; any other is passed over. */
export type PlainHeaders = { readonly [name in Meaningful]?: string | undefined };

/** Whoever sends one of these wants what only the framework's parser gives. */
const UNUSUAL = new Set(['transfer-encoding', 'expect', 'upgrade', 'trailer', 'te', 'content-encoding', 'http2-settings']);

/**
 * Reads a request from the beginning of what a connection has sent.
 * @returns `unusual` for whatever is not exactly of the expected kind, a head that did not come in one piece included:
 * it is for the framework's parser, which takes the same bytes from their beginning. `incomplete` when only the rest of
 * the body is missing.
 */
export function readPlainRequest(bytes: Buffer): PlainRequest | 'unusual' | 'incomplete' {
  const text = bytes.toString('latin1', 0, MOST_HEAD_BYTES + MOST_BODY_BYTES);
  const headEnd = text.indexOf('\r\n\r\n');
  const line = headEnd < 0 || headEnd > MOST_HEAD_BYTES ? null : REQUEST_LINE.exec(text);
  const path = line?.[1];
  if (line === null || path === undefined) return 'unusual';
  const head = Head.read(text, line[0].length, headEnd + 2);
  if (head === undefined) return 'unusual';
  const bodyStart = headEnd + 4;
  const end = bodyStart + head.contentLength;
  if (bytes.length < end) return 'incomplete';
  return { path, headers: head.headers, body: bytes.toString('utf8', bodyStart, end), end };
}

/** What is read of a head, header by header. */
class Head {
  contentLength = -1;
  private isJson = false;
  /** In the order of {@link MEANINGFUL}: a name out of a text that becomes the key of an object costs more than all of its reading. */
  private readonly values: (string | undefined)[] = [undefined, undefined, undefined, undefined, undefined, undefined];

  /** @returns undefined when it is not that of a plain request. */
  static read(text: string, from: number, end: number): Head | undefined {
    const head = new Head();
    HEADER.lastIndex = from;
    while (HEADER.lastIndex < end) {
      const header = HEADER.exec(text);
      if (header === null) return undefined;
      const [, name = '', value = ''] = header;
      if (!head.take(name.toLowerCase(), value)) return undefined;
    }
    const isWhole = head.contentLength >= 0 && head.isJson && head.values[0] !== undefined;
    return isWhole ? head : undefined;
  }

  get headers(): PlainHeaders {
    const [host, origin, cookie, authorization, language, site] = this.values;
    return { host, origin, cookie, authorization, 'accept-language': language, 'sec-fetch-site': site };
  }

  /** @returns false when the header makes the request an unusual one, which a second of its name does too. */
  private take(name: string, value: string): boolean {
    if (name === 'content-length') return this.takeLength(value);
    if (name === 'content-type') {
      const isFirst = !this.isJson;
      this.isJson = true;
      return isFirst && value === 'application/json';
    }
    if (name === 'connection') return value.toLowerCase() === 'keep-alive';
    const place = MEANINGFUL.indexOf(name as Meaningful);
    if (place < 0) return !UNUSUAL.has(name);
    const isFirst = this.values[place] === undefined;
    this.values[place] = value;
    return isFirst;
  }

  private takeLength(value: string): boolean {
    const isFirst = this.contentLength < 0;
    this.contentLength = DIGITS.test(value) ? Number(value) : MOST_BODY_BYTES + 1;
    return isFirst && this.contentLength <= MOST_BODY_BYTES;
  }
}

/** The same of a request that Node's parser has read: where its body ends and of what kind it is. */
export function isPlainBody(headers: IncomingHttpHeaders): boolean {
  const length = headers['content-length'] ?? '';
  return (
    headers['content-type'] === 'application/json' &&
    DIGITS.test(length) &&
    Number(length) <= MOST_BODY_BYTES &&
    headers['transfer-encoding'] === undefined &&
    headers.expect === undefined
  );
}
