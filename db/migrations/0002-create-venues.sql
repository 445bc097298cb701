create table venues (
  id integer generated always as identity primary key,
  public_id uuid not null constraint venues_public_id_key unique,
  code text not null constraint venues_code_key unique,
  name text not null,
  class text not null,
  scene text not null,
  state text not null default 'active',
  address text not null,
  division_code text not null references divisions (code),
  contact_phone_sealed bytea not null,
  created_at timestamptz not null default now()
);
comment on column venues.code is '13 characters Crockford base32, opaque, permanent: what the poster holds.';
create index venues_area on venues (division_code text_pattern_ops, id);

alter table staff_accounts add constraint staff_accounts_venue_fkey foreign key (venue_id) references venues (id);

create table door_pairings (
  code_hash bytea primary key,
  venue_id integer not null references venues (id),
  created_by bigint not null references staff_accounts (id),
  expires_at timestamptz not null
);
comment on table door_pairings is 'Short codes, once and for ten minutes; a used one is deleted.';
