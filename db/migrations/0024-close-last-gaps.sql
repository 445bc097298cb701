-- What a role may take away in a day is a property of the role, for one account and for all who hold it together.

alter table roles
  add column export_files integer not null default 20,
  add column export_rows integer not null default 20000,
  add column export_rows_of_all integer not null default 100000,
  add constraint roles_export_quota check (export_files >= 0 and export_rows >= 0 and export_rows_of_all >= export_rows);
comment on column roles.export_files is 'Lists that one account may take away as files in a day of the city; export_rows: their rows; export_rows_of_all: of all accounts with this role together.';
-- The table stays for processes of the version before, until a later one drops it.
update roles r set export_files = q.files_per_day, export_rows = q.rows_per_day, export_rows_of_all = greatest(q.rows_per_day, 100000)
  from export_quotas q where q.role = r.name;

alter table exports
  add column role_id integer,
  add constraint exports_role_id_fkey foreign key (role_id) references roles (id);
comment on column exports.role_id is 'Role by which it was taken; null for what a process of the version before wrote for an account without one.';
update exports e set role_id = s.role_id from staff_accounts s where s.id = e.staff_id;
create index exports_of_role on exports (role_id, at);
