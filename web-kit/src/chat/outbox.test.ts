import { beforeEach, expect, test, vi } from 'vitest';
import { sending } from '../testing/chat-samples.ts';
import { Outbox } from './outbox.ts';

const storage = new Map<string, string>();
beforeEach(() => {
  storage.clear();
  vi.stubGlobal('window', {
    localStorage: {
      getItem: (key: string) => storage.get(key) ?? null,
      setItem: (key: string, value: string) => storage.set(key, value),
      removeItem: (key: string) => storage.delete(key),
    },
  });
});

const hello = { kind: 'post', body: 'Hello', replyToId: null, files: [] } as const;
const commands = (outbox: Outbox) => outbox.list.map(({ commandId }) => commandId);

test('what was not sent is taken up by the next page of the same person, under the same command', () => {
  new Outbox().add(sending('one', hello));
  const next = new Outbox();
  expect(next.takeUp('giorgi')).toEqual([]);
  expect(next.takeUp('nino').map(({ commandId }) => commandId)).toEqual(['one']);
  expect(next.isOwn('one')).toBe(true);
  expect(next.takeUp('nino')).toEqual([]);
});

test('what was answered is not kept on the device', () => {
  const outbox = new Outbox();
  outbox.add(sending('one', hello));
  outbox.change('one', { answer: { position: '1', messageId: 'm1' } });
  expect(new Outbox().takeUp('nino')).toEqual([]);
  expect(storage.size).toBe(0);
});

test('a refused message is kept, is not sent by itself, and can be sent again or given up', () => {
  const outbox = new Outbox();
  outbox.add(sending('one', hello));
  outbox.change('one', { refusal: 'forbidden' });
  const next = new Outbox();
  expect(next.takeUp('nino')).toEqual([]);
  expect(commands(next)).toEqual(['one']);
  expect(next.retry('one')?.refusal).toBeUndefined();
  next.remove('one');
  expect(storage.size).toBe(0);
});

test('two tabs keep each other’s messages', () => {
  const [one, other] = [new Outbox(), new Outbox()];
  one.add(sending('one', hello));
  other.add(sending('two', hello));
  one.change('one', { answer: { position: '1' } });
  expect(new Outbox().takeUp('nino').map(({ commandId }) => commandId)).toEqual(['two']);
});

test('another person’s page starts empty, and the messages wait on the device', () => {
  const outbox = new Outbox();
  outbox.add(sending('one', hello));
  outbox.clear();
  expect(commands(outbox)).toEqual([]);
  expect(new Outbox().takeUp('nino')).toHaveLength(1);
});
