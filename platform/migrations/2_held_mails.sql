-- Up Migration

-- A held mail was written before what it tells of was recorded; it waits until that is.
alter table mail.outbox add column held boolean not null default false;
create index outbox_waiting_by_cause on mail.outbox (cause_id) where status = 'waiting';
