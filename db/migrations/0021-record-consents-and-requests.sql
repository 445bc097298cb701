-- The rights of the person: what they were told and agreed to, by version; who answers for a child; the orders that the
-- processing rests on; and what people ask for, with a deadline (docs/adr/0021).

create table consents (
  id uuid primary key,
  account_id bigint not null,
  kind text not null constraint consents_kind check (kind in ('notice', 'sensitive')),
  version smallint not null constraint consents_version check (version > 0),
  given boolean not null,
  at timestamptz not null
);
create index consents_of_account on consents (account_id, kind, at desc, id desc);
comment on table consents is 'Append only: the newest of a kind counts. Without foreign key: it stays as a record when the account is erased.';
comment on column consents.kind is 'notice: the privacy notice was read; sensitive: agreed to health and itinerary on the telephone.';

create table guardians (
  person_id bigint primary key references persons (id),
  name_sealed bytea not null,
  relation text not null constraint guardians_relation check (relation in ('parent', 'grandparent', 'other')),
  stated_at timestamptz not null
);
comment on table guardians is 'Who agreed for somebody under 14, as stated at the registration.';

create table legal_orders (
  id uuid primary key,
  purposes text[] not null,
  title text not null,
  number text not null,
  issuer text not null,
  begins_on date not null,
  ends_on date not null,
  author_id bigint not null references staff_accounts (id),
  area_code text not null references divisions (code),
  entered_at timestamptz not null,
  constraint legal_orders_period check (ends_on >= begins_on)
);
create trigger legal_orders_area before insert on legal_orders for each row execute function set_area_of_author();
comment on table legal_orders is 'What the processing for each purpose rests on. Days are inclusive, in the city''s own time.';

create table rights_requests (
  id uuid primary key,
  number bigint not null generated always as identity,
  account_id bigint not null,
  person_id bigint not null references persons (id),
  area_code text not null references divisions (code),
  kind text not null constraint rights_requests_kind check (kind in ('name', 'document', 'evidence', 'deletion')),
  state text not null constraint rights_requests_state
    check (state in ('open', 'waiting', 'granted', 'partly', 'refused', 'withdrawn')),
  evidence_id uuid,
  wanted_sealed bytea,
  reason_sealed bytea,
  answer_sealed bytea,
  made_at timestamptz not null,
  due_at timestamptz not null,
  decided_by bigint references staff_accounts (id),
  decided_at timestamptz,
  constraint rights_requests_decided check ((state in ('open', 'waiting')) = (decided_at is null))
);
create index rights_requests_area on rights_requests (area_code text_pattern_ops, made_at, id);
create index rights_requests_of_account on rights_requests (account_id, made_at, id);
create unique index rights_requests_one_open on rights_requests (account_id, kind, evidence_id) nulls not distinct
  where state in ('open', 'waiting');
create index rights_requests_waiting on rights_requests (made_at) where state = 'waiting';
comment on column rights_requests.state is 'waiting: a deletion that is carried out when the law lets go of the last record.';
comment on column rights_requests.wanted_sealed is 'What a name or document is to become; removed when the person is erased.';
comment on column rights_requests.decided_by is 'Null when the platform carried it out or the person withdrew it.';

-- An erased person is a number that old visits still name, and nothing else.
alter table persons add column erased_at timestamptz;
alter table persons alter column name_sealed drop not null;
alter table persons alter column document_sealed drop not null;
alter table persons alter column document_index drop not null;
alter table persons add constraint persons_erased check (
  case when erased_at is null then name_sealed is not null and document_sealed is not null and document_index is not null
  else name_sealed is null and document_sealed is null and document_index is null and phone_sealed is null end);
comment on column persons.erased_at is 'When somebody was erased at their own wish: what is left is a number without a name.';

alter table sms_messages drop constraint sms_messages_purpose;
alter table sms_messages add constraint sms_messages_purpose
  check (purpose in ('sign_in', 'warning_person', 'warning_data_team', 'escalation', 'rights'));

grant select, insert on consents to tongxing_app;
grant select, insert, delete on guardians to tongxing_app;
grant select, insert, update on legal_orders to tongxing_app;
grant select, insert, update on rights_requests to tongxing_app;
grant delete on trips to tongxing_app;
