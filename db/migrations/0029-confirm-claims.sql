-- Whoever registers under a document that a door recorded before has proved nothing by its number: what was recorded
-- before is theirs when an officer has confirmed it (docs/adr/0021).

alter table resident_accounts add column claimed_name_sealed bytea;
comment on column resident_accounts.claimed_name_sealed is 'Name given at a registration under a document that a door had recorded, until an officer has confirmed that it is theirs; null when there is nothing to confirm.';

alter table rights_requests drop constraint rights_requests_kind;
alter table rights_requests add constraint rights_requests_kind check (kind in ('name', 'document', 'evidence', 'deletion', 'claim'));
comment on column rights_requests.kind is 'claim: somebody registered under a document that a door had recorded; made by the platform, decided by an officer.';

-- What was said last counts, whatever the clock showed: a withdrawal must not lose against a consent of a clock that was ahead.
alter table consents add column number bigint generated always as identity;
create index consents_in_order on consents (account_id, kind, number desc);
drop index consents_of_account;
comment on column consents.number is 'Order in which they were said.';

-- Whose data a list held that was taken away as a file: each of them is told of it.
create table export_persons (
  export_id uuid not null references exports (id) on delete cascade,
  person_id bigint not null,
  primary key (export_id, person_id)
);
create index export_persons_person on export_persons (person_id);
comment on table export_persons is 'Written before their rows leave; falls with its export.';
grant select, insert on export_persons to tongxing_app;
