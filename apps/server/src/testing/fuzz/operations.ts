import type { JsonSchema, Schemas } from './json-schema';

/** One parameter of an operation. */
export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header' | 'cookie';
  readonly schema: JsonSchema;
}

/** An answer by its media types; one without any has no body. */
export type Content = Readonly<Record<string, { readonly schema: JsonSchema }>>;

/** One operation as the document describes it. */
export interface Operation {
  /** `operationId`: the endpoint's name. */
  readonly name: string;
  readonly method: string;
  /** With `{name}` for parameters. */
  readonly path: string;
  /** Kind of the principal that it is for; undefined for anybody. */
  readonly kind: string | undefined;
  readonly parameters: readonly Parameter[];
  readonly body: JsonSchema | undefined;
  /** By status. */
  readonly answers: Readonly<Record<string, Content | undefined>>;
}

export interface ApiDocument {
  readonly components: { readonly schemas: Schemas };
  readonly paths: Readonly<Record<string, Readonly<Record<string, RawOperation>>>>;
}

interface RawOperation {
  readonly operationId: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly content?: Content }>>;
  readonly security?: readonly Readonly<Record<string, unknown>>[];
}

/** Every operation of the document. */
export function operationsOf({ paths }: ApiDocument): Operation[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, raw]) => ({
      name: raw.operationId,
      method: method.toUpperCase(),
      path,
      kind: Object.keys(raw.security?.[0] ?? {})[0],
      parameters: raw.parameters ?? [],
      body: raw.requestBody?.content['application/json']?.schema,
      answers: Object.fromEntries(Object.entries(raw.responses).map(([status, { content }]) => [status, content])),
    })),
  );
}
