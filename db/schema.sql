-- What the migrations add up to. Written by `npm run update`, compared by `npm test`; never edited.

create table attempts (
  key bytea not null,
  count integer not null,
  expires_at timestamp with time zone not null
);
comment on table attempts is 'What may be tried only so often in a while: passwords, codes. Counted before it is looked at.';

create table audit_events (
  id bigint not null generated always as identity,
  at timestamp with time zone not null default now(),
  actor_id bigint,
  actor text not null,
  role text not null,
  action text not null,
  subject text not null,
  reason text,
  request_id text not null,
  transaction xid8 not null default pg_current_xact_id(),
  area text,
  person bytea,
  matter text,
  before json,
  after json
);
comment on table audit_events is 'Append only: the running role may insert and read, never change or delete.';

create table audit_seals (
  number bigint not null,
  sealed_at timestamp with time zone not null,
  "position" bigint not null,
  event_ids bigint[] not null,
  content_hashes bytea not null,
  complete_before xid8 not null,
  snapshot_end xid8 not null,
  after_id bigint not null,
  hash bytea not null,
  signature bytea not null
);
comment on table audit_seals is 'Append only, written by one sealer at a time, after the fact: no event waits for it.';

create table cases (
  id uuid not null,
  number bigint not null generated always as identity,
  person_id bigint not null,
  confirmed_at timestamp with time zone not null,
  onset_at timestamp with time zone not null,
  evidence_reference text not null,
  author_id bigint not null,
  created_at timestamp with time zone not null default now(),
  area_code text not null
);

create table devices (
  id bigint not null generated always as identity,
  public_id uuid not null,
  venue_id integer not null,
  name text not null,
  kind text not null,
  secret_hash bytea not null,
  registered_at timestamp with time zone not null,
  revoked_at timestamp with time zone
);

create table divisions (
  code text not null,
  parent_code text,
  name_zh text not null,
  name_en text not null,
  path_zh text not null,
  path_en text not null
);

create table door_pairings (
  code_hash bytea not null,
  venue_id integer not null,
  created_by bigint not null,
  expires_at timestamp with time zone not null
);
comment on table door_pairings is 'Short codes, once and for ten minutes; a used one is deleted.';

create table ended_sessions (
  session_id bytea not null,
  expires_at timestamp with time zone not null,
  transaction xid8 not null default pg_current_xact_id()
);
comment on table ended_sessions is 'Read by transaction id, like fact_changes; a row is swept when its token would have run out by itself.';

create table entry_policies (
  scene text not null,
  policy jsonb not null
);

create table fact_changes (
  id bigint not null generated always as identity,
  transaction xid8 not null default pg_current_xact_id(),
  kind text not null,
  key bigint,
  at timestamp with time zone not null default now()
);
comment on table fact_changes is 'Tells every node what to read again. Read by transaction id, since identity order is not commit order.';

create table health_evidence (
  id uuid not null,
  person_id bigint not null,
  kind text not null,
  source text not null,
  sampled_at timestamp with time zone not null,
  valid_until timestamp with time zone not null,
  author_id bigint not null,
  recorded_at timestamp with time zone not null default now(),
  area_code text not null
);
comment on table health_evidence is 'The only source of a colour. There is no column, here or elsewhere, into which a colour can be typed.';

create table incident_steps (
  id bigint not null generated always as identity,
  incident_id uuid not null,
  at timestamp with time zone not null,
  actor_id bigint,
  kind text not null,
  state text,
  note text
);

create table incidents (
  id uuid not null,
  number bigint not null generated always as identity,
  person_id bigint not null,
  venue_id integer not null,
  division_code text not null,
  reasons smallint[] not null,
  state text not null default 'reported'::text,
  reported_at timestamp with time zone not null,
  due_at timestamp with time zone not null,
  arrived_at timestamp with time zone,
  closed_at timestamp with time zone,
  result text,
  escalation smallint not null default 0
);

create table installation (
  only_row boolean not null default true,
  profile text not null,
  key_check bytea not null,
  created_at timestamp with time zone not null default now()
);
comment on table installation is 'A database belongs to one profile for life: demo mode cannot be switched on over real data.';

create table persons (
  id bigint not null generated always as identity,
  public_id uuid not null,
  document_type text not null,
  name_sealed bytea not null,
  document_sealed bytea not null,
  document_index bytea not null,
  phone_sealed bytea,
  registered_at timestamp with time zone not null default now()
);

create table regime_notices (
  id uuid not null,
  division_code text not null,
  regime text not null,
  notice_number text not null,
  title text not null,
  author_id bigint not null,
  valid_from timestamp with time zone not null,
  valid_to timestamp with time zone
);

