-- Managers and inspectors of venues, their numbers, and points inside a venue (docs/adr/0026).

alter table venues add column parent_id integer constraint venues_parent_fkey references venues (id);
alter table venues add column checkpoint text;
alter table venues add column directions text not null default 'both'
  constraint venues_directions check (directions in ('in', 'out', 'both'));
alter table venues add constraint venues_checkpoint check (checkpoint is null or parent_id is not null);
comment on column venues.parent_id is 'The venue that a checkpoint or a sub-venue is part of; such a point has none of its own.';
comment on column venues.checkpoint is 'Name of a gate. Name and address of such a row are those of its venue.';
create index venues_points on venues (parent_id, id) where parent_id is not null;

-- What many read without asking for the parent is written again with it, whoever changes it; nodes read the points again.
create function keep_points() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  update venues set name = new.name, address = new.address, division_code = new.division_code, class = new.class, scene = new.scene
    where parent_id = new.id and checkpoint is not null;
  update venues set division_code = new.division_code where parent_id = new.id and checkpoint is null and division_code <> new.division_code;
  insert into fact_changes (kind, key) select 'venue', id from venues where parent_id = new.id;
  return null;
end $$;
create trigger venues_keep_points after update of name, address, division_code, class, scene, state on venues
  for each row when (new.parent_id is null) execute function keep_points();

create table venue_members (
  id bigint generated always as identity primary key,
  public_id uuid not null constraint venue_members_public_id_key unique,
  venue_id integer not null references venues (id),
  person_id bigint not null references persons (id),
  role text not null constraint venue_members_role check (role in ('manager', 'inspector')),
  valid_from timestamptz not null,
  valid_to timestamptz,
  constraint venue_members_period check (valid_to >= valid_from)
);
comment on table venue_members is 'Who manages a venue and who inspects at its doors, from when until when: never overwritten.';
create unique index venue_members_manager on venue_members (venue_id) where role = 'manager' and valid_to is null;
create unique index venue_members_present on venue_members (person_id, venue_id, role) where valid_to is null;
create index venue_members_venue on venue_members (venue_id, id) where valid_to is null;
grant select, insert, update (valid_to) on venue_members to tongxing_app;
grant usage on sequence venue_members_id_seq to tongxing_app;

create table venue_numbers (
  id uuid primary key,
  venue_id integer not null references venues (id),
  role text not null constraint venue_numbers_role check (role in ('manager', 'inspector')),
  number_hash bytea not null,
  author_id bigint not null references persons (id),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  constraint venue_numbers_present unique (venue_id, role)
);
comment on table venue_numbers is 'The newest six digits by which somebody becomes inspector, or takes over as manager. Useless without the code of the venue.';
comment on column venue_numbers.number_hash is 'Keyed: six digits are found from any other hash at once.';
grant select, insert, update, delete on venue_numbers to tongxing_app;

create table manager_offers (
  id uuid primary key,
  venue_id integer not null references venues (id),
  phone_index bytea not null,
  author_id bigint not null references staff_accounts (id),
  made_at timestamptz not null,
  expires_at timestamptz not null,
  decided_at timestamptz,
  constraint manager_offers_life check (expires_at > made_at)
);
comment on table manager_offers is 'Whom a street asks to manage a venue, by telephone. Nobody looks whether the number is known: whoever holds it sees the offer.';
create unique index manager_offers_open on manager_offers (venue_id) where decided_at is null;
create index manager_offers_phone on manager_offers (phone_index) where decided_at is null;
grant select, insert, update (decided_at) on manager_offers to tongxing_app;

create table inspector_days (
  member_id bigint not null references venue_members (id),
  venue_id integer not null references venues (id),
  day date not null,
  entries integer not null,
  temperatures integer not null,
  abnormal integer not null,
  constraint inspector_days_pkey primary key (venue_id, day, member_id)
);
comment on table inspector_days is 'How many an inspector registered on a day, at the venue or one of its points: visits do not say who registered them.';
grant select, insert, update, delete on inspector_days to tongxing_app;

alter table sms_messages drop constraint sms_messages_purpose;
alter table sms_messages add constraint sms_messages_purpose
  check (purpose in ('sign_in', 'warning_person', 'warning_data_team', 'escalation', 'rights', 'venue'));

comment on column visits.temperature is 'Tenths of a degree Celsius; 0 for one that was found normal and not written down.';
