import { newId } from '@ticketing/platform/ids.ts';
import { expect, test } from 'vitest';
import { createRecentChanges } from './recent-changes.ts';
import type { ChangeMessage } from './telling.ts';

const [projectId, otherId, ann, bob] = [newId(), newId(), newId(), newId()];
const channel = `project:${projectId}`;
const other = `project:${otherId}`;

const change = (on = channel, commandId = 'moved'): ChangeMessage => ({
  kind: 'change',
  channel: on,
  position: '1',
  actorId: ann,
  commandId,
  audience: { kind: 'project', projectId },
  change: { entity: 'column', id: projectId, projectId, row: null },
});

/** Changes are in shard 0 and access is in shard 1, unless both are in one. */
function remembering(limits: { changes?: number; bytes?: number } = {}, shards = 2) {
  const recent = createRecentChanges((name) => (name === 'access' ? shards - 1 : 0), limits);
  recent.begin({ generation: 'the first', after: ['0-0', '0-0'] });
  let count = 0;
  const id = () => {
    count += 1;
    return `${count}-0`;
  };
  const now = (on = channel) => recent.cursorAt(recent.placeOf(on));
  const add = (on = channel) => recent.cursorOf(recent.add(change(on), { shard: 0, id: id() }));
  const access = (userId: string) =>
    recent.addAccess({ kind: 'access', position: '1', userIds: [userId] }, { shard: shards - 1, id: id() });
  const missed = (cursor: string, userId = ann) =>
    recent.since(channel, userId, cursor)?.changes.map(({ place }) => place.id);
  return { recent, now, add, access, missed };
}

test('what came on the channel after the cursor is told, and nothing of other channels', () => {
  const { now, add, missed } = remembering();
  const start = now();
  const first = add();
  add(other);
  const second = add();
  expect(missed(start)).toEqual(['1-0', '3-0']);
  expect(missed(first)).toEqual(['3-0']);
  expect(missed(second)).toEqual([]);
  expect(missed(now())).toEqual([]);
});

test('who has heard more elsewhere misses nothing here', () => {
  const [quick, slow] = [remembering(), remembering()];
  quick.add();
  quick.add();
  slow.add();
  expect(slow.recent.since(channel, ann, quick.now())).toEqual({ changes: [], upTo: '2-0' });
});

test('a change of the person’s access after the cursor means fetching, one of somebody else’s does not', () => {
  const { now, access, missed } = remembering();
  const start = now();
  access(bob);
  expect(missed(start)).toEqual([]);
  access(ann);
  expect(missed(start)).toBeUndefined();
  expect(missed(start, bob)).toBeUndefined();
  expect(missed(now())).toEqual([]);
});

test('access that is told ahead of a change in its own shard does not hide the change', () => {
  const { recent, now, missed } = remembering({}, 1);
  const start = now();
  recent.addAccess({ kind: 'access', position: '2', userIds: [bob] }, { shard: 0, id: '2-0' });
  const between = now();
  recent.add(change(), { shard: 0, id: '1-0' });
  expect(missed(start)).toEqual(['1-0']);
  expect(missed(between)).toEqual(['1-0']);
});

test('what was let go for room cannot be gone on from', () => {
  const { now, add, missed } = remembering({ changes: 3 });
  const start = now();
  const first = add();
  add(other);
  add();
  expect(missed(start)).toEqual(['1-0', '3-0']);
  add();
  expect(missed(start)).toBeUndefined();
  expect(missed(first)).toEqual(['3-0', '4-0']);
  for (let count = 0; count < 5_000; count++) add();
  expect(missed(first)).toBeUndefined();
  expect(missed(now())).toEqual([]);
});

test('room is counted in bytes too', () => {
  const { now, add, missed } = remembering({ bytes: JSON.stringify(change()).length * 2 });
  const start = now();
  add();
  add();
  expect(missed(start)).toHaveLength(2);
  add();
  expect(missed(start)).toBeUndefined();
});

test('access that was let go for room means fetching for everybody of before it', () => {
  const { now, add, access, missed } = remembering({ changes: 2 });
  const start = now();
  access(bob);
  const later = now();
  add(other);
  add(other);
  expect(missed(start)).toBeUndefined();
  add(other);
  expect(missed(later)).toBeUndefined();
  expect(missed(now())).toEqual([]);
});

test('more than is cheap to tell anew is fetched', () => {
  const { recent, now } = remembering();
  const start = now();
  for (let at = 1; at <= 20; at++) {
    recent.add(change(channel, 'x'.repeat(20_000)), { shard: 0, id: `${at}-0` });
  }
  expect(recent.since(channel, ann, start)).toBeUndefined();
});

test('a loss ends what is known of its shard alone', () => {
  const { recent, now, add, missed } = remembering();
  const start = now();
  add();
  recent.lost({ shard: 1, id: '7-0' });
  expect(missed(start)).toBeUndefined();
  const between = now();
  add();
  expect(missed(between)).toEqual(['2-0']);
  recent.lost({ shard: 0, id: '9-0' });
  expect(missed(between)).toBeUndefined();
  expect(missed(now())).toEqual([]);
});

test('another generation knows no cursor of before it', () => {
  const { recent, now, missed } = remembering();
  const start = now();
  recent.begin({ generation: 'the second', after: ['0-0', '0-0'] });
  expect(missed(start)).toBeUndefined();
  expect(missed(now())).toEqual([]);
});

test('a cursor that was changed by one character is none', () => {
  const { now, add, missed } = remembering();
  add();
  const cursor = now();
  for (let at = 0; at < cursor.length; at++) {
    const letter = cursor[at] === '1' ? '2' : '1';
    expect(missed(`${cursor.slice(0, at)}${letter}${cursor.slice(at + 1)}`)).toBeUndefined();
  }
});
