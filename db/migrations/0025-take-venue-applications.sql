-- Applications for venue codes: who asks, for what place, who decided; and which policy applies where (docs/adr/0024).

create table venue_applications (
  id uuid primary key,
  number bigint not null generated always as identity constraint venue_applications_number_key unique,
  applicant_account_id bigint not null,
  person_id bigint not null references persons (id),
  phone_index bytea not null,
  state text not null constraint venue_applications_state
    check (state in ('submitted', 'returned', 'refused', 'withdrawn', 'issued')),
  version smallint not null constraint venue_applications_version check (version > 0),
  pack text not null,
  reviewers text[] not null,
  name text not null,
  class text not null,
  division_code text not null references divisions (code),
  address text not null,
  address_key text not null,
  latitude double precision not null,
  longitude double precision not null,
  location_system text not null constraint venue_applications_system check (location_system in ('wgs84', 'gcj02')),
  accuracy_m real not null,
  located_at timestamptz not null,
  subject_kind text not null constraint venue_applications_subject check (subject_kind in ('unit', 'sole_trader', 'person')),
  subject_index bytea not null,
  subject_name_sealed bytea,
  subject_number_sealed bytea,
  contact_name_sealed bytea,
  contact_phone_sealed bytea,
  note_sealed bytea,
  submitted_at timestamptz not null,
  due_at timestamptz,
  decided_by bigint references staff_accounts (id),
  decided_at timestamptz,
  venue_id integer constraint venue_applications_venue_key unique references venues (id),
  constraint venue_applications_issued check ((state = 'issued') = (venue_id is not null))
);
create index venue_applications_area on venue_applications (division_code text_pattern_ops, submitted_at, id);
create index venue_applications_oldest on venue_applications (submitted_at, id);
create index venue_applications_waiting on venue_applications (submitted_at, id) where state = 'submitted';
create index venue_applications_of_account on venue_applications (applicant_account_id, submitted_at, id);
create index venue_applications_of_person on venue_applications (person_id);
create index venue_applications_of_phone on venue_applications (phone_index);
create index venue_applications_of_subject on venue_applications (subject_index, division_code, address_key);
comment on table venue_applications is 'Who asked for a venue code. One of the states submitted and returned is open; an issued one names its venue.';
comment on column venue_applications.applicant_account_id is 'Without foreign key: it stays as a record when the account is erased.';
comment on column venue_applications.phone_index is 'Of the telephone the applicant signed in with: some policies count codes by it.';
comment on column venue_applications.version is 'Counts submissions: a decision names the one it is about.';
comment on column venue_applications.reviewers is 'Who may decide, by the policy at the time of the submission.';
comment on column venue_applications.latitude is 'WGS-84; location_system says what the telephone gave.';
comment on column venue_applications.subject_index is 'Keyed hash of kind and number, for look-up by equality only.';
comment on column venue_applications.contact_phone_sealed is 'Sealed fields are removed when the applicant is erased.';

create table venue_application_drafts (
  applicant_account_id bigint primary key,
  draft_sealed bytea not null,
  kept_at timestamptz not null
);
create index venue_application_drafts_oldest on venue_application_drafts (kept_at);
comment on table venue_application_drafts is 'What was typed and not sent, one a telephone; goes with the submission or after 30 days.';

create table venue_policies (
  division_code text primary key references divisions (code),
  pack text not null,
  reason text not null,
  chosen_by bigint not null references staff_accounts (id),
  chosen_at timestamptz not null
);
comment on table venue_policies is 'Which policy pack applies where; the one of the smallest division counts.';

grant select, insert, update on venue_applications to tongxing_app;
grant select, insert, update, delete on venue_application_drafts to tongxing_app;
grant select, insert, update on venue_policies to tongxing_app;
grant usage on sequence venue_applications_number_seq to tongxing_app;
