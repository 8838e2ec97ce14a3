import { createHash, randomBytes } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BlobMissing, type BlobStore, type ReceivedBlob, thumbnailOf } from './blob-store.ts';

/** What every blob store promises. */
export function itKeepsTheBlobStoreContract(open: () => Promise<BlobStore>): void {
  describe('the contract of the blob store', () => {
    let store: BlobStore;
    beforeAll(async () => {
      store = await open();
    });
    afterAll(() => store?.close());

    const kept = async (content: Buffer): Promise<string> => {
      const received = await store.receive(inChunks(content));
      await received.keep();
      return received.digest;
    };
    const contentOf = async (name: string) => buffer(await store.get(name));

    it.each([0, 1, 70_000, 6_000_000])(
      'gives back %i bytes as they came, under their digest',
      async (size) => {
        const content = randomBytes(size);
        const received = await store.receive(inChunks(content));
        expect(received.size).toBe(size);
        expect(received.digest).toBe(createHash('sha256').update(content).digest('hex'));
        await received.keep();
        expect(await store.has(received.digest)).toBe(true);
        expect((await contentOf(received.digest)).equals(content)).toBe(true);
      },
    );

    it('gives a part of it: first and last byte included', async () => {
      const content = randomBytes(100_000);
      const digest = await kept(content);
      for (const [first, last] of [
        [0, 0],
        [0, 99_999],
        [99_999, 99_999],
        [10, 60_000],
      ] as const) {
        const part = await buffer(await store.get(digest, { first, last }));
        expect(part.equals(content.subarray(first, last + 1))).toBe(true);
      }
    });

    it('shows what was received to its receiver alone until it is kept', async () => {
      const content = randomBytes(5_000);
      const received = await store.receive(inChunks(content));
      expect(await store.has(received.digest)).toBe(false);
      await expect(store.get(received.digest)).rejects.toThrow(BlobMissing);
      for (let time = 0; time < 2; time++) {
        expect((await buffer(await received.read())).equals(content)).toBe(true);
      }
      await received.keep();
      expect(await store.has(received.digest)).toBe(true);
    });

    it('keeps nothing of what was discarded', async () => {
      const received = await store.receive(inChunks(randomBytes(5_000)));
      await received.discard();
      expect(await store.has(received.digest)).toBe(false);
      await expect(received.read()).rejects.toThrow();
    });

    it('keeps nothing of content that ends with an error, and throws that error', async () => {
      const content = randomBytes(9_000_000);
      const broken = new Error('the sender went away');
      async function* half() {
        yield* inChunks(content.subarray(0, 6_000_000));
        throw broken;
      }
      const refused = store.receive(half());
      await expect(refused).rejects.toBe(broken);
      expect(await store.has(digestOf(content.subarray(0, 6_000_000)))).toBe(false);
      expect(await store.removeUnfinished(soon())).toBe(0);
    });

    it('never shows half a blob, however many ask for it while it comes in', async () => {
      const content = randomBytes(6_000_000);
      const digest = digestOf(content);
      const seen: number[] = [];
      let coming = true;
      const looking = (async () => {
        while (coming) {
          const found = await contentOf(digest).catch((error: unknown) => {
            if (error instanceof BlobMissing) return undefined;
            throw error;
          });
          if (found) seen.push(found.length);
        }
      })();
      await kept(content);
      seen.push((await contentOf(digest)).length);
      coming = false;
      await looking;
      expect(new Set(seen)).toEqual(new Set([content.length]));
    });

    it('takes the same content from several at once, and has it once', async () => {
      const content = randomBytes(200_000);
      const received: ReceivedBlob[] = await Promise.all(
        Array.from({ length: 8 }, () => store.receive(inChunks(content))),
      );
      await Promise.all(received.map((each) => each.keep()));
      const digest = digestOf(content);
      expect((await contentOf(digest)).equals(content)).toBe(true);
      await store.remove(digest);
      expect(await store.has(digest)).toBe(false);
    });

    it('removes, and is not surprised by what is gone already', async () => {
      const digest = await kept(randomBytes(100));
      await store.remove(digest);
      await store.remove(digest);
      expect(await store.has(digest)).toBe(false);
      await expect(store.get(digest)).rejects.toThrow(BlobMissing);
    });

    it('has a thumbnail beside a blob, which comes and goes by itself', async () => {
      const digest = await kept(randomBytes(100));
      const picture = randomBytes(50);
      await (await store.receive(inChunks(picture))).keep(thumbnailOf(digest));
      expect((await contentOf(thumbnailOf(digest))).equals(picture)).toBe(true);
      await store.remove(thumbnailOf(digest));
      expect(await store.has(digest)).toBe(true);
    });

    it('removes what was never kept when it is old, and nothing else', async () => {
      const digest = await kept(randomBytes(100));
      const unfinished = await store.receive(inChunks(randomBytes(100)));
      expect(await store.removeUnfinished(new Date(Date.now() - 3_600_000))).toBe(0);
      expect((await buffer(await unfinished.read())).length).toBe(100);
      expect(await store.removeUnfinished(soon())).toBe(1);
      await expect(unfinished.read()).rejects.toThrow();
      expect(await store.has(digest)).toBe(true);
    });

    it('knows no names but its own', async () => {
      for (const name of ['', '../../etc/passwd', 'A'.repeat(64), `${'a'.repeat(64)}/x`]) {
        await expect((async () => store.get(name))(), name).rejects.toThrow('names no blob');
        await expect((async () => store.remove(name))(), name).rejects.toThrow('names no blob');
      }
    });
  });
}

const digestOf = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex');
/** Later than what was written a moment ago, also by a clock that counts in whole seconds. */
const soon = () => new Date(Date.now() + 5_000);

async function* inChunks(content: Buffer): AsyncIterable<Uint8Array> {
  for (let at = 0; at < content.length; at += 65_536) yield content.subarray(at, at + 65_536);
}
