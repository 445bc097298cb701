-- The keys of blind indexes and of signatures are known to the database as the sealing keys are: with another one nobody
-- would be found again, and everybody could register a second time.

create table standing_keys (
  name text not null,
  fingerprint bytea not null,
  first_used_at timestamptz not null default now(),
  constraint standing_keys_pkey primary key (name),
  constraint standing_keys_name check (name in ('lookup', 'sign'))
);
comment on table standing_keys is 'Fingerprints of the two keys that are never exchanged, written at the first start: later ones compare them with the key file.';
grant select, insert on standing_keys to tongxing_app;
