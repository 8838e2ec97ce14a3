import { ApiError } from '@ticketing/web-kit/api-error.ts';
import { describe, expect, it } from 'vitest';
import type { Delivered, Errand, Letter } from './letter.ts';
import { Unsent } from './unsent.ts';

const message = (body: string): Errand => ({ kind: 'message', ticketId: 't', body, fileIds: [] });
const answer: Delivered = { ticketId: 't', revision: '1', position: '7' };
const away = new ApiError('unreachable', 0, 'away');

/** A device with a server that answers as it is told, and the tabs that are open on it. */
function device() {
  let kept: string | null = null;
  let ids = 0;
  let turn: Promise<unknown> = Promise.resolve();
  const arrived: Letter[] = [];
  const server = { error: undefined as ApiError | undefined, loseAnswer: false };
  const later: Array<() => void> = [];
  const tab = () =>
    new Unsent({
      store: {
        read: () => kept,
        write: (text) => {
          kept = text;
        },
      },
      send: async (letter) => {
        await Promise.resolve();
        if (server.error) throw server.error;
        arrived.push(letter);
        if (server.loseAnswer) throw away;
        return answer;
      },
      inTurn: (work) => {
        const next = turn.then(work, work);
        turn = next.catch(() => undefined);
        return next;
      },
      newId: () => `id-${++ids}`,
      now: () => new Date('2026-03-01T10:00:00Z'),
      later: (work) => later.push(work),
    });
  return { tab, arrived, server, later, kept: () => kept };
}

describe('what is not sent yet', () => {
  it('goes at once with a connection, and leaves nothing behind', async () => {
    const { tab, arrived, kept } = device();
    const { firstTry } = tab().give(message('hello'));
    expect(await firstTry).toEqual({ kind: 'delivered', delivered: answer });
    expect(arrived.map(({ errand }) => errand)).toEqual([message('hello')]);
    expect(kept()).toBeNull();
  });

  it('waits without one, over a closed tab, and then goes in order under the same ids', async () => {
    const { tab, arrived, server } = device();
    server.error = away;
    const first = tab();
    const one = first.give(message('one'));
    expect(await one.firstTry).toEqual({ kind: 'waits' });
    const two = first.give(message('two'));
    expect(await two.firstTry).toEqual({ kind: 'waits' });

    server.error = undefined;
    const next = tab();
    expect(next.letters).toHaveLength(2);
    await next.sendAll();
    expect(arrived.map(({ id }) => id)).toEqual([one.letter.id, two.letter.id]);
    expect(next.letters).toEqual([]);
  });

  it('is sent again under its own id when the answer was lost', async () => {
    const { tab, arrived, server } = device();
    server.loseAnswer = true;
    const only = tab();
    await only.give(message('once')).firstTry;
    server.loseAnswer = false;
    await only.sendAll();
    expect(new Set(arrived.map(({ id }) => id)).size).toBe(1);
    expect(only.letters).toEqual([]);
  });

  it('is sent by one of two tabs', async () => {
    const { tab, arrived, server } = device();
    server.error = away;
    const [left, right] = [tab(), tab()];
    await left.give(message('hello')).firstTry;
    server.error = undefined;
    await Promise.all([left.sendAll(), right.sendAll()]);
    expect(arrived).toHaveLength(1);
  });

  it('is not waited for in the tab that gave it once another one has sent it, or was refused', async () => {
    const { tab, server } = device();
    const [left, right] = [tab(), tab()];
    for (const refusal of [undefined, new ApiError('already_archived', 409, 'closed')]) {
      server.error = refusal;
      right.give(message('mine'));
      // The other tab has its turn first, and goes on with what it finds.
      const { firstTry } = left.give(message('hello'));
      expect(await firstTry).toEqual({ kind: 'waits' });
    }
    left.lookAgain();
    expect(left.letters).toMatchObject([{ errand: message('hello'), refusal: 'already_archived' }]);
  });

  it('comes back to who stands at the box when it is refused, and is kept with the reason for who went on', async () => {
    const { tab, server } = device();
    const only = tab();
    const refusal = new ApiError('already_archived', 409, 'closed');
    server.error = refusal;
    expect(await only.give(message('too late')).firstTry).toEqual({ kind: 'refused', error: refusal });
    expect(only.letters).toEqual([]);

    server.error = away;
    await only.give(message('later')).firstTry;
    server.error = refusal;
    await only.sendAll();
    expect(only.letters).toMatchObject([{ refusal: 'already_archived' }]);
    await only.sendAll();
    expect(only.takeBack(only.letters[0]?.id ?? '')?.errand).toEqual(message('later'));
    expect(only.letters).toEqual([]);
  });

  it('is tried again after a while though nothing told that there is a connection', async () => {
    const { tab, arrived, server, later } = device();
    server.error = away;
    await tab().give(message('hello')).firstTry;
    server.error = undefined;
    for (const work of later) work();
    await expect.poll(() => arrived.length).toBe(1);
  });

  it('survives what cannot be read', () => {
    const unsent = new Unsent({
      store: { read: () => '{broken', write: () => undefined },
      send: async () => answer,
      inTurn: (work) => work(),
      newId: () => 'id',
      now: () => new Date(),
      later: () => undefined,
    });
    expect(unsent.letters).toEqual([]);
  });
});
