-- Whose it is: a case, evidence and an entry in the list of risk areas belong to the area of the account that made them,
-- as it was then; a trace belongs where its case does. The database says so itself, whatever a program writes: no code
-- can forget it or enter something for another area, and a node of the version before goes on beside this one.
create function set_area_of_author() returns trigger language plpgsql as $$
begin
  select coalesce(s.area_code, v.division_code) into new.area_code
  from staff_accounts s left join venues v on v.id = s.venue_id where s.id = new.author_id;
  return new;
end $$;

alter table cases add column area_code text references divisions (code);
alter table health_evidence add column area_code text references divisions (code);
alter table risk_areas add column area_code text references divisions (code);
comment on column cases.area_code is 'Area of the account that entered it, as it was then.';
comment on column health_evidence.area_code is 'Area of the account that recorded it, as it was then.';
comment on column risk_areas.area_code is 'Area of the account that entered it, as it was then; division_code is what is at risk, anywhere.';

create trigger cases_area before insert on cases for each row execute function set_area_of_author();
create trigger health_evidence_area before insert on health_evidence for each row execute function set_area_of_author();
create trigger risk_areas_area before insert on risk_areas for each row execute function set_area_of_author();

update cases c set area_code = coalesce(s.area_code, v.division_code)
from staff_accounts s left join venues v on v.id = s.venue_id where s.id = c.author_id;
update health_evidence e set area_code = coalesce(s.area_code, v.division_code)
from staff_accounts s left join venues v on v.id = s.venue_id where s.id = e.author_id;
update risk_areas r set area_code = coalesce(s.area_code, v.division_code)
from staff_accounts s left join venues v on v.id = s.venue_id where s.id = r.author_id;

alter table cases alter column area_code set not null;
alter table health_evidence alter column area_code set not null;
alter table risk_areas alter column area_code set not null;

-- The newest of a small area among those of a large one.
create index cases_area on cases (area_code text_pattern_ops, created_at, id);
create index health_evidence_area on health_evidence (area_code text_pattern_ops, recorded_at, id);

-- Open feeds end with the session they began with: who holds them is told when sessions end, and when what an account
-- may changes, by whatever program. A hint without content; who hears it reads what is left.
create function announce_session_end() returns trigger language plpgsql as $$
begin
  perform pg_notify('sessions_ended', '');
  return null;
end $$;
create trigger sessions_ended after delete on sessions for each statement execute function announce_session_end();
create trigger staff_accounts_ended after update of suspended_at on staff_accounts for each statement execute function announce_session_end();
