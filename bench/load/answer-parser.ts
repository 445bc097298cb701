const NEW_LINE = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const ZERO = 0x30;
const NINE = 0x39;
const LOWER_CASE = 0x20;
/** Place of the status in `HTTP/1.1 200 OK`. */
const STATUS_FROM = 9;
const STATUS_TO = 12;

const names = ['content-length:', 'retry-after:', 'transfer-encoding:'].map((name) => Buffer.from(name));
const [CONTENT_LENGTH, RETRY_AFTER, TRANSFER_ENCODING] = names;

/**
 * Reads one HTTP/1.1 answer at a time in one pass over the bytes as they arrive, in however many pieces, without
 * making a string or a copy. Only what a load generator asks: the status, `Retry-After`, and where the answer ends.
 */
export class AnswerParser {
  status = 0;
  /** Seconds; -1 when the answer does not say. */
  retryAfter = -1;
  private isHead = true;
  private isFirstLine = true;
  private column = 0;
  /** The header this line may be, of those looked for. */
  private candidate: Buffer | undefined;
  private value = 0;
  private bodyLeft = 0;
  private isWhole = true;

  /**
   * @param length how many of the bytes are new
   * @returns true when the answer has arrived whole
   * @throws Error for what is not the answer to one request: a second one, or chunks instead of a length
   */
  feed(bytes: Uint8Array, length: number): boolean {
    if (this.isWhole) this.begin();
    let at = this.isHead ? this.readHead(bytes, length) : 0;
    if (this.isHead) return false;
    const taken = Math.min(this.bodyLeft, length - at);
    this.bodyLeft -= taken;
    at += taken;
    if (at < length) throw new Error('the server sent more than the one answer that was asked for');
    this.isWhole = this.bodyLeft === 0;
    return this.isWhole;
  }

  /** Forgets a half answer, for a new connection. */
  reset(): void {
    this.isWhole = true;
  }

  private begin(): void {
    this.status = 0;
    this.retryAfter = -1;
    this.isHead = true;
    this.isFirstLine = true;
    this.isWhole = false;
    this.bodyLeft = 0;
    this.beginLine();
  }

  private beginLine(): void {
    this.column = 0;
    this.candidate = undefined;
    this.value = 0;
  }

  /** @returns where the body begins, or the end of the bytes */
  private readHead(bytes: Uint8Array, length: number): number {
    for (let at = 0; at < length; at += 1) {
      const byte = bytes[at] ?? 0;
      if (byte !== NEW_LINE) this.readByte(byte);
      else if (this.endLine()) return at + 1;
    }
    return length;
  }

  private readByte(byte: number): void {
    if (byte === CARRIAGE_RETURN) return;
    const column = this.column;
    this.column = column + 1;
    if (this.isFirstLine) {
      if (column >= STATUS_FROM && column < STATUS_TO) this.status = this.status * 10 + byte - ZERO;
      return;
    }
    if (column === 0) this.candidate = names.find((name) => name[0] === (byte | LOWER_CASE));
    const name = this.candidate;
    if (name === undefined) return;
    if (column < name.length) {
      if (name[column] !== (byte | LOWER_CASE)) this.candidate = undefined;
    } else if (byte >= ZERO && byte <= NINE) this.value = this.value * 10 + byte - ZERO;
  }

  /** @returns true at the empty line that ends the head */
  private endLine(): boolean {
    if (this.candidate !== undefined && this.column > this.candidate.length) this.keepHeader(this.candidate);
    const isEnd = this.column === 0;
    this.isHead = !isEnd;
    this.isFirstLine = false;
    this.beginLine();
    return isEnd;
  }

  private keepHeader(name: Buffer): void {
    if (name === CONTENT_LENGTH) this.bodyLeft = this.value;
    else if (name === RETRY_AFTER) this.retryAfter = this.value;
    else if (name === TRANSFER_ENCODING) throw new Error('the server answers in chunks, which this generator does not read');
  }
}
