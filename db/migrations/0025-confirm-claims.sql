-- Whoever registers under a document that a door recorded before has proved nothing by its number: what was recorded
-- before is theirs when an officer has confirmed it (docs/adr/0021).

alter table resident_accounts add column claimed_name_sealed bytea;
comment on column resident_accounts.claimed_name_sealed is 'Name given at a registration under a document that a door had recorded, until an officer has confirmed that it is theirs; null when there is nothing to confirm.';

alter table rights_requests drop constraint rights_requests_kind;
alter table rights_requests add constraint rights_requests_kind check (kind in ('name', 'document', 'evidence', 'deletion', 'claim'));
comment on column rights_requests.kind is 'claim: somebody registered under a document that a door had recorded; made by the platform, decided by an officer.';
