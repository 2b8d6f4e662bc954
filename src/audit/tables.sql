/** Who among staff did what to what, written in the same transaction as the deed; never changed afterwards. */
create table audit_record (
  id         uuid primary key,
  at         timestamptz not null,
  -- Null when the house did it by itself.
  actor_id   uuid,
  deed       text not null,
  subject    text not null,
  detail     jsonb not null default '{}',
  ip         text
);
create index audit_record_latest on audit_record (at desc, id desc);
create index audit_record_subject on audit_record (subject, at desc, id desc);
create index audit_record_deed on audit_record (deed, at desc, id desc);
create index audit_record_actor on audit_record (actor_id, at desc, id desc);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only: % is refused', tg_table_name, tg_op using errcode = 'integrity_constraint_violation';
end $$;

create trigger audit_record_append_only before update or delete on audit_record
  for each row execute function refuse_change();
create trigger audit_record_no_truncate before truncate on audit_record
  for each statement execute function refuse_change();
