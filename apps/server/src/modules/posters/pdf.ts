import { once } from 'node:events';
import PDFDocument from 'pdfkit';
import { MM_PER_PT, type Sheet } from './poster';
import { FACE_FILES } from './typeface';

const pt = (millimetres: number) => millimetres / MM_PER_PT;

/** A PDF that is handed out while it is made: pages that were written are not kept, only the letters they used. */
export class PosterFile {
  private readonly document = new PDFDocument({ autoFirstPage: false, margin: 0, lang: 'zh-CN' });
  private pieces: Buffer[] = [];

  /** @param title of the whole, as viewers show it @param madeAt epoch ms */
  constructor(title: string, madeAt: number) {
    this.document.info.Title = title;
    this.document.info.CreationDate = new Date(madeAt);
    this.document.on('data', (piece: Buffer) => this.pieces.push(piece));
    for (const [face, file] of Object.entries(FACE_FILES)) this.document.registerFont(face, file);
  }

  add({ width, height, marks }: Sheet): void {
    this.document.addPage({ size: [pt(width), pt(height)], margin: 0 });
    for (const mark of marks) {
      if (mark.kind === 'block') this.document.rect(pt(mark.x), pt(mark.y), pt(mark.width), pt(mark.height));
    }
    // One fill for all: neighbouring blocks of a code show no hairline between them.
    this.document.fill('black');
    for (const mark of marks) {
      if (mark.kind !== 'text') continue;
      this.document.font(mark.face).fontSize(mark.pt);
      this.document.text(mark.text, pt(mark.x), pt(mark.baseline), { lineBreak: false, baseline: 'alphabetic' });
    }
  }

  /** What was written since the last time. */
  take(): Buffer {
    const piece = Buffer.concat(this.pieces);
    this.pieces = [];
    return piece;
  }

  /** Closes the document; {@link take} then gives its rest. */
  async end(): Promise<void> {
    const ended = once(this.document, 'end');
    this.document.end();
    await ended;
  }
}
