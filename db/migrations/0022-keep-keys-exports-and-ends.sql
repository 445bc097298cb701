-- Which sealing keys were ever used, how far re-sealing has come, what left as a file, and the end of what is kept too
-- long (docs/adr/0022). Nothing here holds a key: a fingerprint only tells whether a file holds the same one.

create table sealing_keys (
  id integer not null,
  purpose text not null,
  suite text not null,
  fingerprint bytea not null,
  first_used_at timestamptz not null default now(),
  retired_at timestamptz,
  destroyed_at timestamptz,
  constraint sealing_keys_pkey primary key (id),
  constraint sealing_keys_end check (retired_at is null or destroyed_at is null)
);
comment on table sealing_keys is 'Written before a key seals anything: a start compares it with the key file and names what is missing.';
comment on column sealing_keys.retired_at is 'Nothing was sealed under it any more; destroyed_at: what is sealed under it is to stay unreadable.';

create table reseals (
  table_name text not null,
  place text not null default '',
  looked_at bigint not null default 0,
  resealed bigint not null default 0,
  keys text not null,
  finished_at timestamptz,
  constraint reseals_pkey primary key (table_name)
);
comment on table reseals is 'How far re-sealing has come, written with each batch: after a kill it goes on behind the last row.';
comment on column reseals.keys is 'The keys it seals under: with others it begins anew.';

create table export_quotas (
  role text not null,
  files_per_day integer not null,
  rows_per_day integer not null,
  constraint export_quotas_pkey primary key (role),
  constraint export_quotas_amounts check (files_per_day >= 0 and rows_per_day >= 0)
);
comment on table export_quotas is 'What one account of a role may take away in a day of the city; a role without a row has that of *.';
insert into export_quotas (role, files_per_day, rows_per_day) values ('*', 20, 20000), ('headquarters', 50, 200000), ('audit_admin', 50, 5000000);

create table exports (
  id uuid not null,
  at timestamptz not null,
  staff_id bigint not null,
  list text not null,
  format text not null,
  filter json not null,
  reason text not null,
  rows integer not null,
  written integer,
  sha256 bytea,
  finished_at timestamptz,
  constraint exports_pkey primary key (id),
  constraint exports_staff_id_fkey foreign key (staff_id) references staff_accounts (id),
  constraint exports_format check (format in ('csv', 'xlsx')),
  constraint exports_finished check ((finished_at is null) = (sha256 is null) and (finished_at is null) = (written is null))
);
comment on table exports is 'Every list that left as a file, written before its first byte; finished when its last byte was handed over.';
create index exports_of_staff on exports (staff_id, at);

create table retention_runs (
  class text not null,
  ran_at timestamptz not null,
  removed bigint not null,
  removed_at timestamptz,
  removed_in_all bigint not null default 0,
  constraint retention_runs_pkey primary key (class)
);
comment on table retention_runs is 'The last removal of each class: when it was looked for, what the last one took that took anything, and the sum.';

grant select, insert, update on sealing_keys to tongxing_app;
grant select, insert, update, delete on reseals to tongxing_app;
grant select on export_quotas to tongxing_app;
grant select, insert, update on exports to tongxing_app;
grant select, insert, update on retention_runs to tongxing_app;
-- Re-sealed with everything else, or its old key could never be retired.
grant update (key_check) on installation to tongxing_app;
grant update (name_sealed) on guardians to tongxing_app;

create index trips_ended on trips (left_at);
create index incidents_closed on incidents (closed_at) where state = 'closed';
create index warnings_late on warnings (at) where incident_id is null;

-- The running role may delete none of these by itself: only what is over, so many a call, and nothing younger than a
-- month, whatever it was told.
create or replace function sweep_ended(class text, before timestamptz, most integer) returns integer
language plpgsql security definer set search_path = public, pg_temp set lock_timeout = '2s' as $$
declare
  over timestamptz := least(before, now() - interval '30 days');
  ids uuid[];
  more integer := 0;
  swept integer := 0;
begin
  if class = 'incidents' then
    select array_agg(id) into ids from (
      select id from incidents where state = 'closed' and closed_at < over order by closed_at limit most for update skip locked) i;
    delete from sms_messages where warning_id in (select w.id from warnings w where w.incident_id = any(ids));
    delete from warnings where incident_id = any(ids);
    delete from incident_steps where incident_id = any(ids);
    delete from incidents where id = any(ids);
    get diagnostics swept = row_count;
    select array_agg(id) into ids from (
      select id from warnings where incident_id is null and at < over order by at limit most for update skip locked) w;
    delete from sms_messages where warning_id = any(ids);
    delete from warnings where id = any(ids);
    get diagnostics more = row_count;
  elsif class = 'cases' then
    select array_agg(id) into ids from (
      select id from cases c where confirmed_at < over and not exists (
        select from traces t where t.case_id = c.id and coalesce(t.completed_at, t.decided_at, t.requested_at) >= over)
      order by confirmed_at limit most for update skip locked) c;
    delete from trace_contacts where trace_id in (select t.id from traces t where t.case_id = any(ids));
    delete from trace_persons where trace_id in (select t.id from traces t where t.case_id = any(ids));
    delete from trace_stays where trace_id in (select t.id from traces t where t.case_id = any(ids));
    delete from traces where case_id = any(ids);
    delete from cases where id = any(ids);
    get diagnostics swept = row_count;
  elsif class = 'evidence' then
    select array_agg(id) into ids from (
      select id from health_evidence where valid_until < over order by valid_until limit most for update skip locked) e;
    delete from evidence_steps where evidence_id = any(ids);
    delete from health_evidence where id = any(ids);
    get diagnostics swept = row_count;
  elsif class = 'trips' then
    delete from trips where id in (select id from trips where left_at < over order by left_at limit most for update skip locked);
    get diagnostics swept = row_count;
  elsif class = 'exports' then
    delete from exports where id in (select id from exports where at < over order by at limit most for update skip locked);
    get diagnostics swept = row_count;
  else
    raise exception 'no class of data is named %', class;
  end if;
  return swept + more;
end $$;
revoke all on function sweep_ended(text, timestamptz, integer) from public;
grant execute on function sweep_ended(text, timestamptz, integer) to tongxing_app;
