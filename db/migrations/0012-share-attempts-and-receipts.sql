-- What one process knew and every process of every node must know (docs/adr/0015).

create table sms_receipts (
  gateway_id text primary key,
  is_delivered boolean not null,
  received_at timestamptz not null
);
comment on table sms_receipts is 'Receipts that overtook the acceptance of their message, at whichever process; swept after a minute.';
grant select, insert, update, delete on sms_receipts to tongxing_app;

create table attempts (
  key bytea primary key,
  count integer not null,
  expires_at timestamptz not null
);
comment on table attempts is 'What may be tried only so often in a while: passwords, codes. Counted before it is looked at.';
comment on column attempts.key is 'Keyed hash of what is counted: no name, number or address in the clear.';
create index attempts_expiry on attempts (expires_at);
grant select, insert, update, delete on attempts to tongxing_app;

alter table sign_in_codes add column address_hash bytea;
comment on column sign_in_codes.address_hash is 'Keyed hash of the address that asked for the code.';
comment on column sign_in_codes.tries is 'By other addresses than the one that asked; those of each address are in attempts.';