create table resident_accounts (
  id bigint not null generated always as identity,
  phone_index bytea not null,
  phone_sealed bytea not null,
  person_id bigint,
  created_at timestamp with time zone not null default now()
);
comment on table resident_accounts is 'A telephone that signed in; person_id is null until real-name registration.';

create table risk_areas (
  id uuid not null,
  division_code text not null,
  level text not null,
  source text not null,
  ended_by text,
  author_id bigint not null,
  valid_from timestamp with time zone not null,
  valid_to timestamp with time zone,
  area_code text not null
);

create table roles (
  id integer not null generated always as identity,
  name text not null,
  permissions text[] not null
);

create table sessions (
  token_hash bytea not null,
  kind text not null,
  subject_id bigint not null,
  created_at timestamp with time zone not null default now(),
  expires_at timestamp with time zone not null
);

create table sign_in_codes (
  phone_index bytea not null,
  code_hash bytea not null,
  sent_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  tries smallint not null default 0,
  address_hash bytea
);
comment on table sign_in_codes is 'One live code a number.';

create table sign_in_requests (
  at timestamp with time zone not null,
  phone_index bytea not null,
  address_hash bytea not null
);

create table sms_messages (
  id uuid not null,
  purpose text not null,
  warning_id uuid,
  phone_sealed bytea not null,
  body_sealed bytea not null,
  state text not null default 'queued'::text,
  attempts smallint not null default 0,
  next_attempt_at timestamp with time zone not null,
  lease uuid,
  gateway_id text,
  queued_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  accepted_at timestamp with time zone,
  delivered_at timestamp with time zone
);
comment on table sms_messages is 'Outbox: written in the transaction that causes the message, sent by lease, fenced by the lease token.';

create table sms_receipts (
  gateway_id text not null,
  is_delivered boolean not null,
  received_at timestamp with time zone not null
);
comment on table sms_receipts is 'Receipts that overtook the acceptance of their message, at whichever process; swept after a minute.';

create table staff_accounts (
  id bigint not null generated always as identity,
  public_id uuid not null,
  username text not null,
  password_hash text not null,
  display_name text not null,
  role_id integer not null,
  area_code text,
  venue_id integer,
  phone_sealed bytea,
  suspended_at timestamp with time zone,
  created_at timestamp with time zone not null default now()
);

create table trace_contacts (
  trace_id uuid not null,
  first_position integer not null,
  packed bytea not null
);
comment on table trace_contacts is 'The answer as it was given, kept as evidence with its trace; trace_contact_log shows it in rows.';

create table trace_persons (
  trace_id uuid not null,
  person_id bigint not null
);
comment on table trace_persons is 'The case and every contact of a completed trace; written by a job, nobody waits for it.';

create table trace_stays (
  trace_id uuid not null,
  venue_ids integer[] not null,
  ats bigint[] not null,
  untils bigint[] not null
);
comment on table trace_stays is 'Where the case was, as it was known when the trace was run; times in epoch milliseconds.';

create table traces (
  id uuid not null,
  case_id uuid not null,
  legal_basis text not null,
  basis_reference text not null,
  purpose text not null,
  window_from timestamp with time zone not null,
  window_to timestamp with time zone not null,
  lag_minutes smallint not null,
  state text not null default 'requested'::text,
  requested_by bigint not null,
  requested_at timestamp with time zone not null,
  decided_by bigint,
  decided_at timestamp with time zone,
  decision_note text,
  completed_at timestamp with time zone,
  contacts integer
);

create table trips (
  id uuid not null,
  person_id bigint not null,
  division_code text not null,
  arrived_at timestamp with time zone not null,
  left_at timestamp with time zone not null,
  declared_at timestamp with time zone not null default now()
);

create table venues (
  id integer not null generated always as identity,
  public_id uuid not null,
  code text not null,
  name text not null,
  class text not null,
  scene text not null,
  state text not null default 'active'::text,
  address text not null,
  division_code text not null,
  contact_phone_sealed bytea not null,
  created_at timestamp with time zone not null default now()
);

create table visits (
  moment bigint not null,
  tail bigint not null,
  person_id integer not null,
  venue_id integer not null,
  delay integer not null,
  codes integer not null,
  temperature smallint,
  reasons smallint[]
) partition by RANGE (moment);
comment on table visits is 'Every passage. Eight columns at most: a ninth would widen the header of each row by eight bytes.';

create table warnings (
  id uuid not null,
  event_id uuid not null,
  at timestamp with time zone not null,
  recorded_at timestamp with time zone not null default now(),
  person_id bigint not null,
  venue_id integer not null,
  division_code text not null,
  verdict smallint not null,
  reasons smallint[] not null,
  incident_id uuid,
  receiver_id bigint,
  acknowledged_at timestamp with time zone,
  note text
);

