-- A visit in 60 bytes with two access paths of 20 to 28 (docs/adr/0011). The event id (UUIDv7) is kept whole in two
-- numbers, the first of which grows with time: it is partition key, half of the unique key and the time of the visit.
--
--   moment  41 bits milliseconds since 2020-01-01, then the first 22 of the id's 74 random bits
--   tail    the other 52 random bits

create function visit_moment(at timestamptz) returns bigint language sql immutable parallel safe
return ((floor(extract(epoch from at) * 1000))::bigint - 1577836800000) << 22;

create function visit_time(moment bigint) returns timestamptz language sql immutable parallel safe
return to_timestamp((((moment >> 22) + 1577836800000)::numeric / 1000)::double precision);

create function visit_slot(moment bigint) returns integer language sql immutable parallel safe
return (moment >> 42)::integer;
comment on function visit_slot is 'Span of 2^20 ms (17.5 minutes): coarse, so that a busy venue''s index entries share one key.';

create function visit_event_id(moment bigint, tail bigint) returns uuid language sql immutable parallel safe
return (lpad(to_hex((moment >> 22) + 1577836800000), 12, '0') || '7' || lpad(to_hex((moment >> 10) & 4095), 3, '0')
  || to_hex(8 | ((moment >> 8) & 3)) || lpad(to_hex(moment & 255), 2, '0') || lpad(to_hex(tail), 13, '0'))::uuid;

-- The layout before: kept aside until its rows are over.
alter table visits rename to visits_before;
alter table visits_before rename constraint visits_pkey to visits_before_pkey;
alter index visits_venue rename to visits_before_venue;
alter index visits_person rename to visits_before_person;
do $$
declare
  name text;
begin
  for name in select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = 'visits_before'::regclass loop
    execute format('alter table %I rename to %I', name, replace(name, 'visits_', 'visits_before_'));
  end loop;
end $$;

create table visits (
  moment bigint not null,
  tail bigint not null,
  person_id integer not null,
  venue_id integer not null,
  delay integer not null,
  codes integer not null,
  temperature smallint,
  reasons smallint[],
  constraint visits_pkey primary key (person_id, moment)
) partition by range (moment);
comment on table visits is 'Every passage. Eight columns at most: a ninth would widen the header of each row by eight bytes.';
comment on column visits.delay is 'Milliseconds from capture to recording; below zero when a phone''s clock is ahead.';
comment on column visits.codes is 'Four bits each, lowest first: verdict, advice, evidence, method, direction.';
comment on column visits.temperature is 'Tenths of a degree Celsius.';
comment on column visits.reasons is 'Null when everything was in order, which is nearly always.';
create index visits_venue on visits (venue_id, visit_slot(moment));

create view visit_log as
  select visit_event_id(moment, tail) as event_id, visit_time(moment) as at, visit_time(moment) + delay * interval '1 millisecond' as recorded_at,
    moment, person_id, venue_id, (codes & 15)::smallint as verdict, (codes >> 4 & 15)::smallint as advice, (codes >> 8 & 15)::smallint as evidence,
    (codes >> 12 & 15)::smallint as method, (codes >> 16 & 15)::smallint as direction, temperature, reasons
  from visits;
comment on view visit_log is 'Visits in columns a person can read. A condition on time belongs on moment, which has the index.';

-- A batch of visits. In a function, so that each connection plans it once: planning anew cost a third of a small batch.
-- Gives back the places (from 0) of those that were not written, since the person has a visit at that moment.
create function record_visits(
  moments bigint[], tails bigint[], person_ids integer[], venue_ids integer[], delays integer[], code_sets integer[], temperatures smallint[],
  reason_lists text[]
) returns table (place integer) language plpgsql set search_path = public, pg_temp as $$
declare
  written bigint;
begin
  insert into visits (moment, tail, person_id, venue_id, delay, codes, temperature, reasons)
  select g.moment, g.tail, g.person_id, g.venue_id, g.delay, g.codes, g.temperature, g.reasons::smallint[]
  from unnest(moments, tails, person_ids, venue_ids, delays, code_sets, temperatures, reason_lists)
    as g (moment, tail, person_id, venue_id, delay, codes, temperature, reasons)
  on conflict do nothing;
  get diagnostics written = row_count;
  if written < cardinality(moments) then
    -- Rows of this transaction are the new ones.
    return query select (g.place - 1)::integer
      from unnest(moments, tails, person_ids) with ordinality as g (moment, tail, person_id, place)
      where not exists (select from visits v where v.person_id = g.person_id and v.moment = g.moment and v.tail = g.tail
        and v.xmin = pg_current_xact_id()::xid);
  end if;
end $$;

-- Made beside the table and attached, so that no scan waits for it. The day boundary is the city's.
create or replace function ensure_visit_partitions(first_day date, last_day date, zone text) returns integer
language plpgsql security definer set search_path = public, pg_temp set lock_timeout = '2s' as $$
declare
  day date := first_day;
  made integer := 0;
  name text;
begin
  while day <= last_day loop
    name := 'visits_' || to_char(day, 'YYYYMMDD');
    if to_regclass('public.' || name) is null then
      execute format('create table %I (like visits including all)', name);
      execute format('alter table visits attach partition %I for values from (%s) to (%s)', name,
        visit_moment(day::timestamp at time zone zone), visit_moment((day + 1)::timestamp at time zone zone));
      made := made + 1;
    end if;
    day := day + 1;
  end loop;
  return made;
end $$;

-- Retention: a day older than the given one is dropped whole. Whoever calls, the last 14 days stay: the shortest
-- retention there is, so that the running role cannot destroy what the investigation of today needs. A lock that is
-- not had soon is left for the next time, since scans queue up behind whoever waits for it.
create or replace function drop_visit_partitions(before_day date) returns integer
language plpgsql security definer set search_path = public, pg_temp set lock_timeout = '500ms' as $$
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

-- The days and rows there are: partitions with the bounds they had, rows whose event ids give their numbers back exactly.
do $$
declare
  name text;
  bounds text[];
begin
  for name, bounds in
    select replace(c.relname, 'visits_before_', 'visits_'), regexp_match(pg_get_expr(c.relpartbound, c.oid), $re$\('([^']+)'\) TO \('([^']+)'\)$re$)
    from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = 'visits_before'::regclass
  loop
    execute format('create table %I partition of visits for values from (%s) to (%s)', name,
      visit_moment(bounds[1]::timestamptz), visit_moment(bounds[2]::timestamptz));
  end loop;
end $$;
insert into visits (moment, tail, person_id, venue_id, delay, codes, temperature, reasons)
select visit_moment(at) + ((('x' || substr(hex, 14, 3))::bit(12)::bigint << 10) | ((('x' || substr(hex, 17, 1))::bit(4)::bigint & 3) << 8)
    | ('x' || substr(hex, 18, 2))::bit(8)::bigint),
  ('x' || lpad(substr(hex, 20, 13), 16, '0'))::bit(64)::bigint,
  person_id, venue_id, round(extract(epoch from recorded_at - at) * 1000)::integer,
  verdict | (advice::integer << 4) | (evidence::integer << 8) | (method::integer << 12) | (direction::integer << 16), temperature, reasons
from (select v.*, replace(event_id::text, '-', '') as hex from visits_before v) v
order by at
on conflict do nothing;
drop table visits_before;

grant select, insert on visits to tongxing_app;
grant select on visit_log to tongxing_app;
revoke execute on function record_visits from public;
grant execute on function record_visits to tongxing_app;
grant execute on function visit_moment(timestamptz), visit_time(bigint), visit_slot(bigint), visit_event_id(bigint, bigint) to tongxing_app;
