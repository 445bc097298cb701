-- A warning of a scan that came long after its capture has no incident: nobody stands there any more (docs/adr/0017).

alter table warnings alter column incident_id drop not null;
comment on column warnings.incident_id is 'Null for a late warning: its scan came more than 5 minutes after its capture.';
create unique index warnings_one_late on warnings (person_id, venue_id) where incident_id is null and acknowledged_at is null;
