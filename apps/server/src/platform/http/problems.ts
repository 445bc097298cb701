import type { ErrorCode, Problem } from '@tongxing/contract';
import { ERROR_STATUS, type FieldErrorCode } from '@tongxing/contract';
import type { FastifyError } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import type { core } from 'zod';
import { sqlState } from '../database/database';
import { type Language, translate } from '../i18n';
import { busy, Refusal, type RefusedField } from './refusal';

type Issue = core.$ZodIssue;

function sizeCode(issue: { readonly origin?: string; readonly code: string }): FieldErrorCode {
  const isText = issue.origin === 'string' || issue.origin === 'array';
  if (issue.code === 'too_small') return isText ? 'too_short' : 'too_small';
  return isText ? 'too_long' : 'too_big';
}

function fieldCode(issue: Issue): FieldErrorCode {
  switch (issue.code) {
    case 'too_small':
    case 'too_big':
      return sizeCode(issue);
    case 'invalid_type':
      // The value itself is not in the issue, so that it never gets into an answer or a log; its message names the type.
      return /received undefined$/.test(issue.message) ? 'required' : 'wrong_type';
    case 'invalid_value':
    case 'invalid_union':
      return 'not_allowed';
    default:
      return 'bad_format';
  }
}

/** One entry a field; an unknown field is named itself, not its parent. */
export function fieldsOf(issues: readonly Issue[]): RefusedField[] {
  return issues.flatMap((issue): RefusedField[] => {
    const path = issue.path.map(String);
    if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => ({ field: [...path, key].join('.'), code: 'unknown_field' }));
    const code = fieldCode(issue);
    const isPhone = code === 'bad_format' && /phone$/i.test(path.at(-1) ?? '');
    return [{ field: path.join('.') || 'body', code: isPhone ? 'phone_format' : code }];
  });
}

/** The type provider takes an issue apart; put it together again. */
function issueOf(entry: { keyword: string; instancePath: string; message?: string | undefined; params: Record<string, unknown> }): Issue {
  return {
    ...entry.params,
    code: entry.keyword,
    message: entry.message ?? '',
    path: entry.instancePath.split('/').filter(Boolean),
  } as unknown as Issue;
}

const FASTIFY_CODES: Readonly<Record<string, ErrorCode>> = {
  FST_ERR_CTP_INVALID_JSON_BODY: 'MALFORMED_BODY',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'MALFORMED_BODY',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'MALFORMED_BODY',
  FST_ERR_CTP_BODY_TOO_LARGE: 'PAYLOAD_TOO_LARGE',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'UNSUPPORTED_MEDIA_TYPE',
};
/**
 * Connection trouble, a full disk, a deadlock, a lock or statement that took too long: come back with the same ids. A
 * connection that was lost at COMMIT leaves nobody knowing whether it came about, so the answer promises neither.
 */
const DATABASE_AWAY = /^(08|40|53|57P|55P03|57014)/;
const SOCKET_AWAY =
  /ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|timeout exceeded when trying to connect|Connection terminated|Client has encountered a connection error|Client was closed|Query read timeout/;

/** Reads any thrown thing as a refusal; what it does not know is a defect of ours. */
export function asRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (hasZodFastifySchemaValidationErrors(error)) {
    return new Refusal('INVALID_REQUEST', { fields: fieldsOf(error.validation.map(issueOf)) });
  }
  const { code, statusCode, message } = (error ?? {}) as FastifyError;
  const known = FASTIFY_CODES[code];
  if (known !== undefined) return new Refusal(known);
  const state = sqlState(error);
  if ((state !== undefined && DATABASE_AWAY.test(state)) || SOCKET_AWAY.test(message ?? '') || SOCKET_AWAY.test(code ?? '')) {
    return busy(error);
  }
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) return new Refusal('MALFORMED_BODY', { cause: error });
  return new Refusal('INTERNAL', { cause: error });
}

/** RFC 9457 body in the caller's language. */
export function problemOf(refusal: Refusal, language: Language, requestId: string): Problem {
  const { fields, retryAfterSeconds, values } = refusal.options;
  return {
    type: `urn:tongxing:error:${refusal.code}`,
    title: translate(language, `error.${refusal.code}.title`),
    status: ERROR_STATUS[refusal.code],
    code: refusal.code,
    detail: translate(language, `error.${refusal.code}.detail`, { seconds: retryAfterSeconds ?? 0, ...values }),
    requestId,
    ...(fields === undefined
      ? {}
      : { errors: fields.map(({ field, code, values }) => ({ field, code, message: translate(language, `field.${code}`, values) })) }),
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
    ...(values === undefined ? {} : { values }),
  };
}
