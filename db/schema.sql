-- What the migrations add up to. Written by `npm run update`, compared by `npm test`; never edited.

create table access_reviews (
  id uuid not null,
  staff_id bigint not null,
  permissions text[] not null,
  reason text not null,
  reviewer_id bigint not null,
  reviewed_at timestamp with time zone not null
);

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
  area_code text not null,
  evidence_id uuid
);

create table client_uses (
  client_id bigint not null,
  day date not null,
  route text not null,
  answered integer not null,
  refused integer not null
);
comment on table client_uses is 'How often a client called which route on which day: what it read is totals and lists of things, so counts are the record.';

create table clients (
  id bigint not null generated always as identity,
  public_id uuid not null,
  name text not null,
  area_code text not null,
  permissions text[] not null,
  networks text[] not null,
  requests_per_minute integer not null,
  secret_hash bytea not null,
  rotation_id uuid,
  earlier_hash bytea,
  earlier_until timestamp with time zone,
  author_id bigint not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  last_used_at timestamp with time zone,
  revoked_at timestamp with time zone
);
comment on table clients is 'Other systems that call the API by themselves.';

create table consents (
  id uuid not null,
  account_id bigint not null,
  kind text not null,
  version smallint not null,
  given boolean not null,
  at timestamp with time zone not null,
  number bigint not null generated always as identity
);
comment on table consents is 'Append only: the newest of a kind counts. Without foreign key: it stays as a record when the account is erased.';

create table device_enrolments (
  device_id bigint not null,
  code_hash bytea not null,
  author_id bigint not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone
);
comment on table device_enrolments is 'The newest code of a device that is to make a key: it works once, for half an hour.';

create table device_sessions (
  token_hash bytea not null,
  device_id bigint not null,
  nonce bytea not null,
  started_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  first_used_at timestamp with time zone,
  ended_at timestamp with time zone
);

