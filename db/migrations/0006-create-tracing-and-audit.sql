create table traces (
  id uuid primary key,
  case_id uuid not null references cases (id),
  legal_basis text not null,
  basis_reference text not null,
  purpose text not null,
  window_from timestamptz not null,
  window_to timestamptz not null,
  lag_minutes smallint not null,
  state text not null default 'requested'
    constraint traces_state check (state in ('requested', 'approved', 'refused', 'completed')),
  requested_by bigint not null references staff_accounts (id),
  requested_at timestamptz not null,
  decided_by bigint references staff_accounts (id),
  decided_at timestamptz,
  decision_note text,
  completed_at timestamptz,
  contacts integer,
  constraint traces_window check (window_to > window_from),
  constraint traces_second_person check (decided_by is distinct from requested_by),
  constraint traces_decided check ((state = 'requested') = (decided_by is null)),
  constraint traces_completed check ((state = 'completed') = (completed_at is not null))
);
comment on constraint traces_second_person on traces is 'Even the database refuses a trace approved by the person who asked for it.';
create index traces_newest on traces (requested_at, id);
create index traces_case on traces (case_id);

create table trace_contacts (
  trace_id uuid not null references traces (id),
  position integer not null,
  id uuid not null,
  person_id bigint not null references persons (id),
  venue_id integer not null references venues (id),
  at timestamptz not null,
  until timestamptz not null,
  case_at timestamptz not null,
  case_until timestamptz not null,
  overlap_minutes integer not null,
  evidence smallint not null,
  reasons text[] not null,
  primary key (trace_id, position)
);
comment on table trace_contacts is 'The answer as it was given, kept as evidence with its trace.';

create table audit_events (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  actor_id bigint,
  actor text not null,
  role text not null,
  action text not null,
  subject text not null,
  reason text,
  request_id text not null
);
comment on table audit_events is 'Append only: the running role may insert and read, never change or delete.';
create index audit_events_action on audit_events (action, id);
