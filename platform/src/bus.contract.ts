import type { BusMessage } from '@ticketing/contracts/live.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Bus } from './bus.ts';
import { newId } from './ids.ts';

/** What both buses promise. `openBus` gives a bus of its own for each node that a test plays. */
export function itKeepsTheBusContract(openBus: () => Promise<Bus>): void {
  describe('the contract of the live bus', () => {
    let publisher: Bus;
    let node: Bus;
    beforeAll(async () => {
      publisher = await openBus();
      node = await openBus();
    });
    afterAll(async () => {
      await Promise.all([publisher.close(), node.close()]);
    });

    it('delivers everything that is published after subscribing, unchanged', async () => {
      const heard = await listen(node);
      const sent = [message(newId(), 1), accessMessage(2), message(newId(), 3)];
      await publisher.publish(sent);
      await heard.until(3);
      expect(inOrderOfPosition(heard.messages)).toEqual(sent);
      await heard.stop();
    });

    it('delivers a channel in the order of publishing, over many publications', async () => {
      const heard = await listen(node);
      const channels = [newId(), newId(), newId()];
      for (let at = 0; at < 300; at += 3) {
        await publisher.publish(channels.map((id, index) => message(id, at + index)));
      }
      await heard.until(300);
      for (const [index, id] of channels.entries()) {
        const positions = heard.messages.filter((one) => isOf(one, id)).map((one) => Number(one.position));
        expect(positions).toEqual(Array.from({ length: 100 }, (_, turn) => turn * 3 + index));
      }
      await heard.stop();
    });

    it('lets every subscriber hear everything', async () => {
      const [one, other] = [await listen(node), await listen(publisher)];
      await publisher.publish([message(newId(), 1)]);
      await one.until(1);
      await other.until(1);
      await Promise.all([one.stop(), other.stop()]);
    });

    it('tells nothing of the time before subscribing, and nothing after unsubscribing', async () => {
      await publisher.publish([message(newId(), 1)]);
      const gone = await listen(node);
      await gone.stop();
      const heard = await listen(node);
      await publisher.publish([message(newId(), 2)]);
      await heard.until(1);
      expect(heard.messages.map(({ position }) => position)).toEqual(['2']);
      expect(gone.messages).toEqual([]);
      await heard.stop();
    });

    it('tells every subscriber of an announced loss, between what came before and after', async () => {
      const heard = await listen(node);
      const channel = newId();
      await publisher.publish([message(channel, 1)]);
      await publisher.announceLoss();
      await publisher.publish([message(channel, 2)]);
      await heard.until(2);
      expect(heard.losses.length).toBeGreaterThan(0);
      const ofThisChannel = heard.story.filter((one) => one !== 'lost');
      expect(ofThisChannel).toEqual(['1', '2']);
      await heard.stop();
    });

    it('keeps telling the others, and the same one, when a subscriber throws', async () => {
      const broken = await node.subscribe({
        onMessage: () => {
          throw new Error('this subscriber is broken');
        },
        onLost: () => undefined,
      });
      const heard = await listen(node);
      await publisher.publish([message(newId(), 1)]);
      await publisher.publish([message(newId(), 2)]);
      await heard.until(2);
      await Promise.all([broken.unsubscribe(), heard.stop()]);
    });
  });
}

/** A subscriber that remembers, and whom a test can wait for. */
export async function listen(bus: Bus) {
  const messages: BusMessage[] = [];
  const losses: number[] = [];
  const story: string[] = [];
  let check: () => void = () => undefined;
  const { unsubscribe } = await bus.subscribe({
    onMessage(one) {
      messages.push(one);
      story.push(one.position);
      check();
    },
    onLost() {
      losses.push(messages.length);
      story.push('lost');
      check();
    },
  });
  const untilTrue = (condition: () => boolean) =>
    new Promise<void>((resolve) => {
      check = () => {
        if (condition()) resolve();
      };
      check();
    });
  return {
    messages,
    losses,
    story,
    until: (count: number) => untilTrue(() => messages.length >= count),
    untilLost: () => untilTrue(() => losses.length > 0),
    stop: unsubscribe,
  };
}

/** A change of a project's column, whose id is the channel's. */
export function message(projectId: string, position: number): BusMessage {
  return {
    kind: 'change',
    channel: `project:${projectId}`,
    position: String(position),
    actorId: projectId,
    commandId: `command ${position}`,
    audience: { kind: 'project', projectId },
    change: { entity: 'column', id: projectId, projectId, row: null },
  };
}

const accessMessage = (position: number): BusMessage => ({
  kind: 'access',
  position: String(position),
  userIds: [newId()],
});

const isOf = (one: BusMessage, id: string) => one.kind === 'change' && one.channel === `project:${id}`;

/** Only the order inside a channel is promised. */
const inOrderOfPosition = (messages: readonly BusMessage[]) =>
  messages.toSorted((one, other) => Number(one.position) - Number(other.position));
