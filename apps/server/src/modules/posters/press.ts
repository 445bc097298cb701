import { randomUUID } from 'node:crypto';
import { BackgroundThread } from '../../platform/background-thread';
import type { Clock } from '../../platform/clock';
import { busy, Refusal } from '../../platform/http/refusal';
import type { Missing, Poster, PosterStyle } from './poster';
import type { PosterAnswer, PosterQuestion } from './poster-thread';

/** Documents that a process makes at once, and questions that wait: beyond that, come back in a few seconds. */
const MOST_DOCUMENTS = 4;
const MOST_WAITING = 32;

/**
 * Draws posters in a thread beside the one that answers scans. A document is made as fast as it is fetched, a batch of
 * pages at a time; those of several callers take turns.
 */
export class Press {
  private readonly thread = new BackgroundThread<PosterQuestion, PosterAnswer>('poster-thread');
  private documents = 0;

  constructor(private readonly clock: Clock) {}

  /** @throws {Refusal} POSTER_NOT_PRINTABLE naming the characters, UNAVAILABLE when too many wait. */
  async preview(poster: Poster, style: PosterStyle): Promise<string> {
    const { svg = '', missing } = await this.ask({ kind: 'preview', poster, style });
    refuseMissing(missing);
    return svg;
  }

  /** @throws {Refusal} POSTER_NOT_PRINTABLE naming the characters, UNAVAILABLE when too many wait. */
  async check(poster: Poster): Promise<void> {
    const { missing } = await this.ask({ kind: 'check', poster });
    refuseMissing(missing);
  }

  /** @throws {Refusal} UNAVAILABLE when too many documents are made already; asked before anything is written down. */
  requireRoom(): void {
    if (this.documents >= MOST_DOCUMENTS) throw busy();
  }

  /** A PDF with a page for each poster, of which there is at least one. */
  async *print(batches: AsyncIterable<readonly Poster[]>, style: PosterStyle): AsyncGenerator<Buffer> {
    const document = randomUUID();
    const madeAt = this.clock.now();
    this.documents += 1;
    let [isFirst, isWhole] = [true, false];
    try {
      for await (const posters of batches) {
        const { bytes } = await this.thread.ask({ kind: 'pages', document, isFirst, madeAt, posters, style });
        isFirst = false;
        if (bytes !== undefined && bytes.length > 0) yield Buffer.from(bytes);
      }
      const { bytes } = await this.thread.ask({ kind: 'end', document });
      isWhole = true;
      if (bytes !== undefined) yield Buffer.from(bytes);
    } finally {
      this.documents -= 1;
      if (!isWhole) this.thread.ask({ kind: 'drop', document }).catch(() => undefined);
    }
  }

  end(): Promise<void> {
    return this.thread.end();
  }

  private ask(question: PosterQuestion): Promise<PosterAnswer> {
    if (this.thread.backlog >= MOST_WAITING) throw busy();
    return this.thread.ask(question);
  }
}

function refuseMissing(missing: Missing | undefined): void {
  if (missing === undefined) return;
  const fields = Object.entries(missing).map(([field, characters]) => ({ field, code: 'not_printable' as const, values: { characters } }));
  throw new Refusal('POSTER_NOT_PRINTABLE', { fields });
}
