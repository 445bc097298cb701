-- A past day is written once again (docs/adr/0011): each venue's visits side by side, the indexes dense, and with every
-- visit what is known of the person's next scan. A trace over past days then reads one place a stop and asks for
-- nobody's next scan.
--
-- That knowledge takes no room. It is a number in bits that nothing uses: 12 above the five codes, 12 above the 52 bits
-- of the tail, 3 at the top of the delay, whose 72 hours fit 29.
--
--   0                          nothing is known
--   1 + 3 × milliseconds       the person's next scan is so much later
--   2 + 3 × milliseconds       the same, and it is the exit from this venue
--   3 + 3 × milliseconds       no scan for so long; what came then is not known

create function visit_onward(codes integer, tail bigint, delay integer) returns integer language sql immutable parallel safe
return case when ((codes >> 20) & 4095) | ((tail >> 52) & 4095)::integer = 0 then 0
  else ((codes >> 20) & 4095) | (((tail >> 52) & 4095)::integer << 12) | (((delay >> 29) & 7) << 24) end;
comment on function visit_onward is 'Milliseconds times three and a kind; 0 when nothing is known. See migration 0010.';

create or replace function visit_event_id(moment bigint, tail bigint) returns uuid language sql immutable parallel safe
return (lpad(to_hex((moment >> 22) + 1577836800000), 12, '0') || '7' || lpad(to_hex((moment >> 10) & 4095), 3, '0')
  || to_hex(8 | ((moment >> 8) & 3)) || lpad(to_hex(moment & 255), 2, '0') || lpad(to_hex(tail & 4503599627370495), 13, '0'))::uuid;

create or replace view visit_log as
  select visit_event_id(moment, tail) as event_id, visit_time(moment) as at,
    visit_time(moment) + case when visit_onward(codes, tail, delay) = 0 then delay else (delay << 3) >> 3 end * interval '1 millisecond' as recorded_at,
    moment, person_id, venue_id, (codes & 15)::smallint as verdict, (codes >> 4 & 15)::smallint as advice, (codes >> 8 & 15)::smallint as evidence,
    (codes >> 12 & 15)::smallint as method, (codes >> 16 & 15)::smallint as direction, temperature, reasons
  from visits;

-- Exits are few. By them a trace knows which stays an exit ended beyond what is known of the next scan.
create index visits_exit on visits (venue_id, visit_slot(moment)) where (codes >> 16 & 15) = 1;

