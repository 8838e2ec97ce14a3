import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import sharp, { type OverlayOptions, type Sharp } from 'sharp';
import type { Shot } from './walk-through.ts';

/** Pixels: how high each picture of a montage is, how wide a montage at most, and what is left between two. */
const HEIGHT = 640;
const WIDEST = 2400;
const GAP = 8;

/** Pictures of all looks, each look one montage of its combinations: `{folder}/{app} {page}.png`. */
export class Pictures {
  readonly #folder: string;
  readonly #shots = new Map<string, Shot[]>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  readonly take = (shot: Shot): void => {
    this.#shots.set(shot.look, [...(this.#shots.get(shot.look) ?? []), shot]);
  };

  /** Writes all montages: the widest screens first, light before dark, English before Georgian. */
  async write(): Promise<void> {
    await mkdir(this.#folder, { recursive: true });
    for (const [look, shots] of this.#shots) {
      const order = ({ width, language, theme }: Shot) => `${9999 - width} ${language} ${theme === 'dark'}`;
      const sorted = shots.toSorted((a, b) => order(a).localeCompare(order(b)));
      const file = `${look.replaceAll(/[:/]+ ?/g, ' ')}.png`;
      await montage(sorted.map(({ png }) => png)).then((image) => image.toFile(join(this.#folder, file)));
    }
  }
}

/** Side by side, in as many rows as it takes. */
async function montage(pngs: readonly Buffer[]): Promise<Sharp> {
  let [left, top, width] = [0, 0, 0];
  const parts: OverlayOptions[] = [];
  for (const png of pngs) {
    const { data, info } = await sharp(png)
      .resize({ height: HEIGHT })
      .png()
      .toBuffer({ resolveWithObject: true });
    if (left > 0 && left + info.width > WIDEST) [left, top] = [0, top + HEIGHT + GAP];
    parts.push({ input: data, left, top });
    left += info.width + GAP;
    width = Math.max(width, left);
  }
  return sharp({ create: { width, height: top + HEIGHT, channels: 3, background: '#808080' } })
    .composite(parts)
    .png();
}