alter table attempts add constraint attempts_pkey PRIMARY KEY (key);
alter table audit_events add constraint audit_events_pkey PRIMARY KEY (id);
alter table audit_seals add constraint audit_seals_hashes CHECK ((length(content_hashes) = (32 * cardinality(event_ids))));
alter table audit_seals add constraint audit_seals_pkey PRIMARY KEY (number);
alter table cases add constraint cases_area_code_fkey FOREIGN KEY (area_code) REFERENCES divisions(code);
alter table cases add constraint cases_author_id_fkey FOREIGN KEY (author_id) REFERENCES staff_accounts(id);
alter table cases add constraint cases_number_key UNIQUE (number);
alter table cases add constraint cases_person_id_fkey FOREIGN KEY (person_id) REFERENCES persons(id);
alter table cases add constraint cases_person_key UNIQUE (person_id);
alter table cases add constraint cases_pkey PRIMARY KEY (id);
alter table devices add constraint devices_kind CHECK ((kind = ANY (ARRAY['gate'::text, 'pillar'::text, 'panel'::text, 'handheld'::text])));
alter table devices add constraint devices_pkey PRIMARY KEY (id);
alter table devices add constraint devices_public_id_key UNIQUE (public_id);
alter table devices add constraint devices_venue_id_fkey FOREIGN KEY (venue_id) REFERENCES venues(id);
alter table divisions add constraint divisions_code CHECK ((code ~ '^(\d{2}|\d{4}|\d{6}|\d{9})$'::text));
alter table divisions add constraint divisions_parent_code_fkey FOREIGN KEY (parent_code) REFERENCES divisions(code);
alter table divisions add constraint divisions_pkey PRIMARY KEY (code);
alter table door_pairings add constraint door_pairings_created_by_fkey FOREIGN KEY (created_by) REFERENCES staff_accounts(id);
alter table door_pairings add constraint door_pairings_pkey PRIMARY KEY (code_hash);
alter table door_pairings add constraint door_pairings_venue_id_fkey FOREIGN KEY (venue_id) REFERENCES venues(id);
alter table ended_sessions add constraint ended_sessions_pkey PRIMARY KEY (session_id);
alter table entry_policies add constraint entry_policies_pkey PRIMARY KEY (scene);
alter table fact_changes add constraint fact_changes_kind CHECK ((kind = ANY (ARRAY['venue'::text, 'person'::text, 'regimes'::text, 'risk_areas'::text, 'policies'::text, 'device'::text, 'session'::text])));
alter table fact_changes add constraint fact_changes_pkey PRIMARY KEY (id);
alter table health_evidence add constraint health_evidence_area_code_fkey FOREIGN KEY (area_code) REFERENCES divisions(code);
alter table health_evidence add constraint health_evidence_author_id_fkey FOREIGN KEY (author_id) REFERENCES staff_accounts(id);
alter table health_evidence add constraint health_evidence_period CHECK ((valid_until > sampled_at));
alter table health_evidence add constraint health_evidence_person_id_fkey FOREIGN KEY (person_id) REFERENCES persons(id);
alter table health_evidence add constraint health_evidence_pkey PRIMARY KEY (id);
alter table incident_steps add constraint incident_steps_actor_id_fkey FOREIGN KEY (actor_id) REFERENCES staff_accounts(id);
alter table incident_steps add constraint incident_steps_incident_id_fkey FOREIGN KEY (incident_id) REFERENCES incidents(id);
alter table incident_steps add constraint incident_steps_kind CHECK ((kind = ANY (ARRAY['state'::text, 'note'::text, 'escalation'::text])));
alter table incident_steps add constraint incident_steps_pkey PRIMARY KEY (id);
alter table incidents add constraint incidents_closed_with_result CHECK ((((state = 'closed'::text) = (result IS NOT NULL)) AND ((state = 'closed'::text) = (closed_at IS NOT NULL))));
alter table incidents add constraint incidents_number_key UNIQUE (number);
alter table incidents add constraint incidents_person_id_fkey FOREIGN KEY (person_id) REFERENCES persons(id);
alter table incidents add constraint incidents_pkey PRIMARY KEY (id);
alter table incidents add constraint incidents_venue_id_fkey FOREIGN KEY (venue_id) REFERENCES venues(id);
alter table installation add constraint installation_pkey PRIMARY KEY (only_row);
alter table installation add constraint installation_profile CHECK ((profile = ANY (ARRAY['demo'::text, 'production'::text])));
alter table installation add constraint installation_single CHECK (only_row);
alter table persons add constraint persons_document_key UNIQUE (document_index);
alter table persons add constraint persons_pkey PRIMARY KEY (id);
alter table persons add constraint persons_public_id_key UNIQUE (public_id);
alter table regime_notices add constraint regime_notices_author_id_fkey FOREIGN KEY (author_id) REFERENCES staff_accounts(id);
alter table regime_notices add constraint regime_notices_division_code_fkey FOREIGN KEY (division_code) REFERENCES divisions(code);
alter table regime_notices add constraint regime_notices_pkey PRIMARY KEY (id);
alter table resident_accounts add constraint resident_accounts_person_id_fkey FOREIGN KEY (person_id) REFERENCES persons(id);
alter table resident_accounts add constraint resident_accounts_person_key UNIQUE (person_id);
alter table resident_accounts add constraint resident_accounts_phone_key UNIQUE (phone_index);
alter table resident_accounts add constraint resident_accounts_pkey PRIMARY KEY (id);
alter table risk_areas add constraint risk_areas_area_code_fkey FOREIGN KEY (area_code) REFERENCES divisions(code);
alter table risk_areas add constraint risk_areas_author_id_fkey FOREIGN KEY (author_id) REFERENCES staff_accounts(id);
alter table risk_areas add constraint risk_areas_division_code_fkey FOREIGN KEY (division_code) REFERENCES divisions(code);
alter table risk_areas add constraint risk_areas_level CHECK ((level = ANY (ARRAY['medium'::text, 'high'::text])));
alter table risk_areas add constraint risk_areas_period CHECK (((valid_to IS NULL) OR (valid_to >= valid_from)));
alter table risk_areas add constraint risk_areas_pkey PRIMARY KEY (id);
alter table roles add constraint roles_name_key UNIQUE (name);
alter table roles add constraint roles_pkey PRIMARY KEY (id);
alter table sessions add constraint sessions_kind CHECK ((kind = ANY (ARRAY['resident'::text, 'staff'::text, 'door'::text])));
alter table sessions add constraint sessions_pkey PRIMARY KEY (token_hash);
alter table sign_in_codes add constraint sign_in_codes_pkey PRIMARY KEY (phone_index);
alter table sms_messages add constraint sms_messages_pkey PRIMARY KEY (id);
alter table sms_messages add constraint sms_messages_purpose CHECK ((purpose = ANY (ARRAY['sign_in'::text, 'warning_person'::text, 'warning_data_team'::text, 'escalation'::text])));
alter table sms_messages add constraint sms_messages_state CHECK ((state = ANY (ARRAY['queued'::text, 'sending'::text, 'accepted'::text, 'delivered'::text, 'undelivered'::text, 'expired'::text])));
alter table sms_messages add constraint sms_messages_warning_id_fkey FOREIGN KEY (warning_id) REFERENCES warnings(id);
alter table sms_receipts add constraint sms_receipts_pkey PRIMARY KEY (gateway_id);
alter table staff_accounts add constraint staff_accounts_area_code_fkey FOREIGN KEY (area_code) REFERENCES divisions(code);
alter table staff_accounts add constraint staff_accounts_one_area CHECK (((area_code IS NULL) <> (venue_id IS NULL)));
alter table staff_accounts add constraint staff_accounts_pkey PRIMARY KEY (id);
alter table staff_accounts add constraint staff_accounts_public_id_key UNIQUE (public_id);
alter table staff_accounts add constraint staff_accounts_role_id_fkey FOREIGN KEY (role_id) REFERENCES roles(id);
alter table staff_accounts add constraint staff_accounts_username_key UNIQUE (username);
alter table staff_accounts add constraint staff_accounts_venue_fkey FOREIGN KEY (venue_id) REFERENCES venues(id);
alter table trace_contacts add constraint trace_contacts_pkey PRIMARY KEY (trace_id, first_position);
alter table trace_persons add constraint trace_persons_pkey PRIMARY KEY (trace_id, person_id);
alter table trace_persons add constraint trace_persons_trace_id_fkey FOREIGN KEY (trace_id) REFERENCES traces(id);
alter table trace_stays add constraint trace_stays_pkey PRIMARY KEY (trace_id);
alter table trace_stays add constraint trace_stays_trace_id_fkey FOREIGN KEY (trace_id) REFERENCES traces(id);
alter table traces add constraint traces_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases(id);
alter table traces add constraint traces_completed CHECK (((state = 'completed'::text) = (completed_at IS NOT NULL)));
alter table traces add constraint traces_decided CHECK (((state = 'requested'::text) = (decided_by IS NULL)));
alter table traces add constraint traces_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES staff_accounts(id);
alter table traces add constraint traces_pkey PRIMARY KEY (id);
alter table traces add constraint traces_requested_by_fkey FOREIGN KEY (requested_by) REFERENCES staff_accounts(id);
alter table traces add constraint traces_second_person CHECK ((decided_by IS DISTINCT FROM requested_by));
alter table traces add constraint traces_state CHECK ((state = ANY (ARRAY['requested'::text, 'approved'::text, 'refused'::text, 'completed'::text])));
alter table traces add constraint traces_window CHECK ((window_to > window_from));
alter table trips add constraint trips_division_code_fkey FOREIGN KEY (division_code) REFERENCES divisions(code);
alter table trips add constraint trips_period CHECK ((left_at >= arrived_at));
alter table trips add constraint trips_person_id_fkey FOREIGN KEY (person_id) REFERENCES persons(id);
alter table trips add constraint trips_pkey PRIMARY KEY (id);
alter table venues add constraint venues_code_key UNIQUE (code);
alter table venues add constraint venues_division_code_fkey FOREIGN KEY (division_code) REFERENCES divisions(code);
alter table venues add constraint venues_pkey PRIMARY KEY (id);
alter table venues add constraint venues_public_id_key UNIQUE (public_id);
alter table visits add constraint visits_pkey PRIMARY KEY (person_id, moment);
alter table warnings add constraint warnings_acknowledged_by_somebody CHECK (((receiver_id IS NULL) = (acknowledged_at IS NULL)));
alter table warnings add constraint warnings_incident_id_fkey FOREIGN KEY (incident_id) REFERENCES incidents(id);
alter table warnings add constraint warnings_person_id_fkey FOREIGN KEY (person_id) REFERENCES persons(id);
alter table warnings add constraint warnings_pkey PRIMARY KEY (id);
alter table warnings add constraint warnings_receiver_id_fkey FOREIGN KEY (receiver_id) REFERENCES staff_accounts(id);
alter table warnings add constraint warnings_venue_id_fkey FOREIGN KEY (venue_id) REFERENCES venues(id);

