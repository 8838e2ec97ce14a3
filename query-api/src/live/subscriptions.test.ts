import type { BusMessage, ServerFrame } from '@ticketing/contracts/live.ts';
import type { Viewer } from '@ticketing/domain/policy/policy.ts';
import { newId } from '@ticketing/platform/ids.ts';
import { expect, test } from 'vitest';
import { createChannelHub } from './channel-hub.ts';
import { createRecentChanges } from './recent-changes.ts';
import { type Authorised, CHANNELS_PER_SOCKET, createSubscriptions } from './subscriptions.ts';
import type { ChangeMessage } from './telling.ts';

const root: Viewer = {
  userId: newId(),
  superuser: true,
  staff: true,
  roles: new Map(),
  companyIds: new Set(),
  adminOfCompanyIds: new Set(),
};

/** Subscriptions whose look at the read models ends when the test says so. */
function subscribing() {
  const recent = createRecentChanges(() => 0);
  recent.begin({ generation: 'a secret of the bus', after: ['0-0'] });
  const hub = createChannelHub(recent);
  // Rights are known up to there: nothing has to wait for them.
  hub.onMessage({ kind: 'reached', position: '1000000' }, { shard: 0, id: '0-0' });
  let count = 0;
  const hear = (message: BusMessage) => {
    count += 1;
    hub.onMessage(message, { shard: 0, id: `${count}-0` });
  };
  const told: ServerFrame[] = [];
  const closings: number[] = [];
  const looks: { channels: readonly string[]; answer: (authorised: Authorised | undefined) => void }[] = [];
  const subscriptions = createSubscriptions({
    userId: root.userId,
    hub,
    authorise: (_userId, channels) => new Promise((answer) => looks.push({ channels, answer })),
    send: (frame) => told.push(JSON.parse(String(frame))),
    close: ({ code }) => closings.push(code),
    onUnsettled: () => undefined,
  });
  hub.follow(root.userId, subscriptions.listener);
  /** Answers the oldest look that waits. */
  const answer = (position: bigint, viewer: Viewer | undefined = root) => {
    const look = looks.shift();
    if (!look) throw new Error('nobody asked the read models');
    const channels = new Map(look.channels.map((channel) => [channel, { companyIds: [] }]));
    look.answer({ viewer, channels, position });
  };
  const summary = () =>
    told.map((frame) =>
      'position' in frame
        ? `${frame.type} ${frame.position}`
        : 'code' in frame
          ? `${frame.type} ${frame.code}`
          : frame.type,
    );
  return { hub, hear, told, subscriptions, answer, looks, summary, closings };
}

const projectId = newId();
const channel = `project:${projectId}`;
const facts = { projectId, reporterId: newId(), companyId: null, assigneeIds: [] };

const change = (position: number, on = channel): ChangeMessage => ({
  kind: 'change',
  channel: on,
  position: String(position),
  actorId: newId(),
  commandId: newId(),
  audience: { kind: 'ticket', before: facts, after: facts, internal: false },
  change: { entity: 'card', id: newId(), row: null },
});

test('what comes while a subscription is being authorised follows it, except what the told position covers', async () => {
  const { hear, subscriptions, answer, summary } = subscribing();
  const subscribed = subscriptions.subscribe(channel);
  for (const position of [8, 9, 10, 11]) hear(change(position));
  expect(summary()).toEqual([]);
  answer(9n);
  await subscribed;
  hear(change(9));
  hear(change(12));
  expect(summary()).toEqual(['subscribed 9', 'change 10', 'change 11', 'change 12']);
});

test('positions are compared as numbers and not as text', async () => {
  const { hear, subscriptions, answer, summary } = subscribing();
  const subscribed = subscriptions.subscribe(channel);
  answer(9n);
  await subscribed;
  hear(change(10));
  expect(summary()).toEqual(['subscribed 9', 'change 10']);
});

