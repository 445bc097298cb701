-- Facts that flow into a decision. Valid in time, half-open, never overwritten: a trace must know what was true then.

create table entry_policies (
  scene text primary key,
  policy jsonb not null
);
comment on column entry_policies.policy is 'EntryPolicy of packages/rules, checked when read.';

create table regime_notices (
  id uuid primary key,
  division_code text not null references divisions (code),
  regime text not null,
  notice_number text not null,
  title text not null,
  author_id bigint not null references staff_accounts (id),
  valid_from timestamptz not null,
  valid_to timestamptz
);
create unique index regime_notices_in_force on regime_notices (division_code) where valid_to is null;
create index regime_notices_newest on regime_notices (valid_from, id);

create table risk_areas (
  id uuid primary key,
  division_code text not null references divisions (code),
  level text not null constraint risk_areas_level check (level in ('medium', 'high')),
  source text not null,
  ended_by text,
  author_id bigint not null references staff_accounts (id),
  valid_from timestamptz not null,
  valid_to timestamptz,
  constraint risk_areas_period check (valid_to is null or valid_to >= valid_from)
);
create unique index risk_areas_in_force on risk_areas (division_code) where valid_to is null;
create index risk_areas_newest on risk_areas (valid_from, id);

create table trips (
  id uuid primary key,
  person_id bigint not null references persons (id),
  division_code text not null references divisions (code),
  arrived_at timestamptz not null,
  left_at timestamptz not null,
  declared_at timestamptz not null default now(),
  constraint trips_period check (left_at >= arrived_at)
);
create index trips_person on trips (person_id, declared_at);
create index trips_division on trips (division_code text_pattern_ops, left_at);

create table cases (
  id uuid primary key,
  number bigint generated always as identity constraint cases_number_key unique,
  person_id bigint not null constraint cases_person_key unique references persons (id),
  confirmed_at timestamptz not null,
  onset_at timestamptz not null,
  evidence_reference text not null,
  author_id bigint not null references staff_accounts (id),
  created_at timestamptz not null default now()
);
create index cases_newest on cases (created_at, id);

create table health_evidence (
  id uuid primary key,
  person_id bigint not null references persons (id),
  kind text not null,
  source text not null,
  sampled_at timestamptz not null,
  valid_until timestamptz not null,
  author_id bigint not null references staff_accounts (id),
  recorded_at timestamptz not null default now(),
  constraint health_evidence_period check (valid_until > sampled_at)
);
comment on table health_evidence is 'The only source of a colour. There is no column, here or elsewhere, into which a colour can be typed.';
create index health_evidence_person on health_evidence (person_id, valid_until);
create index health_evidence_live on health_evidence (valid_until);
create index health_evidence_newest on health_evidence (recorded_at, id);

create table fact_changes (
  id bigint generated always as identity primary key,
  transaction xid8 not null default pg_current_xact_id(),
  kind text not null constraint fact_changes_kind check (kind in ('venue', 'person', 'regimes', 'risk_areas', 'policies')),
  key bigint,
  at timestamptz not null default now()
);
comment on table fact_changes is 'Tells every node what to read again. Read by transaction id, since identity order is not commit order.';
create index fact_changes_transaction on fact_changes (transaction);
create index fact_changes_age on fact_changes (at);

create function announce_fact_change() returns trigger language plpgsql as $$
begin
  perform pg_notify('fact_changes', '');
  return null;
end $$;
create trigger fact_changes_announce after insert on fact_changes for each statement execute function announce_fact_change();
