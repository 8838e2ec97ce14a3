import type { BusMessage } from '@ticketing/contracts/live.ts';
import {
  accessChannel,
  BEGINNING_OF_SHARD,
  type Beginning,
  comparePlaces,
  type Place,
} from '@ticketing/platform/bus.ts';
import { readCursor, writeCursor } from './cursor.ts';
import type { ChangeMessage } from './telling.ts';

/** Changes that a node keeps for those who come back, and bytes of them as JSON. */
const CHANGES_KEPT = 20_000;
const BYTES_KEPT = 32 * 1024 * 1024;
/** Bytes that are told anew on one channel; more than that is cheaper fetched again. */
const BYTES_TOLD_ANEW = 256 * 1024;

/** A change that was told, where it stood on the bus, and how far the changes of access were then. */
export type Heard = { readonly message: ChangeMessage; readonly place: Place; readonly accessId: string };

type AccessMessage = Extract<BusMessage, { kind: 'access' }>;

/**
 * What the bus told last, and where every channel stands. A client that comes back with a cursor gets from here what
 * it missed; the node itself needs to know nothing of the client, so it may be another node than before.
 */
export type RecentChanges = {
  begin(beginning: Beginning): void;
  /** What came before the place, or before now, is not known any more. */
  lost(place?: Place): void;
  addAccess(message: AccessMessage, place: Place): void;
  add(message: ChangeMessage, place: Place): Heard;
  /** Where the channel stands now. */
  placeOf(channel: string): Place;
  /** The cursor of somebody who has heard of the channel up to this id, and whose rights are those of now. */
  cursorAt(place: Place): string;
  cursorOf(heard: Heard): string;
  /**
   * What came on the channel after the cursor; `undefined` when that is not known, or when what the person may see may
   * have changed meanwhile: then everything has to be fetched. `upTo`: how far the client has heard, which is further
   * than this node has when it comes from one that was quicker.
   */
  since(channel: string, userId: string, cursor: string): Missed | undefined;
};

export type Missed = { readonly changes: readonly Heard[]; readonly upTo: string };

type Kept =
  | { readonly heard: Heard; readonly bytes: number }
  | { readonly access: AccessMessage; place: Place };

export function createRecentChanges(
  shardOf: (channel: string) => number,
  { changes = CHANGES_KEPT, bytes = BYTES_KEPT }: { changes?: number; bytes?: number } = {},
): RecentChanges {
  const accessShard = shardOf(accessChannel);
  let generation = '';
  /** By shard: everything after this id is kept. */
  let floors: string[] = [];
  /** By shard: the last id of a change that was told. */
  let last: string[] = [];
  /** The same two of the changes of access, which are told ahead of the changes in their shard that have to wait. */
  let accessFloor = BEGINNING_OF_SHARD;
  let lastAccess = BEGINNING_OF_SHARD;
  /** Oldest first, from `oldest` on; what is before that has been let go. */
  let kept: Kept[] = [];
  let oldest = 0;
  let keptBytes = 0;
  const byChannel = new Map<string, Extract<Kept, { heard: Heard }>[]>();
  let ofAccess: { readonly userIds: ReadonlySet<string>; readonly id: string }[] = [];

  const floorOf = (shard: number) => floors[shard] ?? BEGINNING_OF_SHARD;
  const lastOf = (shard: number) => last[shard] ?? BEGINNING_OF_SHARD;

  function trim(): void {
    while (kept.length - oldest > changes || keptBytes > bytes) {
      const gone = kept[oldest];
      if (!gone) return;
      oldest += 1;
      if ('access' in gone) {
        ofAccess.shift();
        accessFloor = gone.place.id;
        continue;
      }
      const { message, place } = gone.heard;
      floors[place.shard] = place.id;
      keptBytes -= gone.bytes;
      const ofChannel = byChannel.get(message.channel);
      ofChannel?.shift();
      if (ofChannel?.length === 0) byChannel.delete(message.channel);
    }
    if (oldest > 1_000 && oldest > kept.length / 2) {
      kept = kept.slice(oldest);
      oldest = 0;
    }
  }

  /** Lets everything of some shards go. */
  function forget(isGone: (shard: number) => boolean): void {
    const left = kept.slice(oldest).filter((one) => !isGone(('access' in one ? one : one.heard).place.shard));
    kept = [];
    oldest = 0;
    keptBytes = 0;
    byChannel.clear();
    ofAccess = [];
    for (const one of left) keep(one);
  }

  function keep(one: Kept): void {
    kept.push(one);
    if ('access' in one) {
      ofAccess.push({ userIds: new Set(one.access.userIds), id: one.place.id });
      return;
    }
    keptBytes += one.bytes;
    const { channel } = one.heard.message;
    const ofChannel = byChannel.get(channel);
    if (ofChannel) ofChannel.push(one);
    else byChannel.set(channel, [one]);
  }

  const cursorAt = ({ shard, id }: Place, accessId: string) =>
    writeCursor(generation, { shard, id, accessId });

  return {
    begin(beginning) {
      generation = beginning.generation;
      floors = [...beginning.after];
      last = [...beginning.after];
      accessFloor = floorOf(accessShard);
      lastAccess = accessFloor;
      forget(() => true);
    },
    lost(place) {
      if (place) {
        last[place.shard] = place.id;
        floors[place.shard] = place.id;
        if (place.shard === accessShard) lastAccess = place.id;
      } else floors = [...last];
      accessFloor = !place || place.shard === accessShard ? lastAccess : accessFloor;
      forget((shard) => !place || shard === place.shard);
    },
    addAccess(access, place) {
      lastAccess = place.id;
      keep({ access, place });
      trim();
    },
    add(message, place) {
      last[place.shard] = place.id;
      const heard = { message, place, accessId: lastAccess };
      keep({ heard, bytes: JSON.stringify(message).length });
      trim();
      return heard;
    },
    placeOf(channel) {
      const shard = shardOf(channel);
      return { shard, id: lastOf(shard) };
    },
    cursorAt: (place) => cursorAt(place, lastAccess),
    cursorOf: ({ place, accessId }) => cursorAt(place, accessId),
    since(channel, userId, cursor) {
      const from = readCursor(generation, cursor);
      if (!from || from.shard !== shardOf(channel)) return undefined;
      if (comparePlaces(from.id, floorOf(from.shard)) < 0) return undefined;
      if (comparePlaces(from.accessId, accessFloor) < 0) return undefined;
      const newRights = ofAccess.some(
        ({ userIds, id }) => userIds.has(userId) && comparePlaces(id, from.accessId) > 0,
      );
      if (newRights) return undefined;
      const ofChannel = byChannel.get(channel) ?? [];
      const first = ofChannel.findIndex(({ heard }) => comparePlaces(heard.place.id, from.id) > 0);
      const missed = first < 0 ? [] : ofChannel.slice(first);
      // A project that may have gained or lost a company is another one for its clients.
      if (missed.some(({ heard }) => heard.message.change.entity === 'project')) return undefined;
      if (missed.reduce((sum, one) => sum + one.bytes, 0) > BYTES_TOLD_ANEW) return undefined;
      return { changes: missed.map(({ heard }) => heard), upTo: from.id };
    },
  };
}
