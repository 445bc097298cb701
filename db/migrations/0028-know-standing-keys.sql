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

-- A history is not rewritten, an order ends earlier but is never another one, a file that left stays as it was asked for.
revoke update, delete on incident_steps from tongxing_app;
revoke insert, update, delete on schema_migrations from tongxing_app;
revoke update, delete on legal_orders, exports from tongxing_app;
grant update (ends_on) on legal_orders to tongxing_app;
grant update (written, sha256, finished_at) on exports to tongxing_app;
