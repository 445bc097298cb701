-- Resident sessions that ended before their time (docs/adr/0012). A resident's token proves itself; what every node
-- holds in memory is only this exception.
create table ended_sessions (
  session_id bytea primary key,
  expires_at timestamptz not null,
  transaction xid8 not null default pg_current_xact_id()
);
comment on table ended_sessions is 'Read by transaction id, like fact_changes; a row is swept when its token would have run out by itself.';
create index ended_sessions_transaction on ended_sessions (transaction);
create index ended_sessions_expiry on ended_sessions (expires_at);
comment on column sessions.token_hash is 'SHA-256 of the token; of a resident session the id inside the signed token, which opens nothing without its signature.';

grant select, insert, delete on ended_sessions to tongxing_app;
