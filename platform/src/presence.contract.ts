import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from './ids.ts';
import type { PresenceStore } from './presence.ts';

/**
 * What both stores of presence promise.
 * @param openNode a node's store, in which what was said lasts for so many milliseconds
 */
export function itKeepsThePresenceContract(openNode: (lastsMs: number) => Promise<PresenceStore>): void {
  describe('the contract of presence', () => {
    let one: PresenceStore;
    let other: PresenceStore;
    const [ann, bob] = ['a', 'b'].map((letter) => `${letter}${newId().slice(1)}`) as [string, string];
    const channel = () => `ticket:${newId()}`;
    const there = (userId: string, ...typing: ('comment' | 'note')[]) => ({ userId, typing });
    beforeAll(async () => {
      one = await openNode(60_000);
      other = await openNode(60_000);
    });
    afterAll(async () => {
      await Promise.all([one.close(), other.close()]);
    });

    it('answers who is there at all nodes, by id', async () => {
      const here = channel();
      expect(await one.say(here, [there(bob, 'comment')])).toEqual([there(bob, 'comment')]);
      expect(await other.say(here, [there(ann)])).toEqual([there(ann), there(bob, 'comment')]);
    });

    it('keeps channels apart', async () => {
      await one.say(channel(), [there(bob)]);
      expect(await other.say(channel(), [])).toEqual([]);
    });

    it('counts a person once, with everything that they are writing anywhere', async () => {
      const here = channel();
      await one.say(here, [there(ann, 'note'), there(ann)]);
      expect(await other.say(here, [there(ann, 'comment')])).toEqual([there(ann, 'comment', 'note')]);
    });

    it('takes what a node says instead of what it said before, and nothing of the others', async () => {
      const here = channel();
      await one.say(here, [there(ann, 'comment'), there(bob)]);
      await other.say(here, [there(bob, 'note')]);
      expect(await one.say(here, [there(ann)])).toEqual([there(ann), there(bob, 'note')]);
      expect(await one.say(here, [])).toEqual([there(bob, 'note')]);
    });

    it('tells the others when something else is said, and not when the same is said again', async () => {
      const heard: string[] = [];
      const [here, end] = [channel(), channel()];
      const { stop } = await other.onChange((name) => {
        if (name === here || name === end) heard.push(name);
      });
      await one.say(here, [there(ann)]);
      await one.say(here, [there(ann)]);
      await one.say(here, [there(ann, 'comment')]);
      await other.say(here, [there(bob)]);
      await one.say(here, []);
      await one.say(end, [there(ann)]);
      await expect.poll(() => heard.at(-1)).toBe(end);
      expect(heard).toEqual([here, here, here, end]);
      await stop();
    });

    it('forgets the people of a node that says nothing any more', async () => {
      const [dead, alive] = [await openNode(2_000), await openNode(60_000)];
      const here = channel();
      await dead.say(here, [there(ann)]);
      expect(await alive.say(here, [there(bob)])).toEqual([there(ann), there(bob)]);
      await expect.poll(() => alive.say(here, [there(bob)])).toEqual([there(bob)]);
      await Promise.all([dead.close(), alive.close()]);
    });

    it('keeps them for as long as it is said again', async () => {
      const [saying, asking] = [await openNode(2_000), await openNode(60_000)];
      const here = channel();
      const began = performance.now();
      while (performance.now() - began < 3_000) {
        await saying.say(here, [there(ann)]);
        expect(await asking.say(here, [])).toEqual([there(ann)]);
      }
      await Promise.all([saying.close(), asking.close()]);
    });

    it('lets go of the people of a node that closes at once', async () => {
      const leaving = await openNode(60_000);
      const here = channel();
      await leaving.say(here, [there(ann)]);
      await leaving.close();
      expect(await one.say(here, [])).toEqual([]);
    });
  });
}
