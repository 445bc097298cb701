/** What of JSON Schema 2020-12 the API's document uses; a word beside these fails the reading, so that none is passed over. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly propertyNames?: JsonSchema;
  readonly items?: JsonSchema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly default?: unknown;
}

const KNOWN = new Set<string>([
  ...['$ref', 'type', 'enum', 'const', 'anyOf', 'oneOf', 'allOf', 'properties', 'required', 'additionalProperties', 'propertyNames'],
  ...['items', 'minItems', 'maxItems', 'minLength', 'maxLength', 'pattern', 'minimum', 'maximum', 'exclusiveMinimum'],
  ...['exclusiveMaximum', 'default', 'format', 'description', 'example', 'deprecated'],
]);
const PREFIX = '#/components/schemas/';

export type Schemas = Readonly<Record<string, JsonSchema>>;

/** The schema itself, where it stands elsewhere in the document. @throws Error for a word we do not know. */
export function resolved(schema: JsonSchema, schemas: Schemas): JsonSchema {
  const unknown = Object.keys(schema).filter((word) => !KNOWN.has(word));
  if (unknown.length > 0) throw new Error(`the document uses ${unknown.join(', ')}, which the fuzzer does not know`);
  if (schema.$ref === undefined) return schema;
  const target = schemas[schema.$ref.replace(PREFIX, '')];
  if (target === undefined) throw new Error(`${schema.$ref} stands nowhere in the document`);
  return resolved(target, schemas);
}

export function typesOf({ type }: JsonSchema): readonly string[] {
  if (type === undefined) return [];
  return typeof type === 'string' ? [type] : type;
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value;
}

function isOfType(value: unknown, type: string): boolean {
  return type === 'integer' ? Number.isInteger(value) : typeOf(value) === type;
}

/** Where and how a value is not what its schema says; nothing when it is. */
export function mismatches(schema: JsonSchema, value: unknown, schemas: Schemas, at = ''): string[] {
  const own = resolved(schema, schemas);
  const types = typesOf(own);
  if (types.length > 0 && !types.some((type) => isOfType(value, type))) return [`${at} is ${typeOf(value)}, not ${types.join(' or ')}`];
  return [
    ...(own.enum !== undefined && !own.enum.includes(value) ? [`${at} is none of its words`] : []),
    ...(own.const !== undefined && own.const !== value ? [`${at} is not ${String(own.const)}`] : []),
    ...combined(own, value, schemas, at),
    ...(typeof value === 'string' ? textMismatches(own, value, at) : []),
    ...(typeof value === 'number' ? numberMismatches(own, value, at) : []),
    ...(Array.isArray(value) ? listMismatches(own, value, schemas, at) : []),
    ...(typeOf(value) === 'object' ? objectMismatches(own, value as Record<string, unknown>, schemas, at) : []),
  ];
}

function combined({ anyOf, oneOf, allOf }: JsonSchema, value: unknown, schemas: Schemas, at: string): string[] {
  const choices = anyOf ?? oneOf;
  const isNone = choices?.every((choice) => mismatches(choice, value, schemas, at).length > 0) ?? false;
  return [...(isNone ? [`${at} is none of its choices`] : []), ...(allOf ?? []).flatMap((each) => mismatches(each, value, schemas, at))];
}

function textMismatches({ minLength = 0, maxLength = Number.POSITIVE_INFINITY, pattern }: JsonSchema, text: string, at: string): string[] {
  return [
    ...(text.length < minLength || text.length > maxLength ? [`${at} has ${text.length} characters`] : []),
    ...(pattern !== undefined && !new RegExp(pattern, 'u').test(text) ? [`${at} does not fit ${pattern}`] : []),
  ];
}

function numberMismatches(schema: JsonSchema, value: number, at: string): string[] {
  const isLow = value < (schema.minimum ?? Number.NEGATIVE_INFINITY) || value <= (schema.exclusiveMinimum ?? Number.NEGATIVE_INFINITY);
  const isHigh = value > (schema.maximum ?? Number.POSITIVE_INFINITY) || value >= (schema.exclusiveMaximum ?? Number.POSITIVE_INFINITY);
  return isLow || isHigh ? [`${at} is ${value}, out of its range`] : [];
}

function listMismatches(schema: JsonSchema, list: readonly unknown[], schemas: Schemas, at: string): string[] {
  const { items, minItems = 0, maxItems = Number.POSITIVE_INFINITY } = schema;
  const size = list.length < minItems || list.length > maxItems ? [`${at} has ${list.length} items`] : [];
  return [...size, ...(items === undefined ? [] : list.flatMap((one, n) => mismatches(items, one, schemas, `${at}[${n}]`)))];
}

function objectMismatches(schema: JsonSchema, object: Record<string, unknown>, schemas: Schemas, at: string): string[] {
  const { properties = {}, required = [], additionalProperties = true } = schema;
  const missing = required.filter((name) => !(name in object)).map((name) => `${at}.${name} is missing`);
  const wrong = Object.entries(object).flatMap(([name, value]) => {
    const own = properties[name] ?? additionalProperties;
    if (own === false) return [`${at}.${name} is not declared`];
    return own === true ? [] : mismatches(own, value, schemas, `${at}.${name}`);
  });
  return [...missing, ...wrong];
}
