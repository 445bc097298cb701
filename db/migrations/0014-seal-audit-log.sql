-- The audit log becomes evidence (docs/adr/0016): seals list its events with their hashes, each seal continues the one
-- before and is signed by a key that is not in the database.

alter table audit_events
  add column transaction xid8 not null default pg_current_xact_id(),
  add column area text,
  add column person bytea,
  add column matter text,
  add column before json,
  add column after json;
comment on column audit_events.transaction is 'By it the next seal finds what no seal lists yet.';
comment on column audit_events.area is 'Where the actor worked: a division code, or venue:<id>.';
comment on column audit_events.person is 'Keyed hash of the person it concerns: found again by whoever holds the key, linked by nobody else.';
comment on column audit_events.matter is 'The case or incident it was done for: case:<id>, incident:<id>.';
create index audit_events_transaction on audit_events (transaction);
create index audit_events_at on audit_events (at);
create index audit_events_actor on audit_events (actor, id);
create index audit_events_subject on audit_events (subject, id);
create index audit_events_matter on audit_events (matter, id) where matter is not null;
create index audit_events_person on audit_events (person, id) where person is not null;

create table audit_seals (
  number bigint primary key,
  sealed_at timestamptz not null,
  position bigint not null,
  event_ids bigint[] not null,
  content_hashes bytea not null,
  complete_before xid8 not null,
  snapshot_end xid8 not null,
  after_id bigint not null,
  hash bytea not null,
  signature bytea not null,
  constraint audit_seals_hashes check (length(content_hashes) = 32 * cardinality(event_ids))
);
comment on table audit_seals is 'Append only, written by one sealer at a time, after the fact: no event waits for it.';
comment on column audit_seals.position is 'Events sealed so far, with those of this seal.';
comment on column audit_seals.complete_before is 'Every event of a transaction below is listed here or earlier.';
comment on column audit_seals.snapshot_end is 'No event of this transaction or a later one is listed here.';
comment on column audit_seals.after_id is 'Transaction numbers count for events above this id only; those below are listed. Moves when a dump came into a younger cluster.';
create index audit_seals_snapshot_end on audit_seals (snapshot_end);
grant select, insert on audit_seals to tongxing_app;

-- Whom a trace touched, so that they can be told: they are asked for by person, its contacts are packed by trace.
create table trace_persons (
  trace_id uuid not null references traces (id),
  person_id bigint not null,
  primary key (trace_id, person_id)
);
comment on table trace_persons is 'The case and every contact of a completed trace; written by a job, nobody waits for it.';
create index trace_persons_person on trace_persons (person_id);
grant select, insert on trace_persons to tongxing_app;
