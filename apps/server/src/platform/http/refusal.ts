import { ERROR_STATUS, type ErrorCode, type FieldErrorCode } from '@tongxing/contract';

export interface RefusedField {
  readonly field: string;
  readonly code: FieldErrorCode;
  /** What its message names. */
  readonly values?: Readonly<Record<string, string>>;
}

export interface RefusalOptions {
  readonly fields?: readonly RefusedField[];
  readonly retryAfterSeconds?: number;
  /** What its text names; `context` chooses among several. */
  readonly values?: Readonly<Record<string, string | number>>;
  readonly cause?: unknown;
}

/** A request that is refused for a reason the caller can act on. Everything else that is thrown is a defect. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;

  constructor(
    readonly code: ErrorCode,
    readonly options: RefusalOptions = {},
  ) {
    // An expected answer has no place in the program to look for, and finding it costs more than the answer itself.
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    super(code, options.cause === undefined ? undefined : { cause: options.cause });
    Error.stackTraceLimit = stackTraceLimit;
    this.status = ERROR_STATUS[code];
  }
}

/** A refusal that names one field. */
export function refuseField(field: string, code: FieldErrorCode): Refusal {
  return new Refusal('INVALID_REQUEST', { fields: [{ field, code }] });
}

const RETRY_SECONDS = { least: 1, spread: 5 } as const;

/**
 * Too much to do, or the database is away: it is not certain that anything was recorded, and a repeat with the same ids
 * never counts twice. The time to come back is spread over some seconds, so that those refused together do not come back
 * together.
 */
export function busy(cause?: unknown): Refusal {
  const retryAfterSeconds = RETRY_SECONDS.least + Math.floor(Math.random() * RETRY_SECONDS.spread);
  return new Refusal('UNAVAILABLE', { retryAfterSeconds, ...(cause === undefined ? {} : { cause }) });
}