CREATE INDEX attempts_expiry ON public.attempts USING btree (expires_at);
CREATE INDEX audit_events_action ON public.audit_events USING btree (action, id);
CREATE INDEX audit_events_actor ON public.audit_events USING btree (actor, id);
CREATE INDEX audit_events_at ON public.audit_events USING btree (at);
CREATE INDEX audit_events_matter ON public.audit_events USING btree (matter, id) WHERE (matter IS NOT NULL);
CREATE INDEX audit_events_person ON public.audit_events USING btree (person, id) WHERE (person IS NOT NULL);
CREATE INDEX audit_events_subject ON public.audit_events USING btree (subject, id);
CREATE INDEX audit_events_transaction ON public.audit_events USING btree (transaction);
CREATE INDEX audit_seals_snapshot_end ON public.audit_seals USING btree (snapshot_end);
CREATE INDEX cases_area ON public.cases USING btree (area_code text_pattern_ops, created_at, id);
CREATE INDEX cases_newest ON public.cases USING btree (created_at, id);
CREATE INDEX devices_newest ON public.devices USING btree (registered_at, public_id);
CREATE INDEX devices_venue ON public.devices USING btree (venue_id);
CREATE INDEX divisions_parent ON public.divisions USING btree (parent_code);
CREATE INDEX ended_sessions_expiry ON public.ended_sessions USING btree (expires_at);
CREATE INDEX ended_sessions_transaction ON public.ended_sessions USING btree (transaction);
CREATE INDEX fact_changes_age ON public.fact_changes USING btree (at);
CREATE INDEX fact_changes_transaction ON public.fact_changes USING btree (transaction);
CREATE INDEX health_evidence_area ON public.health_evidence USING btree (area_code text_pattern_ops, recorded_at, id);
CREATE INDEX health_evidence_live ON public.health_evidence USING btree (valid_until);
CREATE INDEX health_evidence_newest ON public.health_evidence USING btree (recorded_at, id);
CREATE INDEX health_evidence_person ON public.health_evidence USING btree (person_id, valid_until);
CREATE INDEX incident_steps_incident ON public.incident_steps USING btree (incident_id, id);
CREATE INDEX incidents_due ON public.incidents USING btree (due_at) WHERE ((arrived_at IS NULL) AND (state <> 'closed'::text));
CREATE INDEX incidents_newest ON public.incidents USING btree (reported_at, id);
CREATE INDEX regime_notices_newest ON public.regime_notices USING btree (valid_from, id);
CREATE INDEX risk_areas_newest ON public.risk_areas USING btree (valid_from, id);
CREATE INDEX sessions_expiry ON public.sessions USING btree (expires_at);
CREATE INDEX sessions_subject ON public.sessions USING btree (kind, subject_id);
CREATE INDEX sign_in_requests_address ON public.sign_in_requests USING btree (address_hash, at);
CREATE INDEX sign_in_requests_phone ON public.sign_in_requests USING btree (phone_index, at);
CREATE INDEX sms_messages_age ON public.sms_messages USING btree (queued_at);
CREATE INDEX sms_messages_due ON public.sms_messages USING btree (next_attempt_at) WHERE (state = ANY (ARRAY['queued'::text, 'sending'::text]));
CREATE INDEX sms_messages_gateway ON public.sms_messages USING btree (gateway_id) WHERE (gateway_id IS NOT NULL);
CREATE INDEX sms_messages_warning ON public.sms_messages USING btree (warning_id) WHERE (warning_id IS NOT NULL);
CREATE INDEX trace_persons_person ON public.trace_persons USING btree (person_id);
CREATE INDEX traces_case ON public.traces USING btree (case_id);
CREATE INDEX traces_newest ON public.traces USING btree (requested_at, id);
CREATE INDEX trips_division ON public.trips USING btree (division_code text_pattern_ops, left_at);
CREATE INDEX trips_person ON public.trips USING btree (person_id, declared_at);
CREATE INDEX venues_area ON public.venues USING btree (division_code text_pattern_ops, id);
CREATE INDEX visits_exit ON ONLY public.visits USING btree (venue_id, visit_slot(moment)) WHERE (((codes >> 16) & 15) = 1);
CREATE INDEX visits_venue ON ONLY public.visits USING btree (venue_id, visit_slot(moment));
CREATE INDEX warnings_incident ON public.warnings USING btree (incident_id);
CREATE INDEX warnings_newest ON public.warnings USING btree (recorded_at, id);
CREATE INDEX warnings_open ON public.warnings USING btree (recorded_at, id) WHERE (acknowledged_at IS NULL);
CREATE UNIQUE INDEX incidents_one_open ON public.incidents USING btree (person_id, venue_id) WHERE (state <> 'closed'::text);
CREATE UNIQUE INDEX regime_notices_in_force ON public.regime_notices USING btree (division_code) WHERE (valid_to IS NULL);
CREATE UNIQUE INDEX risk_areas_in_force ON public.risk_areas USING btree (division_code) WHERE (valid_to IS NULL);
CREATE UNIQUE INDEX warnings_one_late ON public.warnings USING btree (person_id, venue_id) WHERE ((incident_id IS NULL) AND (acknowledged_at IS NULL));

