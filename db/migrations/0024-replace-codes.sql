-- A damaged or leaked code is replaced by a new one of the same venue; the old one is known for ever (docs/adr/0025).

alter table venues add column issue smallint not null default 1;
alter table venues add column issued_at timestamptz;
comment on column venues.code is '13 characters Crockford base32, opaque: what the poster holds. A replaced one moves to replaced_codes.';
comment on column venues.issue is 'How many codes the venue has had, with this one.';
comment on column venues.issued_at is 'When the present code was issued; null: with the venue itself.';

create table replaced_codes (
  id integer generated always as identity primary key,
  venue_id integer not null references venues (id),
  issue smallint not null,
  code text not null constraint replaced_codes_code_key unique,
  issued_at timestamptz not null,
  replaced_at timestamptz not null,
  request_id uuid not null constraint replaced_codes_request_key unique,
  cause text not null,
  reason text not null,
  author_id bigint not null references staff_accounts (id),
  scans integer not null default 0,
  last_scanned_at timestamptz,
  constraint replaced_codes_issue_key unique (venue_id, issue),
  constraint replaced_codes_cause check (cause in ('damaged', 'leaked', 'moved', 'other'))
);
comment on table replaced_codes is 'Codes that were valid once. Never deleted: an old sticker says for ever what became of it.';
comment on column replaced_codes.request_id is 'Made by the caller: a replacement that is sent twice happens once.';
comment on column replaced_codes.scans is 'How often it was looked up since, at most one node''s few seconds late. Nobody''s visit.';
revoke delete on replaced_codes from tongxing_app;
grant select, insert, update (scans, last_scanned_at) on replaced_codes to tongxing_app;
grant usage on sequence replaced_codes_id_seq to tongxing_app;

alter table exports drop constraint exports_format;
alter table exports add constraint exports_format check (format in ('csv', 'xlsx', 'pdf'));
