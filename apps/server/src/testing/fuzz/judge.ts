import { ERROR_STATUS, type ErrorCode } from '@tongxing/contract';
import type { Answer } from '../wire';
import { mismatches, type Schemas } from './json-schema';
import type { Operation } from './operations';

/** A failure of ours told to somebody else: stacks, statements, values that were not filled in. */
const LEAKS = /\bat \S+ \(|node_modules|\bselect\b.+\bfrom\b|undefined|\{\{|relation "|ECONNREFUSED/i;
const PROBLEM_TYPE = 'application/problem+json';
/** The form of every refusal, as the document names it. */
const PROBLEM = { $ref: '#/components/schemas/Problem' };

/** Put off under load, as is declared: neither an answer to judge nor a failure. */
export function isPutOff({ status, headers }: Answer): boolean {
  return status === 503 && headers.get('retry-after') !== null;
}

/**
 * What is wrong with an answer, by the document; undefined when nothing is.
 * @param operation undefined when the document has none of this method and path
 */
export function findingOf(operation: Operation | undefined, method: string, answer: Answer, schemas: Schemas): string | undefined {
  const { status } = answer;
  if (isPutOff(answer)) return undefined;
  if (status >= 500) return `${status} ${answer.text.slice(0, 200)}`;
  // Without a body there is nothing more to see.
  if (method === 'HEAD') return undefined;
  if (status >= 400) return problemFinding(answer, schemas);
  return operation === undefined ? `${method} answers ${status} and is not declared` : successFinding(operation, answer, schemas);
}

function problemFinding({ status, type, json, text }: Answer, schemas: Schemas): string | undefined {
  if (!type.startsWith(PROBLEM_TYPE)) return `${status} is ${type}, not a problem document: ${text.slice(0, 100)}`;
  const [wrong] = mismatches(PROBLEM, json, schemas, 'problem');
  if (wrong !== undefined) return wrong;
  if (json?.status !== status || ERROR_STATUS[json.code as ErrorCode] !== status) return `${status} says ${json?.status} ${json?.code}`;
  // Fields repeat the names that were sent; the words are ours.
  const words = `${json.title} ${json.detail}`;
  return LEAKS.test(words) ? `the problem tells too much: ${words}` : undefined;
}

function successFinding({ answers }: Operation, { status, type, json, text }: Answer, schemas: Schemas): string | undefined {
  if (!(String(status) in answers)) return `${status} is not declared`;
  const content = answers[String(status)] ?? {};
  const [mediaType = ''] = type.split(';');
  if (Object.keys(content).length === 0) return text === '' ? undefined : `${status} has a body that is not declared`;
  const declared = content[mediaType];
  if (declared === undefined) return `${mediaType} is not declared`;
  return mediaType === 'application/json' ? mismatches(declared.schema, json, schemas, 'answer')[0] : undefined;
}
