import type { Viewer } from '@ticketing/domain/policy/policy.ts';
import { anyOf, sql } from '@ticketing/platform/sql.ts';
import type pg from 'pg';
import { inSnapshot } from '../reading/snapshot.ts';
import { visiblePeople } from '../users/visible-people.ts';

/** How long an answer is good for, in milliseconds: whom a client knows of changes with every comment. */
const GOOD_FOR_MS = 10_000;

/** The names of those among these people whom the viewer may know of on this channel, by id. */
export type KnownPeople = {
  among(viewer: Viewer, channel: string, ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Somebody's rights changed: what was answered before is not asked of any more. */
  forget(): void;
};

type Known = { readonly name: string | undefined; readonly until: number };

/**
 * Asks the same policy as reads do; in a room its participants are known to everybody who sees it. What was answered is
 * kept for a while for each viewer, who is another object whenever their rights were looked up anew.
 */
export function createKnownPeople(pool: pg.Pool): KnownPeople {
  let answers = new WeakMap<Viewer, Map<string, Known>>();

  const load = (viewer: Viewer, channel: string, ids: readonly string[]) => {
    const conditions = [visiblePeople(viewer)];
    if (channel.startsWith('room:')) {
      conditions.push(sql`exists (select 1 from read_model.chat_participants p
        where p.room_id = ${channel.slice('room:'.length)}::uuid and p.user_id = u.id)`);
    }
    return inSnapshot(pool, (query) =>
      query<{ id: string; display_name: string }>(sql`
        select u.id, u.display_name from read_model.users u
        where u.id = any(${[...ids]}::uuid[]) and ${anyOf(conditions)}`),
    );
  };

  return {
    async among(viewer, channel, ids) {
      const now = performance.now();
      const known = answers.get(viewer) ?? new Map<string, Known>();
      answers.set(viewer, known);
      const keyOf = (id: string) => (channel.startsWith('room:') ? `${channel} ${id}` : id);
      const unknown = ids.filter((id) => (known.get(keyOf(id))?.until ?? 0) <= now);
      if (unknown.length > 0) {
        const rows = await load(viewer, channel, unknown);
        const names = new Map(rows.map(({ id, display_name }) => [id, display_name]));
        for (const id of unknown) known.set(keyOf(id), { name: names.get(id), until: now + GOOD_FOR_MS });
      }
      const people = new Map<string, string>();
      for (const id of ids) {
        const name = known.get(keyOf(id))?.name;
        if (name !== undefined) people.set(id, name);
      }
      return people;
    },
    forget() {
      answers = new WeakMap();
    },
  };
}
