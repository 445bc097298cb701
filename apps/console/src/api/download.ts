import { ApiError, failure, type Input, type Route } from '@tongxing/contract/client';
import { i18n } from '../i18n';
import { isProofMissing } from './client';
import { withProof } from './proof';

/** Lists as files. */
export type ExportRoute = Extract<Route, `POST ${string}-exports`>;
/** Posters as files. */
type PrintRoute = Extract<Route, `POST ${string}-prints`>;
/** Lists of which the body says as what they come: CSV or XLSX. */
export type TableRoute = Exclude<ExportRoute, 'POST /api/v1/poster-exports'>;

/** A whole list may take minutes; ms. */
const LONGEST_MS = 600_000;

export interface Downloaded {
  readonly name: string;
  readonly content: Blob;
}

/**
 * Fetches a file, piece by piece.
 * @param onBytes told of all bytes so far
 * @throws ApiError when it is refused, or did not come whole
 */
export async function download<R extends ExportRoute | PrintRoute>(
  route: R,
  input: Input<R>,
  onBytes: (bytes: number) => void = () => undefined,
): Promise<Downloaded> {
  const { body, params } = input as { readonly body: unknown; readonly params?: { readonly id: string } };
  const path = route.slice('POST '.length).replace(':id', params?.id ?? '');
  const response = await withProof(isProofMissing, () => request(path, body));
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  const reader = response.body?.getReader();
  for (let bytes = 0; reader !== undefined; ) {
    const { done, value } = await reader.read().catch(lost);
    if (done) break;
    pieces.push(value);
    bytes += value.length;
    onBytes(bytes);
  }
  const type = response.headers.get('content-type') ?? '';
  const name = /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '')?.[1] ?? 'export';
  return { name, content: new Blob(pieces, { type }) };
}

/** The answer once it begins. @throws ApiError when it is refused */
async function request(path: string, body: unknown): Promise<Response> {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'accept-language': i18n.language },
    body: JSON.stringify(body),
    credentials: 'same-origin',
    signal: AbortSignal.timeout(LONGEST_MS),
  }).catch(lost);
  if (!response.ok) throw await failure(response);
  return response;
}

function lost(cause: unknown): never {
  throw new ApiError('NETWORK', 0, cause instanceof Error ? cause.message : 'network');
}

/** Hands a file to whoever sits there, as a link would. */
export function save({ name, content }: Downloaded): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
