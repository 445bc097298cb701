-- Retention, whatever a clock says. Which days may go was told by the caller's clock and by current_date, on one machine
-- the same clock: set ahead by a month, it dropped every day there was. The visits themselves cannot jump: the newest 14
-- days that hold any stay too, 14 days being the shortest retention there is. Most calls find nothing due and look into
-- no day. A lock that is not had soon is left for the next time, since scans queue up behind whoever waits for it.
create or replace function drop_visit_partitions(before_day date) returns integer
language plpgsql security definer set search_path = public, pg_temp set lock_timeout = '500ms' as $$
declare
  name text;
  holds_visits boolean;
  kept integer := 0;
  dropped integer := 0;
  oldest_kept text := 'visits_' || to_char(least(before_day, current_date - 14), 'YYYYMMDD');
begin
  for name in
    with days as (select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = 'visits'::regclass)
    select relname from days where exists (select from days due where due.relname < oldest_kept) order by relname desc
  loop
    if kept < 14 then
      execute format('select exists (select from %I)', name) into holds_visits;
      kept := kept + holds_visits::integer;
      continue when holds_visits;
    end if;
    if name < oldest_kept then
      execute format('drop table %I', name);
      dropped := dropped + 1;
    end if;
  end loop;
  return dropped;
end $$;