comment on column attempts.key is 'Keyed hash of what is counted: no name, number or address in the clear.';
comment on column audit_events.area is 'Where the actor worked: a division code, or venue:<id>.';
comment on column audit_events.matter is 'The case or incident it was done for: case:<id>, incident:<id>.';
comment on column audit_events.person is 'Keyed hash of the person it concerns: found again by whoever holds the key, linked by nobody else.';
comment on column audit_events.transaction is 'By it the next seal finds what no seal lists yet.';
comment on column audit_seals."position" is 'Events sealed so far, with those of this seal.';
comment on column audit_seals.after_id is 'Transaction numbers count for events above this id only; those below are listed. Moves when a dump came into a younger cluster.';
comment on column audit_seals.complete_before is 'Every event of a transaction below is listed here or earlier.';
comment on column audit_seals.snapshot_end is 'No event of this transaction or a later one is listed here.';
comment on column cases.area_code is 'Area of the account that entered it, as it was then.';
comment on column devices.revoked_at is 'For ever: a device that comes back is registered anew.';
comment on column devices.secret_hash is 'Of a random secret of 256 bits, which only the device has.';
comment on column entry_policies.policy is 'EntryPolicy of packages/rules, checked when read.';
comment on column health_evidence.area_code is 'Area of the account that recorded it, as it was then.';
comment on column incident_steps.actor_id is 'Null when the platform itself acted (report, escalation).';
comment on column incidents.due_at is 'Arrival on site is due: 30 minutes after the report (Yangzhou and Putuo notices).';
comment on column installation.key_check is 'Sealed by the key file of this installation: with another one nothing could be read.';
comment on column persons.document_index is 'Keyed hash of type and number, for look-up by equality only.';
comment on column persons.phone_sealed is 'Null for somebody recorded at a door, without a telephone and without an account.';
comment on column risk_areas.area_code is 'Area of the account that entered it, as it was then; division_code is what is at risk, anywhere.';
comment on column sessions.subject_id is 'Resident account, staff account, or venue, by kind.';
comment on column sessions.token_hash is 'SHA-256 of the token; of a resident session the id inside the signed token, which opens nothing without its signature.';
comment on column sign_in_codes.address_hash is 'Keyed hash of the address that asked for the code.';
comment on column sign_in_codes.tries is 'By other addresses than the one that asked; those of each address are in attempts.';
comment on column staff_accounts.area_code is 'Everything whose division starts with this code; or a single venue instead.';
comment on column trace_contact_log.reasons is 'One bit each, lowest first: same_time, after_case_left, same_checkpoint, repeated, strong_evidence.';
comment on column trace_contacts.packed is '22 bytes a contact: person 4, stay 2 from 0, at 8 (epoch ms), length 4 (ms), overlap 2 (minutes), evidence 1, reasons 1.';
comment on column venues.code is '13 characters Crockford base32, opaque, permanent: what the poster holds.';
comment on column visits.codes is 'Four bits each, lowest first: verdict, advice, evidence, method, direction.';
comment on column visits.delay is 'Milliseconds from capture to recording; below zero when a phone''s clock is ahead.';
comment on column visits.reasons is 'Null when everything was in order, which is nearly always.';
comment on column visits.temperature is 'Tenths of a degree Celsius.';
comment on column warnings.incident_id is 'Null for a late warning: its scan came more than 5 minutes after its capture.';

