import type { SessionView } from '@ticketing/contracts/session-view.ts';
import { sql } from '@ticketing/platform/sql.ts';
import type { Reading } from '../reading/reader.ts';

type SessionRow = { id: string; user_agent: string; started_at: Date; seen_at: Date; current: boolean };

/**
 * Where somebody is signed in. Sessions are in no event and in no read model: only the person themselves hears of them.
 * @param current the session that asks
 */
export async function listSessions(
  { query, viewer }: Pick<Reading, 'query' | 'viewer'>,
  current: string | undefined,
): Promise<{ items: SessionView[] }> {
  const rows = await query<SessionRow>(sql`
    select id, user_agent, started_at, seen_at, coalesce(id = ${current ?? null}::uuid, false) as current
    from auth.sessions s
    where user_id = ${viewer.userId} and ended_at is null
      and exists (
        select from auth.refresh_tokens
        where family = s.id and used_at is null and revoked_at is null and expires_at > now())
    order by current desc, seen_at desc, id`);
  return {
    items: rows.map((row) => ({
      id: row.id,
      userAgent: row.user_agent,
      startedAt: row.started_at.toISOString(),
      seenAt: row.seen_at.toISOString(),
      current: row.current,
    })),
  };
}
