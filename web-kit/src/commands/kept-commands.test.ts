import { beforeEach, describe, expect, test } from 'vitest';
import { deviceTabs, stubStorage } from '../testing/device.ts';
import { type KeptCommand, KeptCommands } from './kept-commands.ts';

const stored = new Map<string, string>();
beforeEach(() => {
  stored.clear();
  stubStorage(stored);
});

/** Pages of one device. */
function device() {
  const tabs = deviceTabs();
  return {
    tab(name: string) {
      const kept = new KeptCommands(tabs.tab(name));
      const taken: string[] = [];
      const follow = (userId = 'nino') =>
        kept.follow(userId, (command: KeptCommand) => taken.push(command.commandId));
      return { kept, taken, follow };
    },
    close: tabs.close,
    tell: tabs.tell,
  };
}

const command = (commandId: string) => ({
  commandId,
  intent: { kind: 'archive', ticketId: 't' } as const,
  projectId: null,
  about: 'OPS-1',
  request: { route: { name: 'x', method: 'POST', path: '/api/x', access: 'x' } as const },
});

describe('commands that are kept', () => {
  test('are taken up by the next page of the same person, in the order in which they were given', () => {
    const { tab, close } = device();
    const first = tab('first');
    first.follow();
    for (const id of ['b', 'a', 'c']) first.kept.keep('nino', command(id));
    first.kept.drop('nino', 'a');
    close('first');

    const stranger = tab('stranger');
    stranger.follow('giorgi');
    expect(stranger.taken).toEqual([]);
    const next = tab('next');
    next.follow();
    expect(next.taken).toEqual(['b', 'c']);
    next.follow();
    expect(next.taken).toEqual(['b', 'c']);
  });

  test('are left to the tab that sends them, and taken over by one of the others when it is closed', () => {
    const { tab, close, tell } = device();
    const [first, second, third] = [tab('first'), tab('second'), tab('third')];
    for (const each of [first, second, third]) each.follow();
    first.kept.keep('nino', command('a'));
    tell();
    expect([...second.taken, ...third.taken]).toEqual([]);
    close('first');
    expect([...second.taken, ...third.taken]).toEqual(['a']);
    close('second');
    expect(third.taken).toEqual(['a']);
  });

  test('stay on the device for who gave them while somebody else is here', () => {
    const { tab } = device();
    const only = tab('only');
    const leave = only.follow();
    only.kept.keep('nino', command('a'));
    only.kept.clear();
    leave();
    only.follow('giorgi')();
    expect(only.taken).toEqual([]);
    only.follow('nino');
    expect(only.taken).toEqual(['a']);
  });

  test('are told as refused, over a reload, until they are put away, and not sent again', () => {
    const { tab, close } = device();
    const first = tab('first');
    first.follow();
    first.kept.keep('nino', command('a'));
    first.kept.refuse('nino', 'a', 'not_found');
    expect(first.kept.refused).toMatchObject([{ commandId: 'a', refusal: 'not_found' }]);
    close('first');

    const next = tab('next');
    next.follow();
    expect(next.taken).toEqual([]);
    expect(next.kept.refused).toMatchObject([{ commandId: 'a', refusal: 'not_found' }]);
    next.kept.drop('nino', 'a');
    expect(next.kept.refused).toEqual([]);
    expect(stored.size).toBe(0);
  });

  test('of many tickets are told for those that were refused, each reason by itself', () => {
    const { tab } = device();
    const only = tab('only');
    only.follow();
    const many = (...keys: string[]) => ({
      kind: 'many' as const,
      change: { type: 'archive' as const },
      tickets: keys.map((key) => ({ id: key, key })),
    });
    only.kept.keep('nino', { ...command('a'), intent: many('1', '2', '3') });
    only.kept.refuseParts('nino', 'a', [
      { intent: many('1'), refusal: 'not_found' },
      { intent: many('3'), refusal: 'forbidden' },
    ]);
    expect(only.kept.refused.map(({ commandId, refusal }) => [commandId, refusal])).toEqual([
      ['a/not_found', 'not_found'],
      ['a/forbidden', 'forbidden'],
    ]);
    only.kept.drop('nino', 'a/not_found');
    expect(only.kept.refused).toMatchObject([{ intent: many('3') }]);
    only.kept.keep('nino', { ...command('b'), intent: many('4') });
    only.kept.refuseParts('nino', 'b', []);
    only.kept.drop('nino', 'a/forbidden');
    expect(stored.size).toBe(0);
  });

  test('survive what cannot be read', () => {
    stored.set('ticketing.commands.nino.a', '{broken');
    const { tab } = device();
    const only = tab('only');
    only.follow();
    expect(only.taken).toEqual([]);
  });
});