-- A late upload into a day that was written again: what its other visits of the person know is no longer true. All are
-- emptied, which a person has few of. Before the row itself, so that two uploads of one visit cannot wait in a circle.
create function forget_onward() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  execute format('update %I set codes = codes & 1048575, tail = tail & 4503599627370495, delay = (delay << 3) >> 3
    where person_id = $1 and visit_onward(codes, tail, delay) <> 0', tg_table_name) using new.person_id;
  return new;
end $$;
revoke execute on function forget_onward() from public;

-- Writes a day again, from two hours after its end, whoever calls. Scans and traces go on meanwhile, late uploads of that
-- day too: they are counted and taken over at the end, when everybody waits for some milliseconds while one table takes
-- the place of the other. A lock that is not had soon is left for a moment, since scans queue up behind whoever waits
-- for it. All in one transaction: whatever happens before its end, the day stays as it was. False when there is nothing
-- to do, or when another is at it.
create function compact_visit_day(day date) returns boolean
language plpgsql security definer
set search_path = public, pg_temp set lock_timeout = '300ms' set work_mem = '64MB' set maintenance_work_mem = '128MB' as $$
declare
  name text := 'visits_' || to_char(day, 'YYYYMMDD');
  made text := name || '_compact';
  bounds text[];
  first_moment bigint;
  after_moment bigint;
  -- Captured before, recorded since: with what a transaction and the clocks of the nodes may be late.
  begun bigint := visit_moment(clock_timestamp() - interval '10 minutes') >> 22;
  copied bigint;
  added bigint;
  present bigint;
  tries integer := 0;
begin
  if not pg_try_advisory_xact_lock(7160522) or to_regclass('public.' || name) is null
    or obj_description(to_regclass('public.' || name), 'pg_class') = 'compacted' then
    return false;
  end if;
  select regexp_match(pg_get_expr(relpartbound, oid), $re$\('(-?\d+)'\) TO \('(-?\d+)'\)$re$) into strict bounds
  from pg_class where oid = to_regclass('public.' || name);
  first_moment := bounds[1];
  after_moment := bounds[2];
  if visit_time(after_moment) + interval '2 hours' > now() then
    raise exception 'the day % is not over long enough to be compacted', day
      using errcode = 'object_not_in_prerequisite_state', hint = 'A day is compacted from two hours after its end.';
  end if;

  -- The check is what the bounds say, so that the table can take its place without being read.
  execute format('create table %I (like visits including defaults including constraints including storage,
    constraint within_day check (moment >= %s and moment < %s))', made, first_moment, after_moment);
  execute format($sql$
    insert into %I (moment, tail, person_id, venue_id, delay, codes, temperature, reasons)
    select moment, tail | (((onward >> 12) & 4095)::bigint << 52), person_id, venue_id,
      case when onward = 0 then delay else (delay & 536870911) | ((onward >> 24) << 29) end,
      codes | ((onward & 4095) << 20), temperature, reasons
    from (
      select v.*, case when found & 16777215 = 0 or delay <> (delay << 3) >> 3 then 0 else found end as onward
      from (
        select v.*, case
            when next_ms = 0 then 0
            when next_ms < 44700000 then 1 + 3 * next_ms + is_exit::integer
            else 3 + 3 * least(($1 >> 22) - (moment >> 22), 44700000)::integer end as found
        from (
          select v.*, ((lead(moment) over scans >> 22) - (moment >> 22))::integer as next_ms,
            lead(codes >> 16 & 15) over scans = 1 and lead(venue_id) over scans = venue_id as is_exit
          from %I v window scans as (partition by person_id order by moment)) v) v) v
    order by venue_id, moment$sql$, made, name) using after_moment;
  get diagnostics copied = row_count;
  execute format('alter table %I add constraint %I primary key (person_id, moment) with (fillfactor = 100)', made, made || '_pkey');
  execute format('create index %I on %I (venue_id, visit_slot(moment)) with (fillfactor = 100)', made || '_venue', made);
  execute format('create index %I on %I (venue_id, visit_slot(moment)) with (fillfactor = 100) where (codes >> 16 & 15) = 1', made || '_exit', made);
  execute format('create trigger forget_onward before insert on %I for each row execute function forget_onward()', made);
  execute format('comment on table %I is %L', made, 'compacted');
  execute format('analyze %I', made);

  loop
    begin
      execute format('lock table %I in share mode', name);
      execute format('insert into %I select * from %I v where (moment >> 22) + delay >= $1
        and not exists (select from %I m where m.person_id = v.person_id and m.moment = v.moment)', made, name, made) using begun;
      get diagnostics added = row_count;
      execute format('select count(*) from %I', name) into present;
      if present <> copied + added then
        raise exception '% visits of % were found and % copied: the day stays as it was', present, day, copied + added
          using hint = 'The clock of a node that records visits may be minutes away from that of the database.';
      end if;
      lock table only visits in access exclusive mode;
      exit;
    exception when lock_not_available then
      tries := tries + 1;
      if tries >= 30 then
        raise;
      end if;
      perform pg_sleep(0.5 + random());
    end;
  end loop;
  execute format('alter table visits detach partition %I', name);
  execute format('drop table %I', name);
  execute format('alter table %I rename to %I', made, name);
  execute format('alter table visits attach partition %I for values from (%s) to (%s)', name, first_moment, after_moment);
  execute format('alter table %I drop constraint within_day', name);
  return true;
end $$;
revoke execute on function compact_visit_day(date) from public;
grant execute on function compact_visit_day(date) to tongxing_app;

-- The answer to a trace can be tens of thousands of contacts, written while somebody waits: packed, eighty a row. The keys
-- to persons and venues were looked up once a contact and protected from nothing, since the running role deletes neither.
alter table trace_contacts rename to trace_contacts_before;
alter table trace_contacts_before rename constraint trace_contacts_pkey to trace_contacts_before_pkey;
create table trace_stays (
  trace_id uuid primary key references traces (id),
  venue_ids integer[] not null,
  ats bigint[] not null,
  untils bigint[] not null
);
comment on table trace_stays is 'Where the case was, as it was known when the trace was run; times in epoch milliseconds.';
create table trace_contacts (
  trace_id uuid not null,
  first_position integer not null,
  packed bytea not null,
  primary key (trace_id, first_position)
);
comment on table trace_contacts is 'The answer as it was given, kept as evidence with its trace; trace_contact_log shows it in rows.';
comment on column trace_contacts.packed is '22 bytes a contact: person 4, stay 2 from 0, at 8 (epoch ms), length 4 (ms), overlap 2 (minutes), evidence 1, reasons 1.';

-- A number out of bytes, most significant first.
create function unpack_number(packed bytea, first integer, bytes integer) returns bigint language sql immutable parallel safe
return ('x' || lpad(encode(substring(packed from first + 1 for bytes), 'hex'), 16, '0'))::bit(64)::bigint;

create view trace_contact_log as
  select c.trace_id, c.first_position, c.first_position + place as position, o.person_id, s.venue_ids[o.stay + 1] as venue_id,
    o.at_ms, o.at_ms + o.length_ms as until_ms, s.ats[o.stay + 1] as case_at_ms, s.untils[o.stay + 1] as case_until_ms,
    o.overlap_minutes, o.evidence, o.reasons
  from trace_contacts c join trace_stays s on s.trace_id = c.trace_id
  cross join lateral generate_series(0, length(c.packed) / 22 - 1) as place
  cross join lateral (select unpack_number(c.packed, place * 22, 4)::integer as person_id, unpack_number(c.packed, place * 22 + 4, 2)::integer as stay,
    unpack_number(c.packed, place * 22 + 6, 8) as at_ms, unpack_number(c.packed, place * 22 + 14, 4) as length_ms,
    unpack_number(c.packed, place * 22 + 18, 2)::integer as overlap_minutes, get_byte(c.packed, place * 22 + 20) as evidence,
    get_byte(c.packed, place * 22 + 21) as reasons) o;
comment on column trace_contact_log.reasons is 'One bit each, lowest first: same_time, after_case_left, same_checkpoint, repeated, strong_evidence.';

-- What was found before. The case's stays stood with each contact: they are told apart again, and numbered in two bytes
-- without a sign.
with contacts_before as materialized (
  select c.*, (dense_rank() over (partition by trace_id order by case_at, case_until, venue_id) - 1)::integer as stay from trace_contacts_before c
), stays as (
  insert into trace_stays
  select trace_id, array_agg(venue_id order by stay), array_agg((extract(epoch from case_at) * 1000)::bigint order by stay),
    array_agg((extract(epoch from case_until) * 1000)::bigint order by stay)
  from (select distinct trace_id, stay, venue_id, case_at, case_until from contacts_before) s group by trace_id
)
insert into trace_contacts
select trace_id, min(position), string_agg(
  int4send(person_id::integer) || substring(int4send(stay) from 3) || int8send((extract(epoch from at) * 1000)::bigint)
  || int4send((extract(epoch from until - at) * 1000)::integer) || int2send(overlap_minutes::smallint) || substring(int2send(evidence) from 2)
  || substring(int2send((select coalesce(sum(1 << (place - 1)::integer), 0)
    from unnest(array['same_time', 'after_case_left', 'same_checkpoint', 'repeated', 'strong_evidence']) with ordinality as word (reason, place)
    where word.reason = any(reasons))::smallint) from 2), '' order by position)
from contacts_before
group by trace_id, (position - 1) / 80;
drop table trace_contacts_before;
grant select, insert on trace_stays, trace_contacts to tongxing_app;
grant select on trace_contact_log to tongxing_app;