test('when access changes while it is being looked up, it is looked up again and the first answer is worth nothing', async () => {
  const { hear, subscriptions, answer, looks, summary } = subscribing();
  const subscribed = subscriptions.subscribe(channel);
  hear({ kind: 'access', position: '8', userIds: [root.userId] });
  answer(7n);
  await expect.poll(() => looks.length).toBe(1);
  expect(summary()).toEqual([]);
  answer(8n);
  await subscribed;
  expect(summary()).toEqual(['subscribed 8']);
});

test('after a change of access nothing is passed on before it has been looked up again', async () => {
  const { hear, subscriptions, answer, summary } = subscribing();
  const subscribed = subscriptions.subscribe(channel);
  answer(5n);
  await subscribed;
  hear({ kind: 'access', position: '6', userIds: [root.userId] });
  hear(change(7));
  expect(summary()).toEqual(['subscribed 5']);
  const outsider = { ...root, superuser: false };
  const settled = subscriptions.settle();
  answer(6n, outsider);
  await settled;
  expect(summary()).toEqual(['subscribed 5', 'subscribed 6']);
});

test('another person’s change of access does not disturb anybody', async () => {
  const { hear, subscriptions, answer, looks, summary } = subscribing();
  const subscribed = subscriptions.subscribe(channel);
  answer(5n);
  await subscribed;
  hear({ kind: 'access', position: '6', userIds: [newId()] });
  hear(change(7));
  expect(looks).toHaveLength(0);
  expect(summary()).toEqual(['subscribed 5', 'change 7']);
});

test('nothing comes after an unsubscribe, and a second subscription starts anew', async () => {
  const { hear, subscriptions, answer, summary } = subscribing();
  const first = subscriptions.subscribe(channel);
  answer(5n);
  await first;
  subscriptions.unsubscribe(channel);
  hear(change(6));
  const second = subscriptions.subscribe(channel);
  answer(6n);
  await second;
  hear(change(7));
  expect(summary()).toEqual(['subscribed 5', 'unsubscribed', 'subscribed 6', 'change 7']);
});

test('a socket listens to a limited number of channels; leaving one makes room', async () => {
  const { subscriptions, answer, summary } = subscribing();
  const channels = Array.from({ length: CHANNELS_PER_SOCKET + 1 }, () => `ticket:${newId()}`);
  for (const name of channels.slice(0, -1)) {
    const subscribed = subscriptions.subscribe(name);
    answer(1n);
    await subscribed;
  }
  const [first] = channels;
  const last = channels.at(-1);
  if (!first || !last) throw new Error('there are channels');
  await subscriptions.subscribe(last);
  expect(summary().at(-1)).toBe('refused too_many_channels');
  subscriptions.unsubscribe(first);
  const subscribed = subscriptions.subscribe(last);
  answer(1n);
  await subscribed;
  expect(summary().at(-1)).toBe('subscribed 1');
});

test('read models that do not come to one position refuse the channel, and asking again is possible', async () => {
  const { subscriptions, answer, looks, summary } = subscribing();
  const first = subscriptions.subscribe(channel);
  looks.shift()?.answer(undefined);
  await first;
  const second = subscriptions.subscribe(channel);
  answer(3n);
  await second;
  expect(summary()).toEqual(['refused read_model_behind', 'subscribed 3']);
});

test('a person who is not there any more loses the socket', async () => {
  const { hear, subscriptions, looks, closings } = subscribing();
  hear({ kind: 'access', position: '6', userIds: [root.userId] });
  const settled = subscriptions.settle();
  looks.shift()?.answer({ viewer: undefined, channels: new Map(), position: 6n });
  await settled;
  expect(closings).toEqual([4401]);
});

test('more changes than can be kept while authorising close the socket, to be fetched again', () => {
  const { hear, subscriptions, closings } = subscribing();
  void subscriptions.subscribe(channel);
  for (let position = 1; position <= 1_001; position++) hear(change(position));
  expect(closings).toEqual([4409]);
});
