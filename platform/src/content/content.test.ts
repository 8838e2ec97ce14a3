import { Readable } from 'node:stream';
import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { makeThumbnail } from './make-thumbnail.ts';
import { sniffContent } from './sniff-content.ts';

const sniff = (content: Uint8Array | string, name = 'file') =>
  sniffContent(async () => Readable.from([Buffer.from(content)], { objectMode: false }), name);

const picture = (format: 'png' | 'jpeg' | 'gif' | 'webp', width = 800, height = 400) =>
  sharp({ create: { width, height, channels: 3, background: '#a03020' } })
    .toFormat(format)
    .toBuffer();

describe('what content is found to be', () => {
  it.each(['png', 'jpeg', 'gif', 'webp'] as const)('a %s, whatever its name says', async (format) => {
    expect(await sniff(await picture(format), 'invoice.pdf')).toBe(`image/${format}`);
  });

  it('documents by how they begin', async () => {
    expect(await sniff('%PDF-1.7\n%âãÏÓ\n1 0 obj')).toBe('application/pdf');
    expect(await sniff(Buffer.concat([Buffer.from('MZ'), Buffer.alloc(200)]), 'picture.png')).toBe(
      'application/x-msdownload',
    );
  });

  it('text by being nothing but text, and CSV by its name as well', async () => {
    expect(await sniff('Gate 3 does not open.\n', 'notes')).toBe('text/plain');
    expect(await sniff('კარიბჭე;3\n', 'gates.CSV')).toBe('text/csv');
    expect(await sniff('', 'empty.txt')).toBe('text/plain');
  });

  it('no text when a character is broken, cut off or none that text has', async () => {
    expect(await sniff(Buffer.from([0x41, 0xff, 0x42]), 'notes.txt')).toBeUndefined();
    expect(await sniff(Buffer.from('კ').subarray(0, 2), 'notes.txt')).toBeUndefined();
    expect(await sniff('a\0b', 'notes.txt')).toBeUndefined();
  });

  it('a page or a drawing, which a browser would run, whatever its name says', async () => {
    expect(await sniff('<!DOCTYPE html><p>hello', 'notes.txt')).toBe('text/html');
    expect(await sniff('words <script>alert(1)</script>', 'notes.txt')).toBe('text/html');
    expect(await sniff('<svg xmlns="http://www.w3.org/2000/svg"/>', 'notes.txt')).toBe('image/svg+xml');
    expect(await sniff('<?xml version="1.0"?><svg/>', 'picture.png')).toBe('image/svg+xml');
    expect(await sniff('hello', 'page.html')).toBe('text/html');
  });
});

describe('the thumbnail of an image', () => {
  const thumbnail = (content: Uint8Array) =>
    makeThumbnail(async () => Readable.from([Buffer.from(content)], { objectMode: false }));

  it.each(['png', 'jpeg', 'gif', 'webp'] as const)('is a small WebP of a %s', async (format) => {
    const made = await thumbnail(await picture(format));
    expect(await sharp(made).metadata()).toMatchObject({ format: 'webp', width: 320, height: 160 });
  });

  it('is upright, and never larger than the image', async () => {
    const turned = await sharp(await picture('jpeg', 200, 100))
      .withMetadata({ orientation: 6 })
      .toBuffer();
    const made = await sharp(await thumbnail(turned)).metadata();
    expect(made).toMatchObject({ width: 100, height: 200 });
    expect(made.exif).toBeUndefined();
  });

  it('is none of a broken image, of half of one and of no image', async () => {
    const whole = await picture('png');
    expect(await thumbnail(whole.subarray(0, whole.length / 2))).toBeUndefined();
    expect(await thumbnail(whole.subarray(0, 40))).toBeUndefined();
    expect(await thumbnail(Buffer.from('no image'))).toBeUndefined();
  });

  it('is none of a few bytes that claim to be a picture of many gigabytes', async () => {
    const before = process.memoryUsage().rss;
    const bomb = pngOf(60_000, 60_000);
    expect(bomb.length).toBeLessThan(100_000);
    expect(await thumbnail(bomb)).toBeUndefined();
    expect(process.memoryUsage().rss - before).toBeLessThan(200_000_000);
  });

  it('fails with the reason when the content cannot be read', async () => {
    async function* broken() {
      yield Buffer.from('begun');
      throw new Error('the store is away');
    }
    await expect(makeThumbnail(async () => Readable.from(broken(), { objectMode: false }))).rejects.toThrow(
      'the store is away',
    );
  });

  it('is made of two images at once, however many are sent', async () => {
    let [open, most] = [0, 0];
    const content = await picture('png');
    async function* slowly() {
      open += 1;
      most = Math.max(most, open);
      await new Promise((resolve) => setImmediate(resolve));
      yield content;
      open -= 1;
    }
    const read = async () => Readable.from(slowly(), { objectMode: false });
    const fails = () => Promise.reject(new Error('the store is away'));
    const made = await Promise.allSettled(
      [read, read, fails, read, fails, fails, read, read].map(makeThumbnail),
    );
    expect(most).toBe(2);
    expect(made.map(({ status }) => status)).toEqual(
      ['f', 'f', 'r', 'f', 'r', 'r', 'f', 'f'].map((how) => (how === 'f' ? 'fulfilled' : 'rejected')),
    );
  });
});

/** A PNG that says how large it is and has a row or two of what it should have. */
function pngOf(width: number, height: number): Buffer {
  const size = Buffer.alloc(8);
  size.writeUInt32BE(width, 0);
  size.writeUInt32BE(height, 4);
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const out = Buffer.alloc(body.length + 8);
    out.writeUInt32BE(data.length, 0);
    body.copy(out, 4);
    out.writeUInt32BE(crc32(body), body.length + 4);
    return out;
  };
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', Buffer.concat([size, Buffer.from([1, 0, 0, 0, 0])])),
    chunk('IDAT', deflateSync(Buffer.alloc(20_000))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function crc32(bytes: Buffer): number {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return (sum ^ 0xffffffff) >>> 0;
}
