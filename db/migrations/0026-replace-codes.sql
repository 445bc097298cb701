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

create table sticker_checks (
  id uuid not null,
  venue_id integer not null references venues (id),
  issue smallint not null,
  at timestamptz not null,
  author_id bigint not null references staff_accounts (id),
  latitude double precision,
  longitude double precision,
  accuracy_m integer,
  constraint sticker_checks_pkey primary key (id),
  constraint sticker_checks_position check (
    (latitude is null) = (longitude is null) and (latitude is null) = (accuracy_m is null)
    and latitude between -90 and 90 and longitude between -180 and 180 and accuracy_m between 0 and 100000)
);
comment on table sticker_checks is 'Somebody of the staff stood before a printed code: which, when and where (WGS-84). The first place of a venue is its filed one.';
create index sticker_checks_of_venue on sticker_checks (venue_id, at);

create table sticker_findings (
  id uuid not null default gen_random_uuid(),
  venue_id integer not null references venues (id),
  issue smallint not null,
  kind text not null,
  found_at timestamptz not null,
  distance_m integer,
  closed_at timestamptz,
  closed_by bigint references staff_accounts (id),
  note text,
  constraint sticker_findings_pkey primary key (id),
  constraint sticker_findings_kind check (kind in ('two_places', 'far_from_filed', 'replaced_seen', 'replaced_scanned')),
  constraint sticker_findings_closed check ((closed_at is null) = (closed_by is null) and (closed_at is null) = (note is null))
);
comment on table sticker_findings is 'What is wrong with a printed code, once for each code and kind until it is closed.';
create unique index sticker_findings_open on sticker_findings (venue_id, issue, kind) where closed_at is null;
create index sticker_findings_newest on sticker_findings (found_at, id);
create index sticker_findings_waiting on sticker_findings (found_at, id) where closed_at is null;

revoke delete on sticker_checks, sticker_findings from tongxing_app;
grant select, insert on sticker_checks to tongxing_app;
grant select, insert, update (closed_at, closed_by, note) on sticker_findings to tongxing_app;
