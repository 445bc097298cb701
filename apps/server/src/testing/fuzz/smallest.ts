import type { FuzzRequest } from './requests';

/** Requests that lack one thing of a request each. */
function withoutOne(request: FuzzRequest): FuzzRequest[] {
  const { query, headers, body } = request;
  const fields = body !== undefined && 'json' in body && isObject(body.json) ? Object.keys(body.json) : [];
  return [
    ...query.map((_, n) => ({ ...request, query: query.filter((__, other) => other !== n) })),
    ...Object.keys(headers).map((name) => ({ ...request, headers: without(headers, name) })),
    ...fields.map((name) => ({ ...request, body: { json: without((body as { json: Record<string, unknown> }).json, name) } })),
  ];
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

function without<T>(record: Readonly<Record<string, T>>, name: string): Record<string, T> {
  return Object.fromEntries(Object.entries(record).filter(([key]) => key !== name));
}

/** The least of a request that still fails, by taking away one thing after the other. */
export async function smallestFailing(request: FuzzRequest, fails: (request: FuzzRequest) => Promise<boolean>): Promise<FuzzRequest> {
  for (const smaller of withoutOne(request)) if (await fails(smaller)) return smallestFailing(smaller, fails);
  return request;
}
