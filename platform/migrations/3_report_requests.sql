-- Up Migration

-- A company's monthly report that somebody wants mailed. The mails are queued in the transaction that settles it.
create table mail.report_requests (
  -- Id of the command.
  id uuid primary key,
  company_id uuid not null,
  month text not null,
  recipient_ids uuid[] not null,
  language text not null,
  time_zone text not null,
  requested_by uuid not null,
  requested_at timestamptz not null default now(),
  settled_at timestamptz
);
create index report_requests_waiting on mail.report_requests (requested_at) where settled_at is null;
