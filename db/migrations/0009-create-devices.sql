-- Machines at doors, and people whom a door records because they have no telephone (docs/adr/0010).

create table devices (
  id bigint generated always as identity primary key,
  public_id uuid not null constraint devices_public_id_key unique,
  venue_id integer not null references venues (id),
  name text not null,
  kind text not null constraint devices_kind check (kind in ('gate', 'pillar', 'panel', 'handheld')),
  secret_hash bytea not null,
  registered_at timestamptz not null,
  revoked_at timestamptz
);
comment on column devices.secret_hash is 'Of a random secret of 256 bits, which only the device has.';
comment on column devices.revoked_at is 'For ever: a device that comes back is registered anew.';
create index devices_newest on devices (registered_at, public_id);
create index devices_venue on devices (venue_id);

grant select, insert, update (revoked_at) on devices to tongxing_app;
grant usage on sequence devices_id_seq to tongxing_app;

alter table persons alter column phone_sealed drop not null;
comment on column persons.phone_sealed is 'Null for somebody recorded at a door, without a telephone and without an account.';

alter table fact_changes drop constraint fact_changes_kind;
alter table fact_changes add constraint fact_changes_kind
  check (kind in ('venue', 'person', 'regimes', 'risk_areas', 'policies', 'device', 'session'));
