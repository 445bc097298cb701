-- Staff administration (docs/adr/0019): areas of more kinds, roles that a district makes, the three administrators, the
-- review of rights.

-- A named set of townships, such as a development zone. Its accounts see venues of these townships.
create table functional_areas (
  id integer generated always as identity primary key,
  public_id uuid not null unique,
  name_zh text not null,
  name_en text not null,
  area_code text not null references divisions (code),
  version integer not null default 1,
  created_at timestamptz(3) not null default now()
);
comment on column functional_areas.area_code is 'Division whose administrators keep it; every township lies inside.';
create index functional_areas_newest on functional_areas (created_at, public_id);
create table functional_area_divisions (
  functional_area_id integer not null references functional_areas (id),
  division_code text not null references divisions (code) constraint functional_area_divisions_township check (division_code ~ '^\d{9}$'),
  primary key (functional_area_id, division_code)
);

-- Roles as data. Shipped ones have no owner and follow the version; a district's own are usable inside its area.
alter table roles
  add column public_id uuid not null default gen_random_uuid() constraint roles_public_id_key unique,
  add column title_zh text,
  add column title_en text,
  add column area_code text references divisions (code),
  add column version integer not null default 1,
  add column created_at timestamptz(3) not null default now(),
  add constraint roles_titles check (area_code is null or (title_zh is not null and title_en is not null));
comment on column roles.area_code is 'Division that made it; null for roles shipped with the platform.';
create index roles_newest on roles (created_at, public_id);

-- Pairs that one role never holds, written from the contract at every start by the owning role.
create table incompatible_permissions (
  one text not null,
  other text not null,
  primary key (one, other),
  constraint incompatible_permissions_order check (one < other)
);
create function refuse_incompatible_permissions() returns trigger language plpgsql as $$
declare
  pair incompatible_permissions;
begin
  select * into pair from incompatible_permissions where one = any (new.permissions) and other = any (new.permissions) limit 1;
  if found then
    raise exception 'a role cannot hold both % and %', pair.one, pair.other
      using errcode = 'check_violation', constraint = 'roles_compatible';
  end if;
  return new;
end $$;
create trigger roles_compatible before insert or update of permissions on roles
  for each row execute function refuse_incompatible_permissions();

-- An account has one area: a division, a venue, a functional area, or an industry inside a division. Without a role it
-- cannot sign in: it waits for the security administrator.
alter table staff_accounts
  alter column role_id drop not null,
  -- A cursor carries milliseconds: what is finer would be left out between two pages.
  alter column created_at type timestamptz(3),
  add column proposed_role_id integer references roles (id),
  add column functional_area_id integer references functional_areas (id),
  add column industry text,
  add column industry_code text references divisions (code),
  add column version integer not null default 1,
  add column role_since timestamptz not null default now(),
  add column last_signed_in_at timestamptz,
  drop constraint staff_accounts_one_area,
  add constraint staff_accounts_one_area check (num_nonnulls(area_code, venue_id, functional_area_id, industry_code) = 1),
  add constraint staff_accounts_industry check ((industry is null) = (industry_code is null));
comment on column staff_accounts.role_id is 'Null until the security administrator grants one.';
comment on column staff_accounts.industry is 'Class of venues the account is for, inside industry_code.';
create index staff_accounts_newest on staff_accounts (created_at, public_id);
create index staff_accounts_role on staff_accounts (role_id);
create index venues_industry on venues (class, division_code text_pattern_ops, id);

create table staff_invitations (
  staff_id bigint primary key references staff_accounts (id),
  token_hash bytea not null constraint staff_invitations_token_key unique,
  expires_at timestamptz not null
);
comment on table staff_invitations is 'One live invitation an account; gone when it is used.';

-- What an account sees changes: it signs in anew, and its feeds end. A role that only gains is read by the next request.
create function end_staff_sessions() returns trigger language plpgsql as $$
begin
  delete from sessions where kind = 'staff' and subject_id = new.id;
  delete from sign_in_tickets where staff_id = new.id;
  return null;
end $$;
create trigger staff_accounts_changed
  after update of role_id, area_code, venue_id, functional_area_id, industry, industry_code, suspended_at on staff_accounts
  for each row when (
    (old.role_id, old.area_code, old.venue_id, old.functional_area_id, old.industry, old.industry_code)
      is distinct from (new.role_id, new.area_code, new.venue_id, new.functional_area_id, new.industry, new.industry_code)
    or (old.suspended_at is null and new.suspended_at is not null)
  ) execute function end_staff_sessions();
create function end_role_sessions() returns trigger language plpgsql as $$
begin
  delete from sessions where kind = 'staff' and subject_id in (select id from staff_accounts where role_id = new.id);
  return null;
end $$;
create trigger roles_narrowed after update of permissions on roles
  for each row when (not (old.permissions <@ new.permissions)) execute function end_role_sessions();
create function end_functional_area_sessions() returns trigger language plpgsql as $$
begin
  delete from sessions where kind = 'staff'
    and subject_id in (select id from staff_accounts where functional_area_id = old.functional_area_id);
  return null;
end $$;
create trigger functional_area_narrowed after delete on functional_area_divisions
  for each row execute function end_functional_area_sessions();

create function note_staff_sign_in() returns trigger language plpgsql as $$
begin
  update staff_accounts set last_signed_in_at = new.created_at where id = new.subject_id;
  return null;
end $$;
create trigger sessions_of_staff after insert on sessions
  for each row when (new.kind = 'staff') execute function note_staff_sign_in();

-- The day on which an account last used a permission; never a scan's.
create table permission_uses (
  staff_id bigint not null references staff_accounts (id),
  permission text not null,
  day date not null,
  primary key (staff_id, permission)
);
create table access_reviews (
  id uuid primary key,
  staff_id bigint not null references staff_accounts (id),
  permissions text[] not null,
  reason text not null,
  reviewer_id bigint not null references staff_accounts (id),
  reviewed_at timestamptz not null
);
create index access_reviews_staff on access_reviews (staff_id, reviewed_at);

-- Accounts with the division they lie in, whatever the kind of their area: what an administrator's area covers.
create view staff_directory as
  select s.id, s.public_id, s.username, s.display_name, s.role_id, s.proposed_role_id, s.area_code, s.venue_id, s.functional_area_id,
    s.industry, s.industry_code, s.version, s.role_since, s.last_signed_in_at, s.suspended_at, s.created_at,
    s.password_hash = '' as has_no_password,
    coalesce(s.area_code, s.industry_code, v.division_code, f.area_code) as within_code,
    v.public_id as venue_public_id, v.name as venue_name,
    f.public_id as functional_public_id, f.name_zh as functional_name_zh, f.name_en as functional_name_en
  from staff_accounts s
    left join venues v on v.id = s.venue_id
    left join functional_areas f on f.id = s.functional_area_id;

-- What an account of another kind of area enters belongs to the division it lies in.
create or replace function set_area_of_author() returns trigger language plpgsql as $$
begin
  select within_code into new.area_code from staff_directory where id = new.author_id;
  return new;
end $$;

grant select, insert, update on functional_areas to tongxing_app;
grant select, insert, delete on functional_area_divisions to tongxing_app;
revoke delete on roles from tongxing_app;
grant select on incompatible_permissions, staff_directory to tongxing_app;
grant select, insert, update, delete on staff_invitations to tongxing_app;
grant select, insert, update on permission_uses to tongxing_app;
grant select, insert on access_reviews to tongxing_app;
