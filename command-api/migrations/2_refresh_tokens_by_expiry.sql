-- Up Migration
create index refresh_tokens_by_expiry on auth.refresh_tokens (expires_at);
