import type { BusMessage } from '@ticketing/contracts/live.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessChannel, type Beginning, type Bus, comparePlaces, type Place } from './bus.ts';
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

    it('tells where each message of a channel stands: in the channel’s shard, each after the one before', async () => {
      const heard = await listen(node);
      const [id, other] = [newId(), newId()];
      const sent = [message(id, 1), message(other, 2), accessMessage(3), message(id, 4), accessMessage(5)];
      await publisher.publish(sent);
      await heard.until(5);
      const placesOf = (isWanted: (one: BusMessage) => boolean) =>
        heard.places.filter((_, at) => heard.messages[at] && isWanted(heard.messages[at]));
      for (const [channel, isWanted] of [
        [`project:${id}`, (one: BusMessage) => isOf(one, id)],
        [accessChannel, (one: BusMessage) => one.kind === 'access'],
      ] as const) {
        const [first, second] = placesOf(isWanted);
        if (!first || !second) throw new Error('two messages were published');
        expect([first.shard, second.shard]).toEqual([node.shardOf(channel), node.shardOf(channel)]);
        expect(comparePlaces(first.id, second.id)).toBeLessThan(0);
      }
      await heard.stop();
    });

    it('gives a message the same place for every subscriber, and the bus the same generation', async () => {
      const [one, other] = [await listen(node), await listen(publisher)];
      await publisher.publish([message(newId(), 1)]);
      await Promise.all([one.until(1), other.until(1)]);
      expect(one.places).toEqual(other.places);
      expect(one.beginnings[0]?.generation).toMatch(/\w/);
      expect(one.beginnings[0]?.generation).toBe(other.beginnings[0]?.generation);
      await Promise.all([one.stop(), other.stop()]);
    });

    it('begins after what was there: the first message that is told comes later in its shard', async () => {
      const channel = newId();
      const early = await listen(node);
      await publisher.publish([message(channel, 1)]);
      await early.until(1);
      const heard = await listen(node);
      await publisher.publish([message(channel, 2)]);
      await heard.until(1);
      const [before, after] = [early.places[0], heard.places[0]];
      const beginning = heard.beginnings[0]?.after[after?.shard ?? -1];
      if (!before || !after || !beginning) throw new Error('no beginning was told');
      expect(comparePlaces(before.id, beginning)).toBeLessThanOrEqual(0);
      expect(comparePlaces(beginning, after.id)).toBeLessThan(0);
      await Promise.all([early.stop(), heard.stop()]);
    });

    it('tells first what it still keeps, where it stood, when asked to, and goes on without a gap', async () => {
      const channel = newId();
      const all = await listen(node);
      await publisher.publish([message(channel, 1), message(channel, 2), message(channel, 3)]);
      await publisher.announceLoss();
      await publisher.publish([message(channel, 4)]);
      await all.until(4);
      const late = await listen(node, 1_000);
      await publisher.publish([message(channel, 5)]);
      await Promise.all([all.until(5), late.untilHeard((one) => one.position === '5' && isOf(one, channel))]);
      const ofChannel = (heard: typeof all) =>
        heard.places.filter((_, at) => heard.messages[at] && isOf(heard.messages[at], channel));
      expect(ofChannel(late)).toEqual(ofChannel(all));
      expect(late.losses.length).toBeGreaterThan(0);
      await Promise.all([all.stop(), late.stop()]);
    });

    it('tells a few of the last only, and says after which', async () => {
      const channel = newId();
      await publisher.publish(Array.from({ length: 10 }, (_, at) => message(channel, at)));
      const late = await listen(node, 3);
      await late.untilHeard((one) => isOf(one, channel) && one.position === '9');
      const told = late.messages.filter((one) => isOf(one, channel)).map(({ position }) => position);
      expect(told).toEqual(['7', '8', '9']);
      const [first] = late.places.filter((_, at) => late.messages[at] && isOf(late.messages[at], channel));
      const beginning = late.beginnings[0]?.after[first?.shard ?? -1];
      if (!first || !beginning) throw new Error('no beginning was told');
      expect(comparePlaces(beginning, first.id)).toBeLessThan(0);
      await late.stop();
    });

    it('tells what access has come to after the changes of access before it', async () => {
      const heard = await listen(node);
      for (let at = 0; at < 200; at += 2) {
        await publisher.publish([accessMessage(at), { kind: 'reached', position: String(at + 1) }]);
      }
      await heard.untilHeard((one) => one.position === '199');
      let access = -1;
      for (const one of heard.messages) {
        if (one.kind === 'access') access = Number(one.position);
        else expect(access).toBeGreaterThanOrEqual(Number(one.position) - 1);
      }
      expect(access).toBe(198);
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
export async function listen(bus: Bus, recent = 0) {
  const messages: BusMessage[] = [];
  const places: Place[] = [];
  const beginnings: Beginning[] = [];
  const losses: number[] = [];
  const story: string[] = [];
  let check: () => void = () => undefined;
  const { unsubscribe } = await bus.subscribe(
    {
      onBeginning: (beginning) => void beginnings.push(beginning),
      onMessage(one, place) {
        messages.push(one);
        places.push(place);
        story.push(one.position);
        check();
      },
      onLost() {
        losses.push(messages.length);
        story.push('lost');
        check();
      },
    },
    { recent },
  );
  const untilTrue = (condition: () => boolean) =>
    new Promise<void>((resolve) => {
      check = () => {
        if (condition()) resolve();
      };
      check();
    });
  return {
    messages,
    /** Of the messages, one by one. */
    places,
    beginnings,
    losses,
    story,
    until: (count: number) => untilTrue(() => messages.length >= count),
    untilHeard: (isWanted: (one: BusMessage) => boolean) => untilTrue(() => messages.some(isWanted)),
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
