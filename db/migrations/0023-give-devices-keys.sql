-- Devices prove themselves with a key pair of their own, and other systems call with a key of theirs (docs/adr/0023).

alter table devices alter column secret_hash drop not null;
alter table devices add column public_key bytea constraint devices_public_key_key unique constraint devices_public_key check (octet_length(public_key) = 32);
alter table devices add column key_set_at timestamptz;
alter table devices add column cloned_at timestamptz;
comment on column devices.secret_hash is 'Of the secret of a device from before key pairs. It counts until a key is there.';
comment on column devices.public_key is 'Ed25519 (RFC 8032); the private half never leaves the device. Null until it enrols.';
comment on column devices.cloned_at is 'When two sessions of one key were found in use at once; goes with the next enrolment.';
grant update (public_key, key_set_at, cloned_at) on devices to tongxing_app;

create table device_enrolments (
  device_id bigint primary key references devices (id),
  code_hash bytea not null constraint device_enrolments_code_key unique,
  author_id bigint not null references staff_accounts (id),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);
comment on table device_enrolments is 'The newest code of a device that is to make a key: it works once, for half an hour.';
grant select, insert, update on device_enrolments to tongxing_app;

create table device_sessions (
  token_hash bytea primary key,
  device_id bigint not null references devices (id),
  nonce bytea not null,
  started_at timestamptz not null,
  expires_at timestamptz not null,
  first_used_at timestamptz,
  ended_at timestamptz,
  constraint device_sessions_nonce_key unique (device_id, nonce)
);
comment on column device_sessions.nonce is 'Of the signed proof it was opened with: the proof works once. Kept until the session would have run out.';
comment on column device_sessions.first_used_at is 'An older session that is still used afterwards is a second holder of the key.';
grant select, insert, update (first_used_at, ended_at), delete on device_sessions to tongxing_app;

create table clients (
  id bigint generated always as identity primary key,
  public_id uuid not null constraint clients_public_id_key unique,
  name text not null,
  area_code text not null references divisions (code),
  permissions text[] not null,
  networks text[] not null,
  requests_per_minute integer not null,
  secret_hash bytea not null,
  rotation_id uuid,
  earlier_hash bytea,
  earlier_until timestamptz,
  author_id bigint not null references staff_accounts (id),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  last_used_at timestamptz,
  revoked_at timestamptz,
  constraint clients_life check (expires_at > created_at and expires_at <= created_at + interval '366 days')
);
comment on table clients is 'Other systems that call the API by themselves.';
comment on column clients.permissions is 'Only routes that the contract opens to clients can be called with them.';
comment on column clients.networks is 'CIDR; none: from anywhere.';
comment on column clients.earlier_hash is 'Of the secret before the last rotation, which lives on for a day.';
create index clients_newest on clients (created_at, public_id);
grant select, insert, update (secret_hash, rotation_id, earlier_hash, earlier_until, last_used_at, revoked_at) on clients to tongxing_app;
grant usage on sequence clients_id_seq to tongxing_app;

create table client_uses (
  client_id bigint not null references clients (id),
  day date not null,
  route text not null,
  answered integer not null,
  refused integer not null,
  constraint client_uses_pkey primary key (client_id, day, route)
);
comment on table client_uses is 'How often a client called which route on which day: what it read is totals and lists of things, so counts are the record.';
grant select, insert, update on client_uses to tongxing_app;
