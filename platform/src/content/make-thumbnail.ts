import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import sharp from 'sharp';

/** Pixels of an image that is opened at all: a few kilobytes can claim to be a picture of many gigabytes. */
const MOST_PIXELS = 64_000_000;
/** Width and height that a thumbnail fits in. */
const EDGE = 320;
const SECONDS = 10;

// Several uploads are at work at once anyway; one image must not take all cores from the rest of the process.
sharp.concurrency(1);
// Nothing is opened twice, so what the cache holds is only memory.
sharp.cache(false);

/** Images that are opened at once: each may take a quarter of a gigabyte, and anybody can send many at the same time. */
const AT_ONCE = 2;
let underWay = 0;
const waiting: (() => void)[] = [];

/**
 * A small WebP picture of an image, upright and without what cameras write beside it (place, time, device). Of a moving
 * picture the first frame.
 * @param read opens the image; not called before its turn
 * @returns `undefined` when the image is broken, or too large to be opened
 */
export async function makeThumbnail(read: () => Promise<Readable>): Promise<Uint8Array | undefined> {
  if (underWay < AT_ONCE) underWay += 1;
  else await new Promise<void>((resolve) => waiting.push(resolve));
  try {
    return await thumbnailOf(await read());
  } finally {
    const next = waiting.shift();
    if (next) next();
    else underWay -= 1;
  }
}

async function thumbnailOf(image: Readable): Promise<Uint8Array | undefined> {
  // The decoder would hold all of it in any case, and this way the store's trouble is told from the image's.
  const bytes = await buffer(image);
  try {
    return await sharp(bytes, {
      limitInputPixels: MOST_PIXELS,
      failOn: 'error',
      sequentialRead: true,
      pages: 1,
    })
      .autoOrient()
      .resize({ width: EDGE, height: EDGE, fit: 'inside', withoutEnlargement: true })
      .webp({ quality: 80 })
      .timeout({ seconds: SECONDS })
      .toBuffer();
  } catch {
    return undefined;
  }
}
