-- Two roles: the one that migrates owns everything, the one that runs may do only what running needs.
do $$ begin
  if not exists (select from pg_roles where rolname = 'tongxing_app') then
    create role tongxing_app nologin;
  end if;
end $$;

grant usage on schema public to tongxing_app;
grant select, insert, update, delete on all tables in schema public to tongxing_app;
grant usage on all sequences in schema public to tongxing_app;

revoke update, delete on audit_events, visits, fact_changes, health_evidence, trips, trace_contacts, installation from tongxing_app;
grant delete on fact_changes to tongxing_app;
revoke delete on persons, venues, warnings, incidents, incident_steps, cases, traces, regime_notices, risk_areas, staff_accounts from tongxing_app;

revoke execute on function ensure_visit_partitions(date, date, text), drop_visit_partitions(date) from public;
grant execute on function ensure_visit_partitions(date, date, text), drop_visit_partitions(date) to tongxing_app;

-- A temporary table named like a real one would shadow it.
do $$ begin
  execute format('revoke temporary on database %I from public', current_database());
end $$;
