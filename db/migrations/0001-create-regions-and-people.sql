-- Who and where. Identity is sealed by the application; the database sees bytes and blind indexes only.

create table installation (
  only_row boolean primary key default true constraint installation_single check (only_row),
  profile text not null constraint installation_profile check (profile in ('demo', 'production')),
  key_check bytea not null,
  created_at timestamptz not null default now()
);
comment on column installation.key_check is 'Sealed by the key file of this installation: with another one nothing could be read.';
comment on table installation is 'A database belongs to one profile for life: demo mode cannot be switched on over real data.';

create table divisions (
  code text primary key constraint divisions_code check (code ~ '^(\d{2}|\d{4}|\d{6}|\d{9})$'),
  parent_code text references divisions (code),
  name_zh text not null,
  name_en text not null,
  path_zh text not null,
  path_en text not null
);
create index divisions_parent on divisions (parent_code);

create table persons (
  id bigint generated always as identity primary key,
  public_id uuid not null constraint persons_public_id_key unique,
  document_type text not null,
  name_sealed bytea not null,
  document_sealed bytea not null,
  document_index bytea not null constraint persons_document_key unique,
  phone_sealed bytea not null,
  registered_at timestamptz not null default now()
);
comment on column persons.document_index is 'Keyed hash of type and number, for look-up by equality only.';

create table resident_accounts (
  id bigint generated always as identity primary key,
  phone_index bytea not null constraint resident_accounts_phone_key unique,
  phone_sealed bytea not null,
  person_id bigint constraint resident_accounts_person_key unique references persons (id),
  created_at timestamptz not null default now()
);
comment on table resident_accounts is 'A telephone that signed in; person_id is null until real-name registration.';

create table sign_in_codes (
  phone_index bytea primary key,
  code_hash bytea not null,
  sent_at timestamptz not null,
  expires_at timestamptz not null,
  tries smallint not null default 0
);
comment on table sign_in_codes is 'One live code a number.';

create table sign_in_requests (
  at timestamptz not null,
  phone_index bytea not null,
  address_hash bytea not null
);
create index sign_in_requests_phone on sign_in_requests (phone_index, at);
create index sign_in_requests_address on sign_in_requests (address_hash, at);

create table roles (
  id integer generated always as identity primary key,
  name text not null constraint roles_name_key unique,
  permissions text[] not null
);

create table staff_accounts (
  id bigint generated always as identity primary key,
  public_id uuid not null constraint staff_accounts_public_id_key unique,
  username text not null constraint staff_accounts_username_key unique,
  password_hash text not null,
  display_name text not null,
  role_id integer not null references roles (id),
  area_code text references divisions (code),
  venue_id integer,
  phone_sealed bytea,
  suspended_at timestamptz,
  created_at timestamptz not null default now(),
  constraint staff_accounts_one_area check ((area_code is null) <> (venue_id is null))
);
comment on column staff_accounts.area_code is 'Everything whose division starts with this code; or a single venue instead.';

create table sessions (
  token_hash bytea primary key,
  kind text not null constraint sessions_kind check (kind in ('resident', 'staff', 'door')),
  subject_id bigint not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null
);
comment on column sessions.subject_id is 'Resident account, staff account, or venue, by kind.';
create index sessions_subject on sessions (kind, subject_id);
create index sessions_expiry on sessions (expires_at);
