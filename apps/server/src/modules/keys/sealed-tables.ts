import type { Purpose } from '../../platform/crypto/purposes';

export interface SealedColumn {
  readonly name: string;
  readonly purpose: Purpose;
  /** Purpose it was sealed for by earlier versions. */
  readonly earlier?: Purpose;
  /** Ends by itself, with its key or within the hour: never sealed anew. */
  readonly ends?: true;
}

/** A table with sealed fields, walked through in the order of its key. */
export interface SealedTable {
  readonly table: string;
  readonly key: { readonly column: string; readonly type: 'bigint' | 'integer' | 'uuid' | 'bytea' | 'boolean' };
  readonly columns: readonly SealedColumn[];
}

const BY_ID = { column: 'id', type: 'bigint' } as const;
const BY_PERSON = { column: 'person_id', type: 'bigint' } as const;
const BY_UUID = { column: 'id', type: 'uuid' } as const;

/** Every sealed field there is: a test compares this with the schema. What is not here could never be sealed anew. */
export const SEALED_TABLES: readonly SealedTable[] = [
  {
    table: 'installation',
    key: { column: 'only_row', type: 'boolean' },
    columns: [{ name: 'key_check', purpose: 'installation', earlier: 'message' }],
  },
  {
    table: 'persons',
    key: BY_ID,
    columns: [
      { name: 'name_sealed', purpose: 'name' },
      { name: 'document_sealed', purpose: 'document' },
      { name: 'phone_sealed', purpose: 'phone' },
    ],
  },
  {
    table: 'resident_accounts',
    key: BY_ID,
    columns: [
      { name: 'phone_sealed', purpose: 'phone' },
      { name: 'claimed_name_sealed', purpose: 'name' },
    ],
  },
  { table: 'staff_accounts', key: BY_ID, columns: [{ name: 'phone_sealed', purpose: 'phone' }] },
  { table: 'venues', key: { column: 'id', type: 'integer' }, columns: [{ name: 'contact_phone_sealed', purpose: 'phone' }] },
  {
    table: 'sms_messages',
    key: BY_UUID,
    columns: [
      { name: 'phone_sealed', purpose: 'phone' },
      { name: 'body_sealed', purpose: 'message', ends: true },
    ],
  },
  { table: 'guardians', key: BY_PERSON, columns: [{ name: 'name_sealed', purpose: 'name' }] },
  {
    table: 'staff_second_factors',
    key: { column: 'staff_id', type: 'bigint' },
    columns: [{ name: 'secret_sealed', purpose: 'second_factor' }],
  },
  {
    table: 'sign_in_tickets',
    key: { column: 'token_hash', type: 'bytea' },
    columns: [{ name: 'secret_sealed', purpose: 'second_factor', ends: true }],
  },
  {
    table: 'venue_applications',
    key: BY_UUID,
    columns: [
      { name: 'subject_name_sealed', purpose: 'name' },
      { name: 'subject_number_sealed', purpose: 'document' },
      { name: 'contact_name_sealed', purpose: 'name' },
      { name: 'contact_phone_sealed', purpose: 'phone' },
      { name: 'note_sealed', purpose: 'request' },
    ],
  },
  {
    table: 'venue_application_drafts',
    key: { column: 'applicant_account_id', type: 'bigint' },
    columns: [{ name: 'draft_sealed', purpose: 'request' }],
  },
  {
    table: 'rights_requests',
    key: BY_UUID,
    columns: [
      { name: 'wanted_sealed', purpose: 'request' },
      { name: 'reason_sealed', purpose: 'request' },
      { name: 'answer_sealed', purpose: 'request' },
    ],
  },
];

/** Those that are sealed anew, with the columns it is about. */
export const RESEALED_TABLES: readonly SealedTable[] = SEALED_TABLES.map((each) => ({
  ...each,
  columns: each.columns.filter(({ ends }) => ends !== true),
})).filter(({ columns }) => columns.length > 0);
