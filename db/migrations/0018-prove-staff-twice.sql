-- Staff prove who they are twice, and again before dangerous steps; their sessions end when nobody uses them
-- (docs/adr/0018).

alter table sessions
  add column public_id uuid not null default gen_random_uuid() constraint sessions_public_id_key unique,
  add column device text not null default '',
  add column last_used_at timestamptz not null default now(),
  add column proved_at timestamptz,
  add column previous_hash bytea constraint sessions_previous_key unique,
  add column replaced_at timestamptz;
comment on column sessions.public_id is 'What the list of own sessions calls it.';
comment on column sessions.device is 'Kind of browser and system, coarse; never an address.';
comment on column sessions.last_used_at is 'When a person last did something in it, to the minute; counts for staff.';
comment on column sessions.proved_at is 'When whoever holds it last proved who they are.';
comment on column sessions.previous_hash is 'Of the token before this one: good for moments after replaced_at, for what was under way, and never as proved.';

create table staff_second_factors (
  staff_id bigint primary key references staff_accounts (id),
  secret_sealed bytea not null,
  last_step bigint not null,
  enrolled_at timestamptz not null
);
comment on column staff_second_factors.last_step is 'Newest time step whose code was used (RFC 6238): none is used twice, none before it.';

create table staff_recovery_codes (
  staff_id bigint not null references staff_second_factors (staff_id) on delete cascade,
  code_hash bytea not null,
  primary key (staff_id, code_hash)
);
comment on table staff_recovery_codes is 'Those not used yet. Keyed hashes.';

create table sign_in_tickets (
  token_hash bytea primary key,
  staff_id bigint not null references staff_accounts (id),
  step text not null constraint sign_in_tickets_step check (step in ('code', 'enrol')),
  secret_sealed bytea,
  replaces bytea,
  expires_at timestamptz not null
);
comment on table sign_in_tickets is 'The way from the password to the session: opens the one next step, for minutes. Not a session, so that no version of the software takes it for one.';
comment on column sign_in_tickets.secret_sealed is 'Of the second factor that is being enrolled; not in force before its first code was right.';
comment on column sign_in_tickets.replaces is 'Token hash of the session in which the enrolment began, if one did.';
create index sign_in_tickets_expiry on sign_in_tickets (expires_at);

grant select, insert, update, delete on staff_second_factors, staff_recovery_codes, sign_in_tickets to tongxing_app;