CREATE OR REPLACE FUNCTION public.announce_fact_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  perform pg_notify('fact_changes', '');
  return null;
end $function$
;
CREATE OR REPLACE FUNCTION public.announce_session_end()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  perform pg_notify('sessions_ended', '');
  return null;
end $function$
;
CREATE OR REPLACE FUNCTION public.compact_visit_day(day date)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
 SET lock_timeout TO '300ms'
 SET work_mem TO '64MB'
 SET maintenance_work_mem TO '128MB'
AS $function$
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
  execute format('alter table %I add constraint %I primary key (person_id, moment) with (fillfactor = 97)', made, made || '_pkey');
  execute format('create index %I on %I (venue_id, visit_slot(moment)) with (fillfactor = 97)', made || '_venue', made);
  execute format('create index %I on %I (venue_id, visit_slot(moment)) with (fillfactor = 97) where (codes >> 16 & 15) = 1', made || '_exit', made);
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
end $function$
;
CREATE OR REPLACE FUNCTION public.drop_visit_partitions(before_day date)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
 SET lock_timeout TO '500ms'
AS $function$
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
end $function$
;
CREATE OR REPLACE FUNCTION public.ensure_visit_partitions(first_day date, last_day date, zone text)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
 SET lock_timeout TO '2s'
AS $function$
declare
  day date := first_day;
  made integer := 0;
  name text;
