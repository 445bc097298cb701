import { z } from 'zod';

/**
 * Every failure the API can answer with, and the HTTP status it travels under. Stable: clients branch on these
 * codes, never on texts. RFC 9457 problem details carry them in `code`.
 */
export const ERROR_STATUS = {
  /** The request does not have the declared form; `errors` names each field. */
  INVALID_REQUEST: 400,
  /** The body is not JSON, or too deep, or in a wrong encoding. */
  MALFORMED_BODY: 400,
  /** Nobody is signed in, or the session has ended. */
  NOT_SIGNED_IN: 401,
  /** User name, password or SMS code do not match. The answer never says which. */
  SIGN_IN_FAILED: 401,
  /** The signed-in account lacks the permission. */
  FORBIDDEN: 403,
  /** The device is not known, or its proof is not made with the key that it enrolled. */
  DEVICE_NOT_ACCEPTED: 401,
  /** The device was revoked: told only to whoever holds its key. */
  DEVICE_REVOKED: 403,
  /** The key of another system is not valid from where it was used. */
  NETWORK_NOT_ALLOWED: 403,
  /** The request came from another site. */
  CROSS_SITE: 403,
  /** A resident must register with name and document first. */
  REGISTRATION_REQUIRED: 403,
  /** Health and itinerary on the telephone need their own consent, which was not given or was withdrawn. */
  CONSENT_REQUIRED: 403,
  /** A dangerous step: prove who you are again, then repeat. */
  PROOF_REQUIRED: 403,
  /** Who asked for a trace or recorded evidence cannot decide on it. */
  SECOND_PERSON_REQUIRED: 403,
  /** Nobody changes their own account: another administrator does. */
  OWN_ACCOUNT: 403,
  /** Not there, or outside the caller's area: the two look the same on purpose. */
  NOT_FOUND: 404,
  /** The code is not one of ours, or was typed wrongly. */
  VENUE_CODE_UNKNOWN: 404,
  /** No device waits for this code: mistyped, used, replaced by a newer one, or too old. */
  ENROLMENT_CODE_UNKNOWN: 404,
  /** The digits do not work at this venue: mistyped, replaced, too old or tried too often. The answer never says which. */
  VENUE_NUMBER_WRONG: 404,
  /** A proof works once: this one was shown before. */
  DEVICE_PROOF_USED: 409,
  /** The step is not possible in the present state. */
  STATE_CONFLICT: 409,
  /** Nobody active would be left who can do what this account does; appoint somebody first. */
  LAST_ADMINISTRATOR: 409,
  /** Who recorded the evidence or asked for its withdrawal may not do so any more: it cannot be confirmed. */
  AUTHOR_WITHOUT_RIGHT: 409,
  /** No second person has confirmed the evidence of the case, or it was withdrawn. */
  CASE_NOT_CONFIRMED: 409,
  /** The person has a case that is not decided, or one confirmed no earlier than this. */
  CASE_EXISTS: 409,
  /** Evidence, an incident or an investigation is found by this document: it cannot become another now. */
  DOCUMENT_HELD: 409,
  /** The event id was used before for another scan. */
  EVENT_ID_TAKEN: 409,
  /** A door had recorded this document: what it recorded is shown when an officer has confirmed that it is theirs. */
  CLAIM_WAITING: 409,
  /** This phone or this document is already registered. */
  ALREADY_REGISTERED: 409,
  /** Only somebody whose own health status is green applies for a venue code. */
  APPLICANT_NOT_GREEN: 409,
  /** The policy allows no more codes for this telephone. */
  CODES_OF_PHONE_USED: 409,
  /** The policy allows no more venues for this manager. */
  VENUES_OF_MANAGER_USED: 409,
  /** An application of the same subject for the same address waits for its answer. */
  APPLICATION_PENDING: 409,
  /** The same subject has a code for the same address. */
  VENUE_ALREADY_CODED: 409,
  /** The document number belongs to no registered person. */
  PERSON_UNKNOWN: 422,
  /** The clock of the device is too far off; the header `Date` of the answer is the time. */
  DEVICE_CLOCK_WRONG: 422,
  /** The scan's own time is too old or in the future. */
  EVENT_TIME_OUT_OF_RANGE: 422,
  /** The poster's typeface does not have a character of the venue; `errors` names it. It is never left blank. */
  POSTER_NOT_PRINTABLE: 422,
  /** The window leaves what the case or the retention allows. */
  WINDOW_OUT_OF_RANGE: 422,
  /** The account has taken what its role may take away as files in a day; `Retry-After` says when the next day begins. */
  EXPORT_QUOTA_USED: 429,
  PAYLOAD_TOO_LARGE: 413,
  UNSUPPORTED_MEDIA_TYPE: 415,
  /** Too many requests; `Retry-After` says when to come back. */
  TOO_MANY_REQUESTS: 429,
  /** Too much load or the database is away; whether it was recorded is not certain; the same event id never counts twice. */
  UNAVAILABLE: 503,
  /** The database came back older than what was acknowledged: reads go on, nothing is written until the operator acts. */
  DATABASE_BEHIND: 503,
  /** A defect on our side; the request id finds it in the log. */
  INTERNAL: 500,
} as const;

export type ErrorCode = keyof typeof ERROR_STATUS;
export const ERROR_CODES = Object.keys(ERROR_STATUS) as [ErrorCode, ...ErrorCode[]];

/** Why one field was refused. Translated in the catalogues under `field.<code>`. */
export const FIELD_ERROR_CODES = [
  'required',
  'wrong_type',
  'too_short',
  'too_long',
  'too_small',
  'too_big',
  'too_many',
  'bad_format',
  'not_allowed',
  'unknown_field',
  'document_format',
  'document_check_digit',
  'document_birth_date',
  'phone_format',
  'name_characters',
  'in_the_future',
  'before_start',
  'division_unknown',
  'too_common',
  'same_as_username',
  'incompatible_permissions',
  'already_used',
  'township_required',
  'located_too_long_ago',
  'not_printable',
] as const;
export type FieldErrorCode = (typeof FIELD_ERROR_CODES)[number];

export const FieldError = z.object({
  /** Dotted path of the field in the body, query or path. */
  field: z.string(),
  code: z.enum(FIELD_ERROR_CODES),
  message: z.string(),
});
export type FieldError = z.infer<typeof FieldError>;

/** RFC 9457. `title` and `detail` are in the language the client asked for. */
export const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.enum(ERROR_CODES),
    detail: z.string(),
    requestId: z.string(),
    errors: z.array(FieldError).optional(),
    retryAfterSeconds: z.int().optional(),
    /** What the texts name, for clients with words of their own; `context` says which of several cases it is. */
    values: z.record(z.string(), z.union([z.string(), z.int()])).optional(),
  })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof Problem>;
