-- A colour needs evidence and a second person (docs/adr/0020). What happens to evidence is a chain of steps that only
-- grows: recorded, confirmed or refused, withdrawal requested, withdrawn or kept. The database knows which step may
-- follow which, and that who confirms is not who recorded: no program can write it otherwise.
create table evidence_steps (
  id uuid primary key,
  evidence_id uuid not null references health_evidence (id),
  position smallint not null,
  kind text not null,
  by_account bigint not null references staff_accounts (id),
  at timestamptz not null default now(),
  note text,
  area_code text not null references divisions (code),
  previous_position smallint generated always as (nullif(position - 1, 0)) stored,
  previous_kind text,
  previous_by bigint,
  constraint evidence_steps_place unique (evidence_id, position, kind, by_account),
  constraint evidence_steps_previous foreign key (evidence_id, previous_position, previous_kind, previous_by)
    references evidence_steps (evidence_id, position, kind, by_account),
  constraint evidence_steps_linked check (
    position >= 1 and (position = 1) = (kind = 'recorded')
    and (position = 1) = (previous_kind is null) and (position = 1) = (previous_by is null)
  ),
  constraint evidence_steps_order check (position = 1 or (previous_kind, kind) in (
    ('recorded', 'confirmed'), ('recorded', 'refused'), ('recorded', 'before_second_persons'),
    ('confirmed', 'withdrawal_requested'), ('before_second_persons', 'withdrawal_requested'), ('kept', 'withdrawal_requested'),
    ('withdrawal_requested', 'withdrawn'), ('withdrawal_requested', 'kept')
  )),
  constraint evidence_steps_second_person check (kind not in ('confirmed', 'refused', 'withdrawn', 'kept') or by_account <> previous_by),
  constraint evidence_steps_reason check (kind in ('recorded', 'before_second_persons') or note is not null)
);
comment on table evidence_steps is 'Insert only. Evidence counts from its confirmation to its withdrawal.';
comment on column evidence_steps.area_code is 'Area of the account, as it was then.';
comment on constraint evidence_steps_second_person on evidence_steps is 'Even the database refuses evidence confirmed by the person who recorded it.';

-- One step at each place: of two who act at once, one comes first and the other is told.
create unique index evidence_steps_position on evidence_steps (evidence_id, position);
-- What is rare among much that was confirmed.
create index evidence_steps_rare on evidence_steps (kind, evidence_id) where kind in ('refused', 'withdrawal_requested', 'withdrawn');

create function set_area_of_step() returns trigger language plpgsql as $$
begin
  select within_code into new.area_code from staff_directory where id = new.by_account;
  return new;
end $$;
create trigger evidence_steps_area before insert on evidence_steps for each row execute function set_area_of_step();

-- The first step writes itself, whatever program records: a node of the version before, too.
create function record_first_step() returns trigger language plpgsql as $$
begin
  insert into evidence_steps (id, evidence_id, position, kind, by_account, at)
  values (gen_random_uuid(), new.id, 1, 'recorded', new.author_id, new.recorded_at);
  return null;
end $$;
create trigger health_evidence_recorded after insert on health_evidence for each row execute function record_first_step();

-- What counted on one person's word before second persons were asked stays valid, and is marked as that: nobody is
-- named as a second person who was none. From now on nothing more can be marked so, by whatever program.
insert into evidence_steps (id, evidence_id, position, kind, by_account, at)
select gen_random_uuid(), id, 1, 'recorded', author_id, recorded_at from health_evidence;
insert into evidence_steps (id, evidence_id, position, kind, by_account, at, previous_kind, previous_by)
select gen_random_uuid(), id, 2, 'before_second_persons', author_id, recorded_at, 'recorded', author_id from health_evidence;
alter table evidence_steps add constraint evidence_steps_asked check (kind <> 'before_second_persons') not valid;

grant select, insert on evidence_steps to tongxing_app;