begin
  while day <= last_day loop
    name := 'visits_' || to_char(day, 'YYYYMMDD');
    if to_regclass('public.' || name) is null then
      execute format('create table %I (like visits including all)', name);
      execute format('alter table visits attach partition %I for values from (%s) to (%s)', name,
        visit_moment(day::timestamp at time zone zone), visit_moment((day + 1)::timestamp at time zone zone));
      made := made + 1;
    end if;
    day := day + 1;
  end loop;
  return made;
end $function$
;
CREATE OR REPLACE FUNCTION public.forget_onward()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  execute format('update %I set codes = codes & 1048575, tail = tail & 4503599627370495, delay = (delay << 3) >> 3
    where person_id = $1 and visit_onward(codes, tail, delay) <> 0', tg_table_name) using new.person_id;
  return new;
end $function$
;
CREATE OR REPLACE FUNCTION public.record_visits(moments bigint[], tails bigint[], person_ids integer[], venue_ids integer[], delays integer[], code_sets integer[], temperatures smallint[], reason_lists text[])
 RETURNS TABLE(place integer)
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare
  written bigint;
begin
  insert into visits (moment, tail, person_id, venue_id, delay, codes, temperature, reasons)
  select g.moment, g.tail, g.person_id, g.venue_id, g.delay, g.codes, g.temperature, g.reasons::smallint[]
  from unnest(moments, tails, person_ids, venue_ids, delays, code_sets, temperatures, reason_lists)
    as g (moment, tail, person_id, venue_id, delay, codes, temperature, reasons)
  on conflict do nothing;
  get diagnostics written = row_count;
  if written < cardinality(moments) then
    -- Rows of this transaction are the new ones.
    return query select (g.place - 1)::integer
      from unnest(moments, tails, person_ids) with ordinality as g (moment, tail, person_id, place)
      where not exists (select from visits v where v.person_id = g.person_id and v.moment = g.moment and v.tail = g.tail
        and v.xmin = pg_current_xact_id()::xid);
  end if;
end $function$
;
CREATE OR REPLACE FUNCTION public.set_area_of_author()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  select coalesce(s.area_code, v.division_code) into new.area_code
  from staff_accounts s left join venues v on v.id = s.venue_id where s.id = new.author_id;
  return new;
end $function$
;
CREATE OR REPLACE FUNCTION public.unpack_number(packed bytea, first integer, bytes integer)
 RETURNS bigint
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN ((('x'::text || lpad(encode(SUBSTRING(packed FROM (first + 1) FOR bytes), 'hex'::text), 16, '0'::text)))::bit(64))::bigint
;
CREATE OR REPLACE FUNCTION public.visit_event_id(moment bigint, tail bigint)
 RETURNS uuid
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN ((((((lpad(to_hex(((moment >> 22) + '1577836800000'::bigint)), 12, '0'::text) || '7'::text) || lpad(to_hex(((moment >> 10) & (4095)::bigint)), 3, '0'::text)) || to_hex(((8)::bigint | ((moment >> 8) & (3)::bigint)))) || lpad(to_hex((moment & (255)::bigint)), 2, '0'::text)) || lpad(to_hex((tail & '4503599627370495'::bigint)), 13, '0'::text)))::uuid
;
CREATE OR REPLACE FUNCTION public.visit_moment(at timestamp with time zone)
 RETURNS bigint
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN (((floor((EXTRACT(epoch FROM at) * (1000)::numeric)))::bigint - '1577836800000'::bigint) << 22)
;
CREATE OR REPLACE FUNCTION public.visit_onward(codes integer, tail bigint, delay integer)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN ((((codes >> 20) & 4095) | (((tail >> 52) & (4095)::bigint))::integer) = 0) THEN 0 ELSE ((((codes >> 20) & 4095) | ((((tail >> 52) & (4095)::bigint))::integer << 12)) | (((delay >> 29) & 7) << 24)) END
;
CREATE OR REPLACE FUNCTION public.visit_slot(moment bigint)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN ((moment >> 42))::integer
;
CREATE OR REPLACE FUNCTION public.visit_time(moment bigint)
 RETURNS timestamp with time zone
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN to_timestamp((((((moment >> 22) + '1577836800000'::bigint))::numeric / (1000)::numeric))::double precision)
;

CREATE TRIGGER cases_area BEFORE INSERT ON public.cases FOR EACH ROW EXECUTE FUNCTION set_area_of_author();
CREATE TRIGGER fact_changes_announce AFTER INSERT ON public.fact_changes FOR EACH STATEMENT EXECUTE FUNCTION announce_fact_change();
CREATE TRIGGER health_evidence_area BEFORE INSERT ON public.health_evidence FOR EACH ROW EXECUTE FUNCTION set_area_of_author();
CREATE TRIGGER risk_areas_area BEFORE INSERT ON public.risk_areas FOR EACH ROW EXECUTE FUNCTION set_area_of_author();
CREATE TRIGGER sessions_ended AFTER DELETE ON public.sessions FOR EACH STATEMENT EXECUTE FUNCTION announce_session_end();
CREATE TRIGGER staff_accounts_ended AFTER UPDATE OF suspended_at ON public.staff_accounts FOR EACH STATEMENT EXECUTE FUNCTION announce_session_end();

grant delete, insert, select, update on attempts to tongxing_app;
grant insert, select on audit_events to tongxing_app;
grant insert, select on audit_seals to tongxing_app;
grant insert, select, update on cases to tongxing_app;
grant insert, select on devices to tongxing_app;
grant delete, insert, select, update on divisions to tongxing_app;
grant delete, insert, select, update on door_pairings to tongxing_app;
grant delete, insert, select on ended_sessions to tongxing_app;
grant delete, insert, select, update on entry_policies to tongxing_app;
grant delete, insert, select on fact_changes to tongxing_app;
grant insert, select on health_evidence to tongxing_app;
grant insert, select, update on incident_steps to tongxing_app;
grant insert, select, update on incidents to tongxing_app;
grant insert, select on installation to tongxing_app;
grant insert, select, update on persons to tongxing_app;
grant insert, select, update on regime_notices to tongxing_app;
grant delete, insert, select, update on resident_accounts to tongxing_app;
grant insert, select, update on risk_areas to tongxing_app;
grant delete, insert, select, update on roles to tongxing_app;
grant delete, insert, select, update on schema_migrations to tongxing_app;
grant delete, insert, select, update on sessions to tongxing_app;
grant delete, insert, select, update on sign_in_codes to tongxing_app;
grant delete, insert, select, update on sign_in_requests to tongxing_app;
grant delete, insert, select, update on sms_messages to tongxing_app;
grant delete, insert, select, update on sms_receipts to tongxing_app;
grant insert, select, update on staff_accounts to tongxing_app;
grant select on trace_contact_log to tongxing_app;
grant insert, select on trace_contacts to tongxing_app;
grant insert, select on trace_persons to tongxing_app;
grant insert, select on trace_stays to tongxing_app;
grant insert, select, update on traces to tongxing_app;
grant insert, select on trips to tongxing_app;
grant insert, select, update on venues to tongxing_app;
grant select on visit_log to tongxing_app;
grant insert, select on visits to tongxing_app;
grant insert, select, update on warnings to tongxing_app;
