-- Up Migration

-- Since when somebody has been accepting it: a claim that led to nothing must not hold the link for ever.
alter table auth.invitations add column claimed_at timestamptz;
