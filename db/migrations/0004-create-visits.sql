-- The record of every passage. Ids and small codes only; day partitions; two access paths and no more.

create table visits (
  at timestamptz not null,
  recorded_at timestamptz not null default now(),
  person_id bigint not null,
  event_id uuid not null,
  venue_id integer not null,
  verdict smallint not null,
  advice smallint not null,
  evidence smallint not null,
  method smallint not null,
  direction smallint not null,
  temperature smallint,
  reasons smallint[],
  constraint visits_pkey primary key (event_id, at)
) partition by range (at);
comment on column visits.at is 'Time inside the event id (UUIDv7, fixed at capture), so that the unique key holds the partition column.';
comment on column visits.temperature is 'Tenths of a degree Celsius.';
comment on column visits.reasons is 'Null when everything was in order, which is nearly always.';
create index visits_venue on visits (venue_id, at);
create index visits_person on visits (person_id, at);

-- The running role owns no table, so partitions are made through this function; the day boundary is the city's.
create function ensure_visit_partitions(first_day date, last_day date, zone text) returns integer
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  day date := first_day;
  made integer := 0;
  name text;
begin
  while day <= last_day loop
    name := 'visits_' || to_char(day, 'YYYYMMDD');
    if to_regclass('public.' || name) is null then
      execute format('create table %I partition of visits for values from (%L) to (%L)',
        name, day::timestamp at time zone zone, (day + 1)::timestamp at time zone zone);
      made := made + 1;
    end if;
    day := day + 1;
  end loop;
  return made;
end $$;

-- Retention: a day older than the given one is dropped whole. Whoever calls, the last 14 days stay: the shortest
-- retention there is, so that the running role cannot destroy what the investigation of today needs.
create function drop_visit_partitions(before_day date) returns integer
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  name text;
  dropped integer := 0;
  oldest_kept date := least(before_day, current_date - 14);
begin
  for name in
    select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'visits'::regclass and c.relname < 'visits_' || to_char(oldest_kept, 'YYYYMMDD')
  loop
    execute format('drop table %I', name);
    dropped := dropped + 1;
  end loop;
  return dropped;
end $$;
