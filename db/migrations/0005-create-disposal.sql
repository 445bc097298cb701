create table incidents (
  id uuid primary key,
  number bigint generated always as identity constraint incidents_number_key unique,
  person_id bigint not null references persons (id),
  venue_id integer not null references venues (id),
  division_code text not null,
  reasons smallint[] not null,
  state text not null default 'reported',
  reported_at timestamptz not null,
  due_at timestamptz not null,
  arrived_at timestamptz,
  closed_at timestamptz,
  result text,
  escalation smallint not null default 0,
  constraint incidents_closed_with_result check ((state = 'closed') = (result is not null) and (state = 'closed') = (closed_at is not null))
);
comment on column incidents.due_at is 'Arrival on site is due: 30 minutes after the report (Yangzhou and Putuo notices).';
create unique index incidents_one_open on incidents (person_id, venue_id) where state <> 'closed';
create index incidents_newest on incidents (reported_at, id);
create index incidents_due on incidents (due_at) where arrived_at is null and state <> 'closed';

create table incident_steps (
  id bigint generated always as identity primary key,
  incident_id uuid not null references incidents (id),
  at timestamptz not null,
  actor_id bigint references staff_accounts (id),
  kind text not null constraint incident_steps_kind check (kind in ('state', 'note', 'escalation')),
  state text,
  note text
);
comment on column incident_steps.actor_id is 'Null when the platform itself acted (report, escalation).';
create index incident_steps_incident on incident_steps (incident_id, id);

create table warnings (
  id uuid primary key,
  event_id uuid not null,
  at timestamptz not null,
  recorded_at timestamptz not null default now(),
  person_id bigint not null references persons (id),
  venue_id integer not null references venues (id),
  division_code text not null,
  verdict smallint not null,
  reasons smallint[] not null,
  incident_id uuid not null references incidents (id),
  receiver_id bigint references staff_accounts (id),
  acknowledged_at timestamptz,
  note text,
  constraint warnings_acknowledged_by_somebody check ((receiver_id is null) = (acknowledged_at is null))
);
create index warnings_newest on warnings (recorded_at, id);
create index warnings_open on warnings (recorded_at, id) where acknowledged_at is null;
create index warnings_incident on warnings (incident_id);

create table sms_messages (
  id uuid primary key,
  purpose text not null constraint sms_messages_purpose check (purpose in ('sign_in', 'warning_person', 'warning_data_team', 'escalation')),
  warning_id uuid references warnings (id),
  phone_sealed bytea not null,
  body_sealed bytea not null,
  state text not null default 'queued'
    constraint sms_messages_state check (state in ('queued', 'sending', 'accepted', 'delivered', 'undelivered', 'expired')),
  attempts smallint not null default 0,
  next_attempt_at timestamptz not null,
  lease uuid,
  gateway_id text,
  queued_at timestamptz not null,
  expires_at timestamptz not null,
  accepted_at timestamptz,
  delivered_at timestamptz
);
comment on table sms_messages is 'Outbox: written in the transaction that causes the message, sent by lease, fenced by the lease token.';
create index sms_messages_due on sms_messages (next_attempt_at) where state in ('queued', 'sending');
create index sms_messages_gateway on sms_messages (gateway_id) where gateway_id is not null;
create index sms_messages_warning on sms_messages (warning_id) where warning_id is not null;
create index sms_messages_age on sms_messages (queued_at);
