import type { ProjectionWorker } from './projection-worker.ts';
import { type FollowDeps, followLog, type Group } from './subscription.ts';

/**
 * Follows the log for workers that come and go. Those that start together share a subscription, except that one which
 * starts from the beginning of the log must not keep the others from what is new. Groups that have caught up become
 * one, so that in the long run an event is read and decoded once for all.
 */
export function createFollowers(deps: Omit<FollowDeps, 'onLive'>) {
  const groups = new Map<Group, AbortController>();
  const following = new Set<Promise<void>>();

  function start(workers: readonly ProjectionWorker[]): void {
    if (workers.length === 0) return;
    const group: Group = { workers: new Set(workers), seen: -1n, live: false };
    const ending = new AbortController();
    groups.set(group, ending);
    const followed = followLog({ ...deps, onLive: join }, group, ending.signal).finally(() => {
      groups.delete(group);
      following.delete(followed);
    });
    following.add(followed);
  }

  /**
   * Whoever has seen more of the log goes over to the subscription that has seen less: it is offered some steps a second
   * time, which a worker passes over, and misses none.
   */
  function join(group: Group): void {
    if (groups.size < 2 || !groups.has(group)) return;
    for (const other of groups.keys()) {
      if (other === group || !other.live || other.workers.size === 0) continue;
      const [stays, goes] = other.seen <= group.seen ? [other, group] : [group, other];
      for (const worker of goes.workers) stays.workers.add(worker);
      end(goes);
      return;
    }
  }

  function end(group: Group): void {
    group.workers.clear();
    groups.get(group)?.abort();
    groups.delete(group);
  }

  return {
    follow(workers: readonly ProjectionWorker[]): void {
      start(workers.filter((worker) => worker.position() >= 0n));
      start(workers.filter((worker) => worker.position() < 0n));
    },
    /** Forgets a worker; a subscription that nobody needs ends. */
    leave(worker: ProjectionWorker): void {
      for (const group of [...groups.keys()]) {
        if (group.workers.delete(worker) && group.workers.size === 0) end(group);
      }
    },
    /** Ends every subscription. */
    async stop(): Promise<void> {
      for (const ending of groups.values()) ending.abort();
      await Promise.all(following);
    },
  };
}

export type Followers = ReturnType<typeof createFollowers>;
