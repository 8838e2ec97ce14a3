// Draws the icons of the service desk's manifest from its mark: `node scripts/make-desk-icons.mjs`. What it draws is committed.
import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
// sharp belongs to the platform, which makes thumbnails with it.
const sharp = createRequire(join(root, 'platform/package.json'))('sharp');
const folder = join(root, 'web-desk/public');
const mark = await readFile(join(folder, 'icon.svg'));
const background = '#0F766E';

/** The mark alone, corner to corner. */
async function icon(size, name) {
  const density = (72 * size) / 32;
  await writeFile(join(folder, name), await sharp(mark, { density }).resize(size, size).png().toBuffer());
}

/** The mark within the middle four fifths, on its colour: whatever shape a device cuts out, the mark is whole. */
async function padded(size, name) {
  const inner = Math.round(size * 0.8);
  const density = (72 * inner) / 32;
  const small = await sharp(mark, { density }).resize(inner, inner).png().toBuffer();
  const whole = sharp({ create: { width: size, height: size, channels: 4, background } });
  await writeFile(
    join(folder, name),
    await whole
      .composite([{ input: small }])
      .png()
      .toBuffer(),
  );
}

await icon(192, 'icon-192.png');
await icon(512, 'icon-512.png');
await padded(512, 'icon-maskable-512.png');
await padded(180, 'apple-touch-icon.png');
