-- What a role may take away in a day is a property of the role, for one account and for all who hold it together.

alter table roles
  add column export_files integer not null default 20,
  add column export_rows integer not null default 20000,
  add column export_rows_of_all integer not null default 100000,
  add constraint roles_export_quota check (export_files >= 0 and export_rows >= 0 and export_rows_of_all >= export_rows);
comment on column roles.export_files is 'Lists that one account may take away as files in a day of the city; export_rows: their rows; export_rows_of_all: of all accounts with this role together.';
-- The table stays for processes of the version before, until a later one drops it.
update roles r set export_files = q.files_per_day, export_rows = q.rows_per_day, export_rows_of_all = greatest(q.rows_per_day, 100000)
  from export_quotas q where q.role = r.name;

alter table exports
  add column role_id integer,
  add constraint exports_role_id_fkey foreign key (role_id) references roles (id);
comment on column exports.role_id is 'Role by which it was taken; null for what a process of the version before wrote for an account without one.';
update exports e set role_id = s.role_id from staff_accounts s where s.id = e.staff_id;
create index exports_of_role on exports (role_id, at);

-- Somebody can be a case again: entered anew after a refusal or a withdrawal, or infected a second time. Each case is
-- confirmed by the evidence that was recorded with it, and by no other of the same person.
alter table cases
  add column evidence_id uuid constraint cases_evidence_key unique,
  add constraint cases_evidence_fkey foreign key (evidence_id) references health_evidence (id)
    on delete set null deferrable initially deferred,
  drop constraint cases_person_key;
create index cases_person on cases (person_id);
comment on column cases.evidence_id is 'Recorded with the case; null when it was swept, or a process of the version before entered the case.';
update cases c set evidence_id = (
  select e.id from health_evidence e where e.person_id = c.person_id and e.kind = 'confirmed_case'
    and e.sampled_at = c.confirmed_at and e.source = c.evidence_reference order by e.recorded_at limit 1);

-- What other systems called ends with the register of exports: both say who took what.
create index client_uses_day on client_uses (day);
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
    delete from client_uses where ctid = any(array(
      select ctid from client_uses where day < over::date order by day limit most for update skip locked));
    get diagnostics more = row_count;
  else
    raise exception 'no class of data is named %', class;
  end if;
  return swept + more;
end $$;