create table devices (
  id bigint not null generated always as identity,
  public_id uuid not null,
  venue_id integer not null,
  name text not null,
  kind text not null,
  secret_hash bytea,
  registered_at timestamp with time zone not null,
  revoked_at timestamp with time zone,
  public_key bytea,
  key_set_at timestamp with time zone,
  cloned_at timestamp with time zone
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

create table evidence_steps (
  id uuid not null,
  evidence_id uuid not null,
  "position" smallint not null,
  kind text not null,
  by_account bigint not null,
  at timestamp with time zone not null default now(),
  note text,
  area_code text not null,
  previous_position smallint default NULLIF(("position" - 1), 0),
  previous_kind text,
  previous_by bigint
);
comment on table evidence_steps is 'Insert only. Evidence counts from its confirmation to its withdrawal.';

create table export_persons (
  export_id uuid not null,
  person_id bigint not null
);
comment on table export_persons is 'Written before their rows leave; falls with its export.';

create table export_quotas (
  role text not null,
  files_per_day integer not null,
  rows_per_day integer not null
);
comment on table export_quotas is 'What one account of a role may take away in a day of the city; a role without a row has that of *.';

create table exports (
  id uuid not null,
  at timestamp with time zone not null,
  staff_id bigint not null,
  list text not null,
  format text not null,
  filter json not null,
  reason text not null,
  rows integer not null,
  written integer,
  sha256 bytea,
  finished_at timestamp with time zone,
  role_id integer
);
comment on table exports is 'Every list that left as a file, written before its first byte; finished when its last byte was handed over.';

create table fact_changes (
  id bigint not null generated always as identity,
  transaction xid8 not null default pg_current_xact_id(),
  kind text not null,
  key bigint,
  at timestamp with time zone not null default now()
);
comment on table fact_changes is 'Tells every node what to read again. Read by transaction id, since identity order is not commit order.';

create table functional_area_divisions (
  functional_area_id integer not null,
  division_code text not null
);

create table functional_areas (
  id integer not null generated always as identity,
  public_id uuid not null,
  name_zh text not null,
  name_en text not null,
  area_code text not null,
  version integer not null default 1,
  created_at timestamp(3) with time zone not null default now()
);

create table guardians (
  person_id bigint not null,
  name_sealed bytea not null,
  relation text not null,
  stated_at timestamp with time zone not null
);
comment on table guardians is 'Who agreed for somebody under 14, as stated at the registration.';

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

create table incompatible_permissions (
  one text not null,
  other text not null
);

create table inspector_days (
  member_id bigint not null,
  venue_id integer not null,
  day date not null,
  entries integer not null,
  temperatures integer not null,
  abnormal integer not null
);
comment on table inspector_days is 'How many an inspector registered on a day, at the venue or one of its points: visits do not say who registered them.';

create table installation (
  only_row boolean not null default true,
  profile text not null,
  key_check bytea not null,
  created_at timestamp with time zone not null default now()
);
comment on table installation is 'A database belongs to one profile for life: demo mode cannot be switched on over real data.';

create table legal_orders (
  id uuid not null,
  purposes text[] not null,
  title text not null,
  number text not null,
  issuer text not null,
  begins_on date not null,
  ends_on date not null,
  author_id bigint not null,
  area_code text not null,
  entered_at timestamp with time zone not null
);
comment on table legal_orders is 'What the processing for each purpose rests on. Days are inclusive, in the city''s own time.';

create table manager_offers (
  id uuid not null,
  venue_id integer not null,
  phone_index bytea not null,
  author_id bigint not null,
  made_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  decided_at timestamp with time zone
);
comment on table manager_offers is 'Whom a street asks to manage a venue, by telephone. Nobody looks whether the number is known: whoever holds it sees the offer.';

create table permission_uses (
  staff_id bigint not null,
  permission text not null,
  day date not null
);

create table persons (
  id bigint not null generated always as identity,
  public_id uuid not null,
  document_type text not null,
  name_sealed bytea,
  document_sealed bytea,
  document_index bytea,
  phone_sealed bytea,
  registered_at timestamp with time zone not null default now(),
  erased_at timestamp with time zone
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

create table replaced_codes (
  id integer not null generated always as identity,
  venue_id integer not null,
  issue smallint not null,
  code text not null,
  issued_at timestamp with time zone not null,
  replaced_at timestamp with time zone not null,
  request_id uuid not null,
  cause text not null,
  reason text not null,
  author_id bigint not null,
  scans integer not null default 0,
  last_scanned_at timestamp with time zone
);
comment on table replaced_codes is 'Codes that were valid once. Never deleted: an old sticker says for ever what became of it.';

create table reseals (
  table_name text not null,
  place text not null default ''::text,
  looked_at bigint not null default 0,
  resealed bigint not null default 0,
  keys text not null,
  finished_at timestamp with time zone
);
comment on table reseals is 'How far re-sealing has come, written with each batch: after a kill it goes on behind the last row.';

create table resident_accounts (
  id bigint not null generated always as identity,
  phone_index bytea not null,
  phone_sealed bytea not null,
  person_id bigint,
  created_at timestamp with time zone not null default now(),
  claimed_name_sealed bytea
);
comment on table resident_accounts is 'A telephone that signed in; person_id is null until real-name registration.';

create table retention_runs (
  class text not null,
  ran_at timestamp with time zone not null,
  removed bigint not null,
  removed_at timestamp with time zone,
  removed_in_all bigint not null default 0
);
comment on table retention_runs is 'The last removal of each class: when it was looked for, what the last one took that took anything, and the sum.';

create table rights_requests (
  id uuid not null,
  number bigint not null generated always as identity,
  account_id bigint not null,
  person_id bigint not null,
  area_code text not null,
  kind text not null,
  state text not null,
  evidence_id uuid,
  wanted_sealed bytea,
  reason_sealed bytea,
  answer_sealed bytea,
  made_at timestamp with time zone not null,
  due_at timestamp with time zone not null,
  decided_by bigint,
  decided_at timestamp with time zone
);

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
  permissions text[] not null,
  public_id uuid not null default gen_random_uuid(),
  title_zh text,
  title_en text,
  area_code text,
  version integer not null default 1,
  created_at timestamp(3) with time zone not null default now(),
  export_files integer not null default 20,
  export_rows integer not null default 20000,
  export_rows_of_all integer not null default 100000
);

create table sealing_keys (
  id integer not null,
  purpose text not null,
  suite text not null,
  fingerprint bytea not null,
  first_used_at timestamp with time zone not null default now(),
  retired_at timestamp with time zone,
  destroyed_at timestamp with time zone
);
comment on table sealing_keys is 'Written before a key seals anything: a start compares it with the key file and names what is missing.';

create table sessions (
  token_hash bytea not null,
  kind text not null,
  subject_id bigint not null,
  created_at timestamp with time zone not null default now(),
  expires_at timestamp with time zone not null,
  public_id uuid not null default gen_random_uuid(),
  device text not null default ''::text,
  last_used_at timestamp with time zone not null default now(),
  proved_at timestamp with time zone,
  previous_hash bytea,
  replaced_at timestamp with time zone
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

create table sign_in_tickets (
  token_hash bytea not null,
  staff_id bigint not null,
  step text not null,
  secret_sealed bytea,
  replaces bytea,
  expires_at timestamp with time zone not null
);
comment on table sign_in_tickets is 'The way from the password to the session: opens the one next step, for minutes. Not a session, so that no version of the software takes it for one.';

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
  role_id integer,
  area_code text,
  venue_id integer,
  phone_sealed bytea,
  suspended_at timestamp with time zone,
  created_at timestamp(3) with time zone not null default now(),
  proposed_role_id integer,
  functional_area_id integer,
  industry text,
  industry_code text,
  version integer not null default 1,
  role_since timestamp with time zone not null default now(),
  last_signed_in_at timestamp with time zone
);

create table staff_invitations (
  staff_id bigint not null,
  token_hash bytea not null,
  expires_at timestamp with time zone not null
);
comment on table staff_invitations is 'One live invitation an account; gone when it is used.';

create table staff_recovery_codes (
  staff_id bigint not null,
  code_hash bytea not null
);
comment on table staff_recovery_codes is 'Those not used yet. Keyed hashes.';

create table staff_second_factors (
  staff_id bigint not null,
  secret_sealed bytea not null,
  last_step bigint not null,
  enrolled_at timestamp with time zone not null
);

create table standing_keys (
  name text not null,
  fingerprint bytea not null,
  first_used_at timestamp with time zone not null default now()
);
comment on table standing_keys is 'Fingerprints of the two keys that are never exchanged, written at the first start: later ones compare them with the key file.';

create table sticker_checks (
  id uuid not null,
  venue_id integer not null,
  issue smallint not null,
  at timestamp with time zone not null,
  author_id bigint not null,
  latitude double precision,
  longitude double precision,
  accuracy_m integer
);
comment on table sticker_checks is 'Somebody of the staff stood before a printed code: which, when and where (WGS-84). The first place of a venue is its filed one.';

create table sticker_findings (
  id uuid not null default gen_random_uuid(),
  venue_id integer not null,
  issue smallint not null,
  kind text not null,
  found_at timestamp with time zone not null,
  distance_m integer,
  closed_at timestamp with time zone,
  closed_by bigint,
  note text
);
comment on table sticker_findings is 'What is wrong with a printed code, once for each code and kind until it is closed.';

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

create table venue_application_drafts (
  applicant_account_id bigint not null,
  draft_sealed bytea not null,
  kept_at timestamp with time zone not null
);
comment on table venue_application_drafts is 'What was typed and not sent, one a telephone; goes with the submission or after 30 days.';

create table venue_applications (
  id uuid not null,
  number bigint not null generated always as identity,
  applicant_account_id bigint not null,
  person_id bigint not null,
  phone_index bytea not null,
  state text not null,
  version smallint not null,
  pack text not null,
  reviewers text[] not null,
  name text not null,
  class text not null,
  division_code text not null,
  address text not null,
  address_key text not null,
  latitude double precision not null,
  longitude double precision not null,
  location_system text not null,
  accuracy_m real not null,
  located_at timestamp with time zone not null,
  subject_kind text not null,
  subject_index bytea not null,
  subject_name_sealed bytea,
  subject_number_sealed bytea,
  contact_name_sealed bytea,
  contact_phone_sealed bytea,
  note_sealed bytea,
  submitted_at timestamp with time zone not null,
  due_at timestamp with time zone,
  decided_by bigint,
  decided_at timestamp with time zone,
  venue_id integer
);
comment on table venue_applications is 'Who asked for a venue code. One of the states submitted and returned is open; an issued one names its venue.';

create table venue_members (
  id bigint not null generated always as identity,
  public_id uuid not null,
  venue_id integer not null,
  person_id bigint not null,
  role text not null,
  valid_from timestamp with time zone not null,
  valid_to timestamp with time zone
);
comment on table venue_members is 'Who manages a venue and who inspects at its doors, from when until when: never overwritten.';

create table venue_numbers (
  id uuid not null,
  venue_id integer not null,
  role text not null,
  number_hash bytea not null,
  author_id bigint not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null
);
comment on table venue_numbers is 'The newest six digits by which somebody becomes inspector, or takes over as manager. Useless without the code of the venue.';

create table venue_policies (
  division_code text not null,
  pack text not null,
  reason text not null,
  chosen_by bigint not null,
  chosen_at timestamp with time zone not null
);
comment on table venue_policies is 'Which policy pack applies where; the one of the smallest division counts.';

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
  created_at timestamp with time zone not null default now(),
  issue smallint not null default 1,
  issued_at timestamp with time zone,
  parent_id integer,
  checkpoint text,
  directions text not null default 'both'::text
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

alter table access_reviews add constraint access_reviews_pkey PRIMARY KEY (id);
alter table access_reviews add constraint access_reviews_reviewer_id_fkey FOREIGN KEY (reviewer_id) REFERENCES staff_accounts(id);
alter table access_reviews add constraint access_reviews_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff_accounts(id);
alter table attempts add constraint attempts_pkey PRIMARY KEY (key);
alter table audit_events add constraint audit_events_pkey PRIMARY KEY (id);
alter table audit_seals add constraint audit_seals_hashes CHECK ((length(content_hashes) = (32 * cardinality(event_ids))));
alter table audit_seals add constraint audit_seals_pkey PRIMARY KEY (number);
alter table cases add constraint cases_area_code_fkey FOREIGN KEY (area_code) REFERENCES divisions(code);
alter table cases add constraint cases_author_id_fkey FOREIGN KEY (author_id) REFERENCES staff_accounts(id);
alter table cases add constraint cases_evidence_fkey FOREIGN KEY (evidence_id) REFERENCES health_evidence(id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED;
alter table cases add constraint cases_evidence_key UNIQUE (evidence_id);
alter table cases add constraint cases_number_key UNIQUE (number);
alter table cases add constraint cases_person_id_fkey FOREIGN KEY (person_id) REFERENCES persons(id);
alter table cases add constraint cases_pkey PRIMARY KEY (id);
alter table client_uses add constraint client_uses_client_id_fkey FOREIGN KEY (client_id) REFERENCES clients(id);
alter table client_uses add constraint client_uses_pkey PRIMARY KEY (client_id, day, route);
alter table clients add constraint clients_area_code_fkey FOREIGN KEY (area_code) REFERENCES divisions(code);
alter table clients add constraint clients_author_id_fkey FOREIGN KEY (author_id) REFERENCES staff_accounts(id);
alter table clients add constraint clients_life CHECK (((expires_at > created_at) AND (expires_at <= (created_at + '366 days'::interval))));
alter table clients add constraint clients_pkey PRIMARY KEY (id);
alter table clients add constraint clients_public_id_key UNIQUE (public_id);
alter table consents add constraint consents_kind CHECK ((kind = ANY (ARRAY['notice'::text, 'sensitive'::text])));
alter table consents add constraint consents_pkey PRIMARY KEY (id);
alter table consents add constraint consents_version CHECK ((version > 0));
alter table device_enrolments add constraint device_enrolments_author_id_fkey FOREIGN KEY (author_id) REFERENCES staff_accounts(id);
alter table device_enrolments add constraint device_enrolments_code_key UNIQUE (code_hash);
alter table device_enrolments add constraint device_enrolments_device_id_fkey FOREIGN KEY (device_id) REFERENCES devices(id);
alter table device_enrolments add constraint device_enrolments_pkey PRIMARY KEY (device_id);
alter table device_sessions add constraint device_sessions_device_id_fkey FOREIGN KEY (device_id) REFERENCES devices(id);
alter table device_sessions add constraint device_sessions_nonce_key UNIQUE (device_id, nonce);
alter table device_sessions add constraint device_sessions_pkey PRIMARY KEY (token_hash);
alter table devices add constraint devices_kind CHECK ((kind = ANY (ARRAY['gate'::text, 'pillar'::text, 'panel'::text, 'handheld'::text])));
alter table devices add constraint devices_pkey PRIMARY KEY (id);
alter table devices add constraint devices_public_id_key UNIQUE (public_id);
alter table devices add constraint devices_public_key CHECK ((octet_length(public_key) = 32));
alter table devices add constraint devices_public_key_key UNIQUE (public_key);
alter table devices add constraint devices_venue_id_fkey FOREIGN KEY (venue_id) REFERENCES venues(id);
alter table divisions add constraint divisions_code CHECK ((code ~ '^(\d{2}|\d{4}|\d{6}|\d{9})$'::text));
alter table divisions add constraint divisions_parent_code_fkey FOREIGN KEY (parent_code) REFERENCES divisions(code);
alter table divisions add constraint divisions_pkey PRIMARY KEY (code);
alter table door_pairings add constraint door_pairings_created_by_fkey FOREIGN KEY (created_by) REFERENCES staff_accounts(id);
alter table door_pairings add constraint door_pairings_pkey PRIMARY KEY (code_hash);
alter table door_pairings add constraint door_pairings_venue_id_fkey FOREIGN KEY (venue_id) REFERENCES venues(id);
alter table ended_sessions add constraint ended_sessions_pkey PRIMARY KEY (session_id);
alter table entry_policies add constraint entry_policies_pkey PRIMARY KEY (scene);
alter table evidence_steps add constraint evidence_steps_area_code_fkey FOREIGN KEY (area_code) REFERENCES divisions(code);
alter table evidence_steps add constraint evidence_steps_asked CHECK ((kind <> 'before_second_persons'::text)) NOT VALID;
alter table evidence_steps add constraint evidence_steps_by_account_fkey FOREIGN KEY (by_account) REFERENCES staff_accounts(id);
alter table evidence_steps add constraint evidence_steps_evidence_id_fkey FOREIGN KEY (evidence_id) REFERENCES health_evidence(id);
alter table evidence_steps add constraint evidence_steps_linked CHECK ((("position" >= 1) AND (("position" = 1) = (kind = 'recorded'::text)) AND (("position" = 1) = (previous_kind IS NULL)) AND (("position" = 1) = (previous_by IS NULL))));
alter table evidence_steps add constraint evidence_steps_order CHECK ((("position" = 1) OR (((((((((previous_kind = 'recorded'::text) AND (kind = 'confirmed'::text)) OR ((previous_kind = 'recorded'::text) AND (kind = 'refused'::text))) OR ((previous_kind = 'recorded'::text) AND (kind = 'before_second_persons'::text))) OR ((previous_kind = 'confirmed'::text) AND (kind = 'withdrawal_requested'::text))) OR ((previous_kind = 'before_second_persons'::text) AND (kind = 'withdrawal_requested'::text))) OR ((previous_kind = 'kept'::text) AND (kind = 'withdrawal_requested'::text))) OR ((previous_kind = 'withdrawal_requested'::text) AND (kind = 'withdrawn'::text))) OR ((previous_kind = 'withdrawal_requested'::text) AND (kind = 'kept'::text)))));
alter table evidence_steps add constraint evidence_steps_pkey PRIMARY KEY (id);
alter table evidence_steps add constraint evidence_steps_place UNIQUE (evidence_id, "position", kind, by_account);
alter table evidence_steps add constraint evidence_steps_previous FOREIGN KEY (evidence_id, previous_position, previous_kind, previous_by) REFERENCES evidence_steps(evidence_id, "position", kind, by_account);
alter table evidence_steps add constraint evidence_steps_reason CHECK (((kind = ANY (ARRAY['recorded'::text, 'before_second_persons'::text])) OR (note IS NOT NULL)));
alter table evidence_steps add constraint evidence_steps_second_person CHECK (((kind <> ALL (ARRAY['confirmed'::text, 'refused'::text, 'withdrawn'::text, 'kept'::text])) OR (by_account <> previous_by)));
alter table export_persons add constraint export_persons_export_id_fkey FOREIGN KEY (export_id) REFERENCES exports(id) ON DELETE CASCADE;
alter table export_persons add constraint export_persons_pkey PRIMARY KEY (export_id, person_id);
alter table export_quotas add constraint export_quotas_amounts CHECK (((files_per_day >= 0) AND (rows_per_day >= 0)));
alter table export_quotas add constraint export_quotas_pkey PRIMARY KEY (role);
alter table exports add constraint exports_finished CHECK ((((finished_at IS NULL) = (sha256 IS NULL)) AND ((finished_at IS NULL) = (written IS NULL))));
alter table exports add constraint exports_format CHECK ((format = ANY (ARRAY['csv'::text, 'xlsx'::text, 'pdf'::text])));
alter table exports add constraint exports_pkey PRIMARY KEY (id);
alter table exports add constraint exports_role_id_fkey FOREIGN KEY (role_id) REFERENCES roles(id);
alter table exports add constraint exports_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff_accounts(id);
alter table fact_changes add constraint fact_changes_kind CHECK ((kind = ANY (ARRAY['venue'::text, 'person'::text, 'regimes'::text, 'risk_areas'::text, 'policies'::text, 'device'::text, 'session'::text])));
alter table fact_changes add constraint fact_changes_pkey PRIMARY KEY (id);
alter table functional_area_divisions add constraint functional_area_divisions_division_code_fkey FOREIGN KEY (division_code) REFERENCES divisions(code);
alter table functional_area_divisions add constraint functional_area_divisions_functional_area_id_fkey FOREIGN KEY (functional_area_id) REFERENCES functional_areas(id);
alter table functional_area_divisions add constraint functional_area_divisions_pkey PRIMARY KEY (functional_area_id, division_code);
alter table functional_area_divisions add constraint functional_area_divisions_township CHECK ((division_code ~ '^\d{9}$'::text));
alter table functional_areas add constraint functional_areas_area_code_fkey FOREIGN KEY (area_code) REFERENCES divisions(code);
alter table functional_areas add constraint functional_areas_pkey PRIMARY KEY (id);
alter table functional_areas add constraint functional_areas_public_id_key UNIQUE (public_id);
alter table guardians add constraint guardians_person_id_fkey FOREIGN KEY (person_id) REFERENCES persons(id);
alter table guardians add constraint guardians_pkey PRIMARY KEY (person_id);
alter table guardians add constraint guardians_relation CHECK ((relation = ANY (ARRAY['parent'::text, 'grandparent'::text, 'other'::text])));
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
alter table incompatible_permissions add constraint incompatible_permissions_order CHECK ((one < other));
alter table incompatible_permissions add constraint incompatible_permissions_pkey PRIMARY KEY (one, other);
alter table inspector_days add constraint inspector_days_member_id_fkey FOREIGN KEY (member_id) REFERENCES venue_members(id);
alter table inspector_days add constraint inspector_days_pkey PRIMARY KEY (venue_id, day, member_id);
alter table inspector_days add constraint inspector_days_venue_id_fkey FOREIGN KEY (venue_id) REFERENCES venues(id);
alter table installation add constraint installation_pkey PRIMARY KEY (only_row);
alter table installation add constraint installation_profile CHECK ((profile = ANY (ARRAY['demo'::text, 'production'::text])));
alter table installation add constraint installation_single CHECK (only_row);
alter table legal_orders add constraint legal_orders_area_code_fkey FOREIGN KEY (area_code) REFERENCES divisions(code);
alter table legal_orders add constraint legal_orders_author_id_fkey FOREIGN KEY (author_id) REFERENCES staff_accounts(id);
alter table legal_orders add constraint legal_orders_period CHECK ((ends_on >= begins_on));
alter table legal_orders add constraint legal_orders_pkey PRIMARY KEY (id);
alter table manager_offers add constraint manager_offers_author_id_fkey FOREIGN KEY (author_id) REFERENCES staff_accounts(id);
alter table manager_offers add constraint manager_offers_life CHECK ((expires_at > made_at));
alter table manager_offers add constraint manager_offers_pkey PRIMARY KEY (id);
alter table manager_offers add constraint manager_offers_venue_id_fkey FOREIGN KEY (venue_id) REFERENCES venues(id);
alter table permission_uses add constraint permission_uses_pkey PRIMARY KEY (staff_id, permission);
alter table permission_uses add constraint permission_uses_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff_accounts(id);
alter table persons add constraint persons_document_key UNIQUE (document_index);
alter table persons add constraint persons_erased CHECK (
CASE
    WHEN (erased_at IS NULL) THEN ((name_sealed IS NOT NULL) AND (document_sealed IS NOT NULL) AND (document_index IS NOT NULL))
    ELSE ((name_sealed IS NULL) AND (document_sealed IS NULL) AND (document_index IS NULL) AND (phone_sealed IS NULL))
END);
alter table persons add constraint persons_pkey PRIMARY KEY (id);
alter table persons add constraint persons_public_id_key UNIQUE (public_id);
alter table regime_notices add constraint regime_notices_author_id_fkey FOREIGN KEY (author_id) REFERENCES staff_accounts(id);
alter table regime_notices add constraint regime_notices_division_code_fkey FOREIGN KEY (division_code) REFERENCES divisions(code);
alter table regime_notices add constraint regime_notices_pkey PRIMARY KEY (id);
alter table replaced_codes add constraint replaced_codes_author_id_fkey FOREIGN KEY (author_id) REFERENCES staff_accounts(id);
alter table replaced_codes add constraint replaced_codes_cause CHECK ((cause = ANY (ARRAY['damaged'::text, 'leaked'::text, 'moved'::text, 'other'::text])));
alter table replaced_codes add constraint replaced_codes_code_key UNIQUE (code);
alter table replaced_codes add constraint replaced_codes_issue_key UNIQUE (venue_id, issue);
alter table replaced_codes add constraint replaced_codes_pkey PRIMARY KEY (id);
alter table replaced_codes add constraint replaced_codes_request_key UNIQUE (request_id);
alter table replaced_codes add constraint replaced_codes_venue_id_fkey FOREIGN KEY (venue_id) REFERENCES venues(id);
alter table reseals add constraint reseals_pkey PRIMARY KEY (table_name);
alter table resident_accounts add constraint resident_accounts_person_id_fkey FOREIGN KEY (person_id) REFERENCES persons(id);
alter table resident_accounts add constraint resident_accounts_person_key UNIQUE (person_id);
alter table resident_accounts add constraint resident_accounts_phone_key UNIQUE (phone_index);
alter table resident_accounts add constraint resident_accounts_pkey PRIMARY KEY (id);
alter table retention_runs add constraint retention_runs_pkey PRIMARY KEY (class);
alter table rights_requests add constraint rights_requests_area_code_fkey FOREIGN KEY (area_code) REFERENCES divisions(code);
alter table rights_requests add constraint rights_requests_decided CHECK (((state = ANY (ARRAY['open'::text, 'waiting'::text])) = (decided_at IS NULL)));
alter table rights_requests add constraint rights_requests_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES staff_accounts(id);
alter table rights_requests add constraint rights_requests_kind CHECK ((kind = ANY (ARRAY['name'::text, 'document'::text, 'evidence'::text, 'deletion'::text, 'claim'::text])));
alter table rights_requests add constraint rights_requests_person_id_fkey FOREIGN KEY (person_id) REFERENCES persons(id);
alter table rights_requests add constraint rights_requests_pkey PRIMARY KEY (id);
alter table rights_requests add constraint rights_requests_state CHECK ((state = ANY (ARRAY['open'::text, 'waiting'::text, 'granted'::text, 'partly'::text, 'refused'::text, 'withdrawn'::text])));
alter table risk_areas add constraint risk_areas_area_code_fkey FOREIGN KEY (area_code) REFERENCES divisions(code);
alter table risk_areas add constraint risk_areas_author_id_fkey FOREIGN KEY (author_id) REFERENCES staff_accounts(id);
alter table risk_areas add constraint risk_areas_division_code_fkey FOREIGN KEY (division_code) REFERENCES divisions(code);
alter table risk_areas add constraint risk_areas_level CHECK ((level = ANY (ARRAY['medium'::text, 'high'::text])));
alter table risk_areas add constraint risk_areas_period CHECK (((valid_to IS NULL) OR (valid_to >= valid_from)));
alter table risk_areas add constraint risk_areas_pkey PRIMARY KEY (id);
alter table roles add constraint roles_area_code_fkey FOREIGN KEY (area_code) REFERENCES divisions(code);
alter table roles add constraint roles_export_quota CHECK (((export_files >= 0) AND (export_rows >= 0) AND (export_rows_of_all >= export_rows)));
alter table roles add constraint roles_name_key UNIQUE (name);
alter table roles add constraint roles_pkey PRIMARY KEY (id);
alter table roles add constraint roles_public_id_key UNIQUE (public_id);
alter table roles add constraint roles_titles CHECK (((area_code IS NULL) OR ((title_zh IS NOT NULL) AND (title_en IS NOT NULL))));
alter table sealing_keys add constraint sealing_keys_end CHECK (((retired_at IS NULL) OR (destroyed_at IS NULL)));
alter table sealing_keys add constraint sealing_keys_pkey PRIMARY KEY (id);
alter table sessions add constraint sessions_kind CHECK ((kind = ANY (ARRAY['resident'::text, 'staff'::text, 'door'::text])));
alter table sessions add constraint sessions_pkey PRIMARY KEY (token_hash);
alter table sessions add constraint sessions_previous_key UNIQUE (previous_hash);
alter table sessions add constraint sessions_public_id_key UNIQUE (public_id);
alter table sign_in_codes add constraint sign_in_codes_pkey PRIMARY KEY (phone_index);
alter table sign_in_tickets add constraint sign_in_tickets_pkey PRIMARY KEY (token_hash);
alter table sign_in_tickets add constraint sign_in_tickets_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff_accounts(id);
alter table sign_in_tickets add constraint sign_in_tickets_step CHECK ((step = ANY (ARRAY['code'::text, 'enrol'::text])));
alter table sms_messages add constraint sms_messages_pkey PRIMARY KEY (id);
alter table sms_messages add constraint sms_messages_purpose CHECK ((purpose = ANY (ARRAY['sign_in'::text, 'warning_person'::text, 'warning_data_team'::text, 'escalation'::text, 'rights'::text, 'venue'::text])));
alter table sms_messages add constraint sms_messages_state CHECK ((state = ANY (ARRAY['queued'::text, 'sending'::text, 'accepted'::text, 'delivered'::text, 'undelivered'::text, 'expired'::text])));
alter table sms_messages add constraint sms_messages_warning_id_fkey FOREIGN KEY (warning_id) REFERENCES warnings(id);
alter table sms_receipts add constraint sms_receipts_pkey PRIMARY KEY (gateway_id);
alter table staff_accounts add constraint staff_accounts_area_code_fkey FOREIGN KEY (area_code) REFERENCES divisions(code);
alter table staff_accounts add constraint staff_accounts_functional_area_id_fkey FOREIGN KEY (functional_area_id) REFERENCES functional_areas(id);
alter table staff_accounts add constraint staff_accounts_industry CHECK (((industry IS NULL) = (industry_code IS NULL)));
alter table staff_accounts add constraint staff_accounts_industry_code_fkey FOREIGN KEY (industry_code) REFERENCES divisions(code);
alter table staff_accounts add constraint staff_accounts_one_area CHECK ((num_nonnulls(area_code, venue_id, functional_area_id, industry_code) = 1));
alter table staff_accounts add constraint staff_accounts_pkey PRIMARY KEY (id);
alter table staff_accounts add constraint staff_accounts_proposed_role_id_fkey FOREIGN KEY (proposed_role_id) REFERENCES roles(id);
alter table staff_accounts add constraint staff_accounts_public_id_key UNIQUE (public_id);
alter table staff_accounts add constraint staff_accounts_role_id_fkey FOREIGN KEY (role_id) REFERENCES roles(id);
alter table staff_accounts add constraint staff_accounts_username_key UNIQUE (username);
alter table staff_accounts add constraint staff_accounts_venue_fkey FOREIGN KEY (venue_id) REFERENCES venues(id);
alter table staff_invitations add constraint staff_invitations_pkey PRIMARY KEY (staff_id);
alter table staff_invitations add constraint staff_invitations_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff_accounts(id);
alter table staff_invitations add constraint staff_invitations_token_key UNIQUE (token_hash);
alter table staff_recovery_codes add constraint staff_recovery_codes_pkey PRIMARY KEY (staff_id, code_hash);
alter table staff_recovery_codes add constraint staff_recovery_codes_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff_second_factors(staff_id) ON DELETE CASCADE;
alter table staff_second_factors add constraint staff_second_factors_pkey PRIMARY KEY (staff_id);
alter table staff_second_factors add constraint staff_second_factors_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff_accounts(id);
alter table standing_keys add constraint standing_keys_name CHECK ((name = ANY (ARRAY['lookup'::text, 'sign'::text])));
alter table standing_keys add constraint standing_keys_pkey PRIMARY KEY (name);
alter table sticker_checks add constraint sticker_checks_author_id_fkey FOREIGN KEY (author_id) REFERENCES staff_accounts(id);
alter table sticker_checks add constraint sticker_checks_pkey PRIMARY KEY (id);
alter table sticker_checks add constraint sticker_checks_position CHECK ((((latitude IS NULL) = (longitude IS NULL)) AND ((latitude IS NULL) = (accuracy_m IS NULL)) AND ((latitude >= ('-90'::integer)::double precision) AND (latitude <= (90)::double precision)) AND ((longitude >= ('-180'::integer)::double precision) AND (longitude <= (180)::double precision)) AND ((accuracy_m >= 0) AND (accuracy_m <= 100000))));
alter table sticker_checks add constraint sticker_checks_venue_id_fkey FOREIGN KEY (venue_id) REFERENCES venues(id);
alter table sticker_findings add constraint sticker_findings_closed CHECK ((((closed_at IS NULL) = (closed_by IS NULL)) AND ((closed_at IS NULL) = (note IS NULL))));
alter table sticker_findings add constraint sticker_findings_closed_by_fkey FOREIGN KEY (closed_by) REFERENCES staff_accounts(id);
alter table sticker_findings add constraint sticker_findings_kind CHECK ((kind = ANY (ARRAY['two_places'::text, 'far_from_filed'::text, 'replaced_seen'::text, 'replaced_scanned'::text])));
alter table sticker_findings add constraint sticker_findings_pkey PRIMARY KEY (id);
alter table sticker_findings add constraint sticker_findings_venue_id_fkey FOREIGN KEY (venue_id) REFERENCES venues(id);
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
alter table venue_application_drafts add constraint venue_application_drafts_pkey PRIMARY KEY (applicant_account_id);
alter table venue_applications add constraint venue_applications_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES staff_accounts(id);
alter table venue_applications add constraint venue_applications_division_code_fkey FOREIGN KEY (division_code) REFERENCES divisions(code);
alter table venue_applications add constraint venue_applications_issued CHECK (((state = 'issued'::text) = (venue_id IS NOT NULL)));
alter table venue_applications add constraint venue_applications_number_key UNIQUE (number);
alter table venue_applications add constraint venue_applications_person_id_fkey FOREIGN KEY (person_id) REFERENCES persons(id);
alter table venue_applications add constraint venue_applications_pkey PRIMARY KEY (id);
alter table venue_applications add constraint venue_applications_state CHECK ((state = ANY (ARRAY['submitted'::text, 'returned'::text, 'refused'::text, 'withdrawn'::text, 'issued'::text])));
alter table venue_applications add constraint venue_applications_subject CHECK ((subject_kind = ANY (ARRAY['unit'::text, 'sole_trader'::text, 'person'::text])));
alter table venue_applications add constraint venue_applications_system CHECK ((location_system = ANY (ARRAY['wgs84'::text, 'gcj02'::text])));
alter table venue_applications add constraint venue_applications_venue_id_fkey FOREIGN KEY (venue_id) REFERENCES venues(id);
alter table venue_applications add constraint venue_applications_venue_key UNIQUE (venue_id);
alter table venue_applications add constraint venue_applications_version CHECK ((version > 0));
alter table venue_members add constraint venue_members_period CHECK ((valid_to >= valid_from));
alter table venue_members add constraint venue_members_person_id_fkey FOREIGN KEY (person_id) REFERENCES persons(id);
alter table venue_members add constraint venue_members_pkey PRIMARY KEY (id);
alter table venue_members add constraint venue_members_public_id_key UNIQUE (public_id);
alter table venue_members add constraint venue_members_role CHECK ((role = ANY (ARRAY['manager'::text, 'inspector'::text])));
alter table venue_members add constraint venue_members_venue_id_fkey FOREIGN KEY (venue_id) REFERENCES venues(id);
alter table venue_numbers add constraint venue_numbers_author_id_fkey FOREIGN KEY (author_id) REFERENCES persons(id);
alter table venue_numbers add constraint venue_numbers_pkey PRIMARY KEY (id);
alter table venue_numbers add constraint venue_numbers_present UNIQUE (venue_id, role);
alter table venue_numbers add constraint venue_numbers_role CHECK ((role = ANY (ARRAY['manager'::text, 'inspector'::text])));
alter table venue_numbers add constraint venue_numbers_venue_id_fkey FOREIGN KEY (venue_id) REFERENCES venues(id);
alter table venue_policies add constraint venue_policies_chosen_by_fkey FOREIGN KEY (chosen_by) REFERENCES staff_accounts(id);
alter table venue_policies add constraint venue_policies_division_code_fkey FOREIGN KEY (division_code) REFERENCES divisions(code);
alter table venue_policies add constraint venue_policies_pkey PRIMARY KEY (division_code);
alter table venues add constraint venues_checkpoint CHECK (((checkpoint IS NULL) OR (parent_id IS NOT NULL)));
alter table venues add constraint venues_code_key UNIQUE (code);
alter table venues add constraint venues_directions CHECK ((directions = ANY (ARRAY['in'::text, 'out'::text, 'both'::text])));
alter table venues add constraint venues_division_code_fkey FOREIGN KEY (division_code) REFERENCES divisions(code);
alter table venues add constraint venues_parent_fkey FOREIGN KEY (parent_id) REFERENCES venues(id);
alter table venues add constraint venues_pkey PRIMARY KEY (id);
alter table venues add constraint venues_public_id_key UNIQUE (public_id);
alter table visits add constraint visits_pkey PRIMARY KEY (person_id, moment);
alter table warnings add constraint warnings_acknowledged_by_somebody CHECK (((receiver_id IS NULL) = (acknowledged_at IS NULL)));
alter table warnings add constraint warnings_incident_id_fkey FOREIGN KEY (incident_id) REFERENCES incidents(id);
alter table warnings add constraint warnings_person_id_fkey FOREIGN KEY (person_id) REFERENCES persons(id);
alter table warnings add constraint warnings_pkey PRIMARY KEY (id);
alter table warnings add constraint warnings_receiver_id_fkey FOREIGN KEY (receiver_id) REFERENCES staff_accounts(id);
alter table warnings add constraint warnings_venue_id_fkey FOREIGN KEY (venue_id) REFERENCES venues(id);

CREATE INDEX access_reviews_staff ON public.access_reviews USING btree (staff_id, reviewed_at);
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
CREATE INDEX cases_person ON public.cases USING btree (person_id);
CREATE INDEX client_uses_day ON public.client_uses USING btree (day);
CREATE INDEX clients_newest ON public.clients USING btree (created_at, public_id);
CREATE INDEX consents_in_order ON public.consents USING btree (account_id, kind, number DESC);
CREATE INDEX devices_newest ON public.devices USING btree (registered_at, public_id);
CREATE INDEX devices_venue ON public.devices USING btree (venue_id);
CREATE INDEX divisions_parent ON public.divisions USING btree (parent_code);
CREATE INDEX ended_sessions_expiry ON public.ended_sessions USING btree (expires_at);
CREATE INDEX ended_sessions_transaction ON public.ended_sessions USING btree (transaction);
CREATE INDEX evidence_steps_rare ON public.evidence_steps USING btree (kind, evidence_id) WHERE (kind = ANY (ARRAY['refused'::text, 'withdrawal_requested'::text, 'withdrawn'::text]));
CREATE INDEX export_persons_person ON public.export_persons USING btree (person_id);
CREATE INDEX exports_of_role ON public.exports USING btree (role_id, at);
CREATE INDEX exports_of_staff ON public.exports USING btree (staff_id, at);
CREATE INDEX fact_changes_age ON public.fact_changes USING btree (at);
CREATE INDEX fact_changes_transaction ON public.fact_changes USING btree (transaction);
CREATE INDEX functional_areas_newest ON public.functional_areas USING btree (created_at, public_id);
CREATE INDEX health_evidence_area ON public.health_evidence USING btree (area_code text_pattern_ops, recorded_at, id);
CREATE INDEX health_evidence_live ON public.health_evidence USING btree (valid_until);
CREATE INDEX health_evidence_newest ON public.health_evidence USING btree (recorded_at, id);
CREATE INDEX health_evidence_person ON public.health_evidence USING btree (person_id, valid_until);
CREATE INDEX incident_steps_incident ON public.incident_steps USING btree (incident_id, id);
CREATE INDEX incidents_closed ON public.incidents USING btree (closed_at) WHERE (state = 'closed'::text);
CREATE INDEX incidents_due ON public.incidents USING btree (due_at) WHERE ((arrived_at IS NULL) AND (state <> 'closed'::text));
CREATE INDEX incidents_newest ON public.incidents USING btree (reported_at, id);
CREATE INDEX manager_offers_phone ON public.manager_offers USING btree (phone_index) WHERE (decided_at IS NULL);
CREATE INDEX regime_notices_newest ON public.regime_notices USING btree (valid_from, id);
CREATE INDEX rights_requests_area ON public.rights_requests USING btree (area_code text_pattern_ops, made_at, id);
CREATE INDEX rights_requests_of_account ON public.rights_requests USING btree (account_id, made_at, id);
CREATE INDEX rights_requests_waiting ON public.rights_requests USING btree (made_at) WHERE (state = 'waiting'::text);
CREATE INDEX risk_areas_newest ON public.risk_areas USING btree (valid_from, id);
CREATE INDEX roles_newest ON public.roles USING btree (created_at, public_id);
CREATE INDEX sessions_expiry ON public.sessions USING btree (expires_at);
CREATE INDEX sessions_subject ON public.sessions USING btree (kind, subject_id);
CREATE INDEX sign_in_requests_address ON public.sign_in_requests USING btree (address_hash, at);
CREATE INDEX sign_in_requests_phone ON public.sign_in_requests USING btree (phone_index, at);
CREATE INDEX sign_in_tickets_expiry ON public.sign_in_tickets USING btree (expires_at);
CREATE INDEX sms_messages_age ON public.sms_messages USING btree (queued_at);
CREATE INDEX sms_messages_due ON public.sms_messages USING btree (next_attempt_at) WHERE (state = ANY (ARRAY['queued'::text, 'sending'::text]));
CREATE INDEX sms_messages_gateway ON public.sms_messages USING btree (gateway_id) WHERE (gateway_id IS NOT NULL);
CREATE INDEX sms_messages_warning ON public.sms_messages USING btree (warning_id) WHERE (warning_id IS NOT NULL);
CREATE INDEX staff_accounts_newest ON public.staff_accounts USING btree (created_at, public_id);
CREATE INDEX staff_accounts_role ON public.staff_accounts USING btree (role_id);
CREATE INDEX sticker_checks_of_venue ON public.sticker_checks USING btree (venue_id, at);
CREATE INDEX sticker_findings_newest ON public.sticker_findings USING btree (found_at, id);
CREATE INDEX sticker_findings_waiting ON public.sticker_findings USING btree (found_at, id) WHERE (closed_at IS NULL);
CREATE INDEX trace_persons_person ON public.trace_persons USING btree (person_id);
CREATE INDEX traces_case ON public.traces USING btree (case_id);
CREATE INDEX traces_newest ON public.traces USING btree (requested_at, id);
CREATE INDEX trips_division ON public.trips USING btree (division_code text_pattern_ops, left_at);
CREATE INDEX trips_ended ON public.trips USING btree (left_at);
CREATE INDEX trips_person ON public.trips USING btree (person_id, declared_at);
CREATE INDEX venue_application_drafts_oldest ON public.venue_application_drafts USING btree (kept_at);
CREATE INDEX venue_applications_area ON public.venue_applications USING btree (division_code text_pattern_ops, submitted_at, id);
CREATE INDEX venue_applications_of_account ON public.venue_applications USING btree (applicant_account_id, submitted_at, id);
CREATE INDEX venue_applications_of_person ON public.venue_applications USING btree (person_id);
CREATE INDEX venue_applications_of_phone ON public.venue_applications USING btree (phone_index);
CREATE INDEX venue_applications_of_subject ON public.venue_applications USING btree (subject_index, division_code, address_key);
CREATE INDEX venue_applications_oldest ON public.venue_applications USING btree (submitted_at, id);
CREATE INDEX venue_applications_waiting ON public.venue_applications USING btree (submitted_at, id) WHERE (state = 'submitted'::text);
CREATE INDEX venue_members_venue ON public.venue_members USING btree (venue_id, id) WHERE (valid_to IS NULL);
CREATE INDEX venues_area ON public.venues USING btree (division_code text_pattern_ops, id);
CREATE INDEX venues_industry ON public.venues USING btree (class, division_code text_pattern_ops, id);
CREATE INDEX venues_points ON public.venues USING btree (parent_id, id) WHERE (parent_id IS NOT NULL);
CREATE INDEX visits_exit ON ONLY public.visits USING btree (venue_id, visit_slot(moment)) WHERE (((codes >> 16) & 15) = 1);
CREATE INDEX visits_venue ON ONLY public.visits USING btree (venue_id, visit_slot(moment));
CREATE INDEX warnings_incident ON public.warnings USING btree (incident_id);
CREATE INDEX warnings_late ON public.warnings USING btree (at) WHERE (incident_id IS NULL);
CREATE INDEX warnings_newest ON public.warnings USING btree (recorded_at, id);
CREATE INDEX warnings_open ON public.warnings USING btree (recorded_at, id) WHERE (acknowledged_at IS NULL);
CREATE UNIQUE INDEX evidence_steps_position ON public.evidence_steps USING btree (evidence_id, "position");
CREATE UNIQUE INDEX incidents_one_open ON public.incidents USING btree (person_id, venue_id) WHERE (state <> 'closed'::text);
CREATE UNIQUE INDEX manager_offers_open ON public.manager_offers USING btree (venue_id) WHERE (decided_at IS NULL);
CREATE UNIQUE INDEX regime_notices_in_force ON public.regime_notices USING btree (division_code) WHERE (valid_to IS NULL);
CREATE UNIQUE INDEX rights_requests_one_open ON public.rights_requests USING btree (account_id, kind, evidence_id) NULLS NOT DISTINCT WHERE (state = ANY (ARRAY['open'::text, 'waiting'::text]));
CREATE UNIQUE INDEX risk_areas_in_force ON public.risk_areas USING btree (division_code) WHERE (valid_to IS NULL);
CREATE UNIQUE INDEX sticker_findings_open ON public.sticker_findings USING btree (venue_id, issue, kind) WHERE (closed_at IS NULL);
CREATE UNIQUE INDEX venue_members_manager ON public.venue_members USING btree (venue_id) WHERE ((role = 'manager'::text) AND (valid_to IS NULL));
CREATE UNIQUE INDEX venue_members_present ON public.venue_members USING btree (person_id, venue_id, role) WHERE (valid_to IS NULL);
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
comment on column cases.evidence_id is 'Recorded with the case; null when it was swept, or a process of the version before entered the case.';
comment on column clients.earlier_hash is 'Of the secret before the last rotation, which lives on for a day.';
comment on column clients.networks is 'CIDR; none: from anywhere.';
comment on column clients.permissions is 'Only routes that the contract opens to clients can be called with them.';
comment on column consents.kind is 'notice: the privacy notice was read; sensitive: agreed to health and itinerary on the telephone.';
comment on column consents.number is 'Order in which they were said.';
comment on column device_sessions.first_used_at is 'An older session that is still used afterwards is a second holder of the key.';
comment on column device_sessions.nonce is 'Of the signed proof it was opened with: the proof works once. Kept until the session would have run out.';
comment on column devices.cloned_at is 'When two sessions of one key were found in use at once; goes with the next enrolment.';
comment on column devices.public_key is 'Ed25519 (RFC 8032); the private half never leaves the device. Null until it enrols.';
comment on column devices.revoked_at is 'For ever: a device that comes back is registered anew.';
comment on column devices.secret_hash is 'Of the secret of a device from before key pairs. It counts until a key is there.';
comment on column entry_policies.policy is 'EntryPolicy of packages/rules, checked when read.';
comment on column evidence_steps.area_code is 'Area of the account, as it was then.';
comment on column exports.role_id is 'Role by which it was taken; null for what a process of the version before wrote for an account without one.';
comment on column functional_areas.area_code is 'Division whose administrators keep it; every township lies inside.';
comment on column health_evidence.area_code is 'Area of the account that recorded it, as it was then.';
comment on column incident_steps.actor_id is 'Null when the platform itself acted (report, escalation).';
comment on column incidents.due_at is 'Arrival on site is due: 30 minutes after the report (Yangzhou and Putuo notices).';
comment on column installation.key_check is 'Sealed by the key file of this installation: with another one nothing could be read.';
comment on column persons.document_index is 'Keyed hash of type and number, for look-up by equality only.';
comment on column persons.erased_at is 'When somebody was erased at their own wish: what is left is a number without a name.';
comment on column persons.phone_sealed is 'Null for somebody recorded at a door, without a telephone and without an account.';
comment on column replaced_codes.request_id is 'Made by the caller: a replacement that is sent twice happens once.';
comment on column replaced_codes.scans is 'How often it was looked up since, at most one node''s few seconds late. Nobody''s visit.';
comment on column reseals.keys is 'The keys it seals under: with others it begins anew.';
comment on column resident_accounts.claimed_name_sealed is 'Name given at a registration under a document that a door had recorded, until an officer has confirmed that it is theirs; null when there is nothing to confirm.';
comment on column rights_requests.decided_by is 'Null when the platform carried it out or the person withdrew it.';
comment on column rights_requests.kind is 'claim: somebody registered under a document that a door had recorded; made by the platform, decided by an officer.';
comment on column rights_requests.state is 'waiting: a deletion that is carried out when the law lets go of the last record.';
comment on column rights_requests.wanted_sealed is 'What a name or document is to become; removed when the person is erased.';
comment on column risk_areas.area_code is 'Area of the account that entered it, as it was then; division_code is what is at risk, anywhere.';
comment on column roles.area_code is 'Division that made it; null for roles shipped with the platform.';
comment on column roles.export_files is 'Lists that one account may take away as files in a day of the city; export_rows: their rows; export_rows_of_all: of all accounts with this role together.';
comment on column sealing_keys.retired_at is 'Nothing was sealed under it any more; destroyed_at: what is sealed under it is to stay unreadable.';
comment on column sessions.device is 'Kind of browser and system, coarse; never an address.';
comment on column sessions.last_used_at is 'When a person last did something in it, to the minute; counts for staff.';
comment on column sessions.previous_hash is 'Of the token before this one: good for moments after replaced_at, for what was under way, and never as proved.';
comment on column sessions.proved_at is 'When whoever holds it last proved who they are.';
comment on column sessions.public_id is 'What the list of own sessions calls it.';
comment on column sessions.subject_id is 'Resident account, staff account, or venue, by kind.';
comment on column sessions.token_hash is 'SHA-256 of the token; of a resident session the id inside the signed token, which opens nothing without its signature.';
comment on column sign_in_codes.address_hash is 'Keyed hash of the address that asked for the code.';
comment on column sign_in_codes.tries is 'By other addresses than the one that asked; those of each address are in attempts.';
comment on column sign_in_tickets.replaces is 'Token hash of the session in which the enrolment began, if one did.';
comment on column sign_in_tickets.secret_sealed is 'Of the second factor that is being enrolled; not in force before its first code was right.';
comment on column staff_accounts.area_code is 'Everything whose division starts with this code; or a single venue instead.';
comment on column staff_accounts.industry is 'Class of venues the account is for, inside industry_code.';
comment on column staff_accounts.role_id is 'Null until the security administrator grants one.';
comment on column staff_second_factors.last_step is 'Newest time step whose code was used (RFC 6238): none is used twice, none before it.';
comment on column trace_contact_log.reasons is 'One bit each, lowest first: same_time, after_case_left, same_checkpoint, repeated, strong_evidence.';
comment on column trace_contacts.packed is '22 bytes a contact: person 4, stay 2 from 0, at 8 (epoch ms), length 4 (ms), overlap 2 (minutes), evidence 1, reasons 1.';
comment on column venue_applications.applicant_account_id is 'Without foreign key: it stays as a record when the account is erased.';
comment on column venue_applications.contact_phone_sealed is 'Sealed fields are removed when the applicant is erased.';
comment on column venue_applications.latitude is 'WGS-84; location_system says what the telephone gave.';
comment on column venue_applications.phone_index is 'Of the telephone the applicant signed in with: some policies count codes by it.';
comment on column venue_applications.reviewers is 'Who may decide, by the policy at the time of the submission.';
comment on column venue_applications.subject_index is 'Keyed hash of kind and number, for look-up by equality only.';
comment on column venue_applications.version is 'Counts submissions: a decision names the one it is about.';
comment on column venue_numbers.number_hash is 'Keyed: six digits are found from any other hash at once.';
comment on column venues.checkpoint is 'Name of a gate. Name and address of such a row are those of its venue.';
comment on column venues.code is '13 characters Crockford base32, opaque: what the poster holds. A replaced one moves to replaced_codes.';
comment on column venues.issue is 'How many codes the venue has had, with this one.';
comment on column venues.issued_at is 'When the present code was issued; null: with the venue itself.';
comment on column venues.parent_id is 'The venue that a checkpoint or a sub-venue is part of; such a point has none of its own.';
comment on column visits.codes is 'Four bits each, lowest first: verdict, advice, evidence, method, direction.';
comment on column visits.delay is 'Milliseconds from capture to recording; below zero when a phone''s clock is ahead.';
comment on column visits.reasons is 'Null when everything was in order, which is nearly always.';
comment on column visits.temperature is 'Tenths of a degree Celsius; 0 for one that was found normal and not written down.';
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
CREATE OR REPLACE FUNCTION public.end_functional_area_sessions()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  delete from sessions where kind = 'staff'
    and subject_id in (select id from staff_accounts where functional_area_id = old.functional_area_id);
  return null;
end $function$
;
CREATE OR REPLACE FUNCTION public.end_role_sessions()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  delete from sessions where kind = 'staff' and subject_id in (select id from staff_accounts where role_id = new.id);
  return null;
end $function$
;
CREATE OR REPLACE FUNCTION public.end_staff_sessions()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  delete from sessions where kind = 'staff' and subject_id = new.id;
  delete from sign_in_tickets where staff_id = new.id;
  return null;
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
CREATE OR REPLACE FUNCTION public.keep_points()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  update venues set name = new.name, address = new.address, division_code = new.division_code, class = new.class, scene = new.scene
    where parent_id = new.id and checkpoint is not null;
  update venues set division_code = new.division_code where parent_id = new.id and checkpoint is null and division_code <> new.division_code;
  insert into fact_changes (kind, key) select 'venue', id from venues where parent_id = new.id;
  return null;
end $function$
;
CREATE OR REPLACE FUNCTION public.note_staff_sign_in()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  update staff_accounts set last_signed_in_at = new.created_at where id = new.subject_id;
  return null;
end $function$
;
CREATE OR REPLACE FUNCTION public.record_first_step()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into evidence_steps (id, evidence_id, position, kind, by_account, at)
  values (gen_random_uuid(), new.id, 1, 'recorded', new.author_id, new.recorded_at);
  return null;
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
CREATE OR REPLACE FUNCTION public.refuse_incompatible_permissions()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
  pair incompatible_permissions;
begin
  select * into pair from incompatible_permissions where one = any (new.permissions) and other = any (new.permissions) limit 1;
  if found then
    raise exception 'a role cannot hold both % and %', pair.one, pair.other
      using errcode = 'check_violation', constraint = 'roles_compatible';
  end if;
  return new;
end $function$
;
CREATE OR REPLACE FUNCTION public.set_area_of_author()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  select within_code into new.area_code from staff_directory where id = new.author_id;
  return new;
end $function$
;
CREATE OR REPLACE FUNCTION public.set_area_of_step()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  select within_code into new.area_code from staff_directory where id = new.by_account;
  return new;
end $function$
;
CREATE OR REPLACE FUNCTION public.sweep_ended(class text, before timestamp with time zone, most integer)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
 SET lock_timeout TO '2s'
AS $function$
declare
  over timestamptz := least(before, now() - interval '30 days');
  ids uuid[];
  more integer := 0;
  swept integer := 0;
begin
  if class = 'incidents' then
    select array_agg(id) into ids from (
      select id from incidents where state = 'closed' and closed_at < over order by closed_at limit most for update skip locked) i;
    delete from sms_messages where warning_id in (select w.id from warnings w where w.incident_id = any(ids));
    delete from warnings where incident_id = any(ids);
    delete from incident_steps where incident_id = any(ids);
    delete from incidents where id = any(ids);
    get diagnostics swept = row_count;
    select array_agg(id) into ids from (
      select id from warnings where incident_id is null and at < over order by at limit most for update skip locked) w;
    delete from sms_messages where warning_id = any(ids);
    delete from warnings where id = any(ids);
    get diagnostics more = row_count;
  elsif class = 'cases' then
    select array_agg(id) into ids from (
      select id from cases c where confirmed_at < over and not exists (
        select from traces t where t.case_id = c.id and coalesce(t.completed_at, t.decided_at, t.requested_at) >= over)
      order by confirmed_at limit most for update skip locked) c;
    delete from trace_contacts where trace_id in (select t.id from traces t where t.case_id = any(ids));
    delete from trace_persons where trace_id in (select t.id from traces t where t.case_id = any(ids));
    delete from trace_stays where trace_id in (select t.id from traces t where t.case_id = any(ids));
    delete from traces where case_id = any(ids);
    delete from cases where id = any(ids);
    get diagnostics swept = row_count;
  elsif class = 'evidence' then
    select array_agg(id) into ids from (
      select id from health_evidence where valid_until < over order by valid_until limit most for update skip locked) e;
    delete from evidence_steps where evidence_id = any(ids);
    delete from health_evidence where id = any(ids);
    get diagnostics swept = row_count;
  elsif class = 'trips' then
    delete from trips where id in (select id from trips where left_at < over order by left_at limit most for update skip locked);
    get diagnostics swept = row_count;
  elsif class = 'exports' then
    delete from exports where id in (select id from exports where at < over order by at limit most for update skip locked);
    get diagnostics swept = row_count;
    delete from client_uses where ctid = any(array(
      select ctid from client_uses where day < over::date order by day limit most for update skip locked));
    get diagnostics more = row_count;
  else
    raise exception 'no class of data is named %', class;
  end if;
  return swept + more;
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
CREATE TRIGGER evidence_steps_area BEFORE INSERT ON public.evidence_steps FOR EACH ROW EXECUTE FUNCTION set_area_of_step();
CREATE TRIGGER fact_changes_announce AFTER INSERT ON public.fact_changes FOR EACH STATEMENT EXECUTE FUNCTION announce_fact_change();
CREATE TRIGGER functional_area_narrowed AFTER DELETE ON public.functional_area_divisions FOR EACH ROW EXECUTE FUNCTION end_functional_area_sessions();
CREATE TRIGGER health_evidence_area BEFORE INSERT ON public.health_evidence FOR EACH ROW EXECUTE FUNCTION set_area_of_author();
CREATE TRIGGER health_evidence_recorded AFTER INSERT ON public.health_evidence FOR EACH ROW EXECUTE FUNCTION record_first_step();
CREATE TRIGGER legal_orders_area BEFORE INSERT ON public.legal_orders FOR EACH ROW EXECUTE FUNCTION set_area_of_author();
CREATE TRIGGER risk_areas_area BEFORE INSERT ON public.risk_areas FOR EACH ROW EXECUTE FUNCTION set_area_of_author();
CREATE TRIGGER roles_compatible BEFORE INSERT OR UPDATE OF permissions ON public.roles FOR EACH ROW EXECUTE FUNCTION refuse_incompatible_permissions();
CREATE TRIGGER roles_narrowed AFTER UPDATE OF permissions ON public.roles FOR EACH ROW WHEN ((NOT (old.permissions <@ new.permissions))) EXECUTE FUNCTION end_role_sessions();
CREATE TRIGGER sessions_ended AFTER DELETE ON public.sessions FOR EACH STATEMENT EXECUTE FUNCTION announce_session_end();
CREATE TRIGGER sessions_of_staff AFTER INSERT ON public.sessions FOR EACH ROW WHEN ((new.kind = 'staff'::text)) EXECUTE FUNCTION note_staff_sign_in();
CREATE TRIGGER staff_accounts_changed AFTER UPDATE OF role_id, area_code, venue_id, functional_area_id, industry, industry_code, suspended_at ON public.staff_accounts FOR EACH ROW WHEN ((((((((old.role_id IS DISTINCT FROM new.role_id) OR (old.area_code IS DISTINCT FROM new.area_code)) OR (old.venue_id IS DISTINCT FROM new.venue_id)) OR (old.functional_area_id IS DISTINCT FROM new.functional_area_id)) OR (old.industry IS DISTINCT FROM new.industry)) OR (old.industry_code IS DISTINCT FROM new.industry_code)) OR ((old.suspended_at IS NULL) AND (new.suspended_at IS NOT NULL)))) EXECUTE FUNCTION end_staff_sessions();
CREATE TRIGGER staff_accounts_ended AFTER UPDATE OF suspended_at ON public.staff_accounts FOR EACH STATEMENT EXECUTE FUNCTION announce_session_end();
CREATE TRIGGER venues_keep_points AFTER UPDATE OF name, address, division_code, class, scene, state ON public.venues FOR EACH ROW WHEN ((new.parent_id IS NULL)) EXECUTE FUNCTION keep_points();

grant insert, select on access_reviews to tongxing_app;
grant delete, insert, select, update on attempts to tongxing_app;
grant insert, select on audit_events to tongxing_app;
grant insert, select on audit_seals to tongxing_app;
grant insert, select, update on cases to tongxing_app;
grant insert, select, update on client_uses to tongxing_app;
grant insert, select on clients to tongxing_app;
grant insert, select on consents to tongxing_app;
grant insert, select, update on device_enrolments to tongxing_app;
grant delete, insert, select on device_sessions to tongxing_app;
grant insert, select on devices to tongxing_app;
grant delete, insert, select, update on divisions to tongxing_app;
grant delete, insert, select, update on door_pairings to tongxing_app;
grant delete, insert, select on ended_sessions to tongxing_app;
grant delete, insert, select, update on entry_policies to tongxing_app;
grant insert, select on evidence_steps to tongxing_app;
grant insert, select on export_persons to tongxing_app;
grant select on export_quotas to tongxing_app;
grant insert, select on exports to tongxing_app;
grant delete, insert, select on fact_changes to tongxing_app;
grant delete, insert, select on functional_area_divisions to tongxing_app;
grant insert, select, update on functional_areas to tongxing_app;
grant delete, insert, select on guardians to tongxing_app;
grant insert, select on health_evidence to tongxing_app;
grant insert, select on incident_steps to tongxing_app;
grant insert, select, update on incidents to tongxing_app;
grant select on incompatible_permissions to tongxing_app;
grant delete, insert, select, update on inspector_days to tongxing_app;
grant insert, select on installation to tongxing_app;
grant insert, select on legal_orders to tongxing_app;
grant insert, select on manager_offers to tongxing_app;
grant insert, select, update on permission_uses to tongxing_app;
grant insert, select, update on persons to tongxing_app;
grant insert, select, update on regime_notices to tongxing_app;
grant insert, select on replaced_codes to tongxing_app;
grant delete, insert, select, update on reseals to tongxing_app;
grant delete, insert, select, update on resident_accounts to tongxing_app;
grant insert, select, update on retention_runs to tongxing_app;
grant insert, select, update on rights_requests to tongxing_app;
grant insert, select, update on risk_areas to tongxing_app;
grant insert, select, update on roles to tongxing_app;
grant select on schema_migrations to tongxing_app;
grant insert, select, update on sealing_keys to tongxing_app;
grant delete, insert, select, update on sessions to tongxing_app;
grant delete, insert, select, update on sign_in_codes to tongxing_app;
grant delete, insert, select, update on sign_in_requests to tongxing_app;
grant delete, insert, select, update on sign_in_tickets to tongxing_app;
grant delete, insert, select, update on sms_messages to tongxing_app;
grant delete, insert, select, update on sms_receipts to tongxing_app;
grant insert, select, update on staff_accounts to tongxing_app;
grant select on staff_directory to tongxing_app;
grant delete, insert, select, update on staff_invitations to tongxing_app;
grant delete, insert, select, update on staff_recovery_codes to tongxing_app;
grant delete, insert, select, update on staff_second_factors to tongxing_app;
grant insert, select on standing_keys to tongxing_app;
grant insert, select on sticker_checks to tongxing_app;
grant insert, select on sticker_findings to tongxing_app;
grant select on trace_contact_log to tongxing_app;
grant insert, select on trace_contacts to tongxing_app;
grant insert, select on trace_persons to tongxing_app;
grant insert, select on trace_stays to tongxing_app;
grant insert, select, update on traces to tongxing_app;
grant delete, insert, select on trips to tongxing_app;
grant delete, insert, select, update on venue_application_drafts to tongxing_app;
grant insert, select, update on venue_applications to tongxing_app;
grant insert, select on venue_members to tongxing_app;
grant delete, insert, select, update on venue_numbers to tongxing_app;
grant insert, select, update on venue_policies to tongxing_app;
grant insert, select, update on venues to tongxing_app;
grant select on visit_log to tongxing_app;
grant insert, select on visits to tongxing_app;
grant insert, select, update on warnings to tongxing_app;
