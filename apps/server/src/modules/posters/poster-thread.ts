import { answerInThread } from '../../platform/background-thread';
import { translate } from '../../platform/i18n';
import { layNotice, layPoster, missingIn } from './layout';
import { PosterFile } from './pdf';
import type { Missing, Poster, PosterStyle } from './poster';
import { svgOf } from './svg';
import { openTypeface } from './typeface';

/** What the thread that draws posters is asked. */
export type PosterQuestion =
  /** A page for each; the first of a document begin it. */
  | {
      readonly kind: 'pages';
      readonly document: string;
      readonly isFirst: boolean;
      /** Epoch ms. */
      readonly madeAt: number;
      readonly posters: readonly Poster[];
      readonly style: PosterStyle;
    }
  | { readonly kind: 'end'; readonly document: string }
  /** Nobody waits for the document any more. */
  | { readonly kind: 'drop'; readonly document: string }
  | { readonly kind: 'check'; readonly poster: Poster }
  | { readonly kind: 'preview'; readonly poster: Poster; readonly style: PosterStyle };

export interface PosterAnswer {
  /** Bytes of the document since the last answer. */
  readonly bytes?: Uint8Array;
  readonly svg?: string;
  /** Why a single poster is not drawn. */
  readonly missing?: Missing | undefined;
}

const typeface = openTypeface();
const documents = new Map<string, PosterFile>();

function sheetOf(poster: Poster, style: PosterStyle) {
  const missing = missingIn(poster, typeface);
  return missing === undefined ? layPoster(poster, style, typeface) : layNotice(poster, missing, style, typeface);
}

function documentOf({ document, isFirst, posters, madeAt }: Extract<PosterQuestion, { kind: 'pages' }>): PosterFile {
  const known = documents.get(document);
  if (known !== undefined) return known;
  // Another thread held it and has ended: what came so far cannot be gone on with.
  if (!isFirst) throw new Error('the document was lost with the thread that made it');
  const made = new PosterFile(translate('zh', 'poster.title', { name: posters[0]?.name ?? '' }), madeAt);
  documents.set(document, made);
  return made;
}

async function end(name: string): Promise<PosterAnswer> {
  const document = documents.get(name);
  if (document === undefined) throw new Error('the document was lost with the thread that made it');
  documents.delete(name);
  await document.end();
  return { bytes: document.take() };
}

answerInThread<PosterQuestion, PosterAnswer>(async (question) => {
  switch (question.kind) {
    case 'pages': {
      const { posters, style } = question;
      const document = documentOf(question);
      for (const poster of posters) document.add(sheetOf(poster, style));
      return { bytes: document.take() };
    }
    case 'end':
      return end(question.document);
    case 'drop':
      documents.delete(question.document);
      return {};
    case 'check':
      return { missing: missingIn(question.poster, typeface) };
    case 'preview': {
      const missing = missingIn(question.poster, typeface);
      return missing === undefined ? { svg: svgOf(layPoster(question.poster, question.style, typeface), typeface) } : { missing };
    }
  }
});
