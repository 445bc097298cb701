import { ERROR_STATUS, type ErrorCode, type FieldErrorCode } from '@tongxing/contract';

export interface RefusedField {
  readonly field: string;
  readonly code: FieldErrorCode;
}

/** A request that is refused for a reason the caller can act on. Everything else that is thrown is a defect. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;

  constructor(
    readonly code: ErrorCode,
    readonly options: { readonly fields?: readonly RefusedField[]; readonly retryAfterSeconds?: number; readonly cause?: unknown } = {},
  ) {
    super(code, options.cause === undefined ? undefined : { cause: options.cause });
    this.status = ERROR_STATUS[code];
  }
}

/** A refusal that names one field. */
export function refuseField(field: string, code: FieldErrorCode): Refusal {
  return new Refusal('INVALID_REQUEST', { fields: [{ field, code }] });
}
