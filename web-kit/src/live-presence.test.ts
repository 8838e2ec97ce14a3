import type { ClientFrame } from '@ticketing/contracts/live.ts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { LivePresence } from './live-presence.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const channel = 'ticket:a';
const nino = { id: 'nino', name: 'Nino', typing: [] };
const ana = { id: 'ana', name: 'Ana', typing: ['comment' as const] };

function presence() {
  const sent: ClientFrame[] = [];
  return { sent, presence: new LivePresence((frame) => sent.push(frame)) };
}

test('a channel is shown once however many parts of the screen show it, and left with the last', () => {
  const { sent, presence: here } = presence();
  const first = here.show(channel, () => undefined);
  const second = here.show(channel, () => undefined);
  first();
  expect(sent).toEqual([{ type: 'present', channel, here: true }]);
  second();
  expect(sent.at(-1)).toEqual({ type: 'present', channel, here: false });
});

test('it says again where the person is when the channel is listened to again, and nowhere else', () => {
  const { sent, presence: here } = presence();
  here.show(channel, () => undefined);
  here.subscribed(channel);
  here.subscribed('ticket:b');
  expect(sent).toHaveLength(2);
});

test('others come, do something else and go; the list is by name, and the same while nothing changes', () => {
  const { presence: here } = presence();
  let heard = 0;
  here.show(channel, () => {
    heard += 1;
  });
  here.told({ type: 'presence', channel, all: true, people: [nino, ana], gone: [] });
  expect(here.others(channel)).toEqual([ana, nino]);
  expect(here.others(channel)).toBe(here.others(channel));
  here.told({ type: 'presence', channel, all: false, people: [{ ...ana, typing: [] }], gone: ['nino'] });
  expect(here.others(channel)).toEqual([{ ...ana, typing: [] }]);
  here.told({ type: 'presence', channel, all: true, people: [nino], gone: [] });
  expect(here.others(channel)).toEqual([nino]);
  here.pause();
  expect(here.others(channel)).toEqual([]);
  expect(heard).toBe(4);
});

test('of many keys the server hears now and then, of the end at once, and of an end without a beginning nothing', () => {
  const { sent, presence: here } = presence();
  here.typing(channel, null);
  for (let key = 0; key < 35; key++) {
    here.typing(channel, 'note');
    vi.advanceTimersByTime(100);
  }
  here.typing(channel, null);
  expect(sent).toEqual([
    { type: 'typing', channel, what: 'note' },
    { type: 'typing', channel, what: 'note' },
    { type: 'typing', channel, what: null },
  ]);
});
