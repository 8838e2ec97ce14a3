import { beforeEach, expect, test } from 'vitest';
import { sending } from '../testing/chat-samples.ts';
import { deviceTabs, stubStorage } from '../testing/device.ts';
import { Outbox } from './outbox.ts';

const stored = new Map<string, string>();
beforeEach(() => {
  stored.clear();
  stubStorage(stored);
});

const hello = { kind: 'post', body: 'Hello', replyToId: null, files: [] } as const;
const commands = (outbox: Outbox) => outbox.list.map(({ commandId }) => commandId);

/** Pages of one device. */
function device() {
  const tabs = deviceTabs();
  return {
    tab(name: string) {
      const outbox = new Outbox(tabs.tab(name));
      const taken: string[] = [];
      const follow = (userId = 'nino') => outbox.follow(userId, ({ commandId }) => taken.push(commandId));
      return { outbox, taken, follow };
    },
    close: tabs.close,
    tell: tabs.tell,
  };
}

test('what was not sent is taken up by the next page of the same person, in its order and under its commands', () => {
  const { tab, close } = device();
  const first = tab('first');
  for (const id of ['two', 'one']) first.outbox.add(sending(id, hello));
  close('first');
  const stranger = tab('stranger');
  stranger.follow('giorgi');
  expect(stranger.taken).toEqual([]);
  const next = tab('next');
  next.follow();
  expect(next.taken).toEqual(['two', 'one']);
  expect(next.outbox.isOwn('one')).toBe(true);
  next.follow();
  expect(next.taken).toEqual(['two', 'one']);
});

test('what was answered is not kept on the device', () => {
  const { tab, close } = device();
  const { outbox } = tab('first');
  outbox.add(sending('one', hello));
  outbox.change('one', { answer: { position: '1', messageId: 'm1' } });
  expect(stored.size).toBe(0);
  close('first');
  const next = tab('next');
  next.follow();
  expect(next.taken).toEqual([]);
});

test('a refused message is kept, is not sent by itself, and can be sent again or given up', () => {
  const { tab, close } = device();
  const { outbox } = tab('first');
  outbox.add(sending('one', hello));
  outbox.change('one', { refusal: 'forbidden' });
  close('first');
  const next = tab('next');
  next.follow();
  expect(next.taken).toEqual([]);
  expect(commands(next.outbox)).toEqual(['one']);
  expect(next.outbox.retry('one')?.refusal).toBeUndefined();
  next.outbox.remove('one');
  expect(stored.size).toBe(0);
});

test('each tab sends its own, and one of the others what a closed one left', () => {
  const { tab, close, tell } = device();
  const [first, second, third] = [tab('first'), tab('second'), tab('third')];
  for (const each of [first, second, third]) each.follow();
  first.outbox.add(sending('one', hello));
  second.outbox.add(sending('two', hello));
  first.outbox.add(sending('removal', { kind: 'remove', messageId: 'm1' }));
  tell();
  first.outbox.change('one', { answer: { position: '1' } });
  expect([first, second, third].map(({ taken }) => taken)).toEqual([[], [], []]);
  // What can still be taken back in one tab is not carried out by another one.
  first.outbox.remove('removal');
  close('first');
  expect([second, third].map(({ taken }) => taken)).toEqual([[], []]);
  close('second');
  expect(third.taken).toEqual(['two']);
});

test('another person’s page starts empty, and the messages wait on the device', () => {
  const { tab } = device();
  const only = tab('only');
  const leave = only.follow();
  only.outbox.add(sending('one', hello));
  only.outbox.clear();
  expect(commands(only.outbox)).toEqual([]);
  leave();
  only.follow('giorgi')();
  expect(only.taken).toEqual([]);
  only.follow();
  expect(only.taken).toEqual(['one']);
});

test('what cannot be read harms nothing', () => {
  stored.set('ticketing.outbox.nino.one', '{broken');
  const only = device().tab('only');
  only.follow();
  expect(only.taken).toEqual([]);
});
