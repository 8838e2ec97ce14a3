import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { DEMO_PASSWORD } from '@ticketing/embedded/demo/demo-accounts.ts';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { openWindow, signInByForm } from '../browser.ts';
import { createStackPlace, type StackPlace } from '../stack-place.ts';
import { checkout, startStackProcess } from '../stack-process.ts';
import { type Picture, pictures, type Scene, screens } from './pictures.ts';
import { setScene } from './scene.ts';

/** `npm run screenshots [-- name…]`: takes the pictures of docs/screenshots anew, of a stack and a demo of its own. */
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !pictures.some((picture) => picture.name === name));
if (unknown.length > 0) throw new Error(`There is no picture called ${unknown.join(', ')}.`);
const folder = join(checkout, 'docs/screenshots');
await mkdir(folder, { recursive: true });

const place = await createStackPlace();
const stack = await startStackProcess(place);
try {
  const scene = await setScene(place);
  for (const picture of pictures) {
    if (wanted.length > 0 && !wanted.includes(picture.name)) continue;
    const image = await take(picture, scene, place);
    const { size } = await sharp(image)
      .webp({ quality: 82 })
      .toFile(join(folder, `${picture.name}.webp`));
    console.log(`${picture.name}: ${(size / 1024).toFixed(0)} KiB`);
  }
} finally {
  await stack.killEverything();
  await place.remove();
}

async function take(picture: Picture, scene: Scene, { adminUrl, deskUrl }: StackPlace): Promise<Buffer> {
  const { app, who, at, language = 'en', theme = 'light', screen = 'desktop' } = picture;
  const window = await openWindow(picture.name, {
    ...screens[screen],
    colorScheme: theme,
    reducedMotion: 'reduce',
  });
  try {
    const url = app === 'admin' ? adminUrl : deskUrl;
    await signInByForm(window.page, url, who, DEMO_PASSWORD);
    await window.page.evaluate((chosen) => localStorage.setItem('ticketing.language', chosen), language);
    await window.page.goto(url + at(scene));
    return await whenItRests(window.page);
  } finally {
    await window.close();
  }
}

/** The page as it looks when nothing on it changes any more. */
async function whenItRests(page: Page): Promise<Buffer> {
  await page.evaluate('document.fonts.ready.then(() => undefined)');
  let last: Buffer | undefined;
  let same = 0;
  for (let look = 0; look < 60; look++) {
    const image = await page.screenshot({ animations: 'disabled', caret: 'hide' });
    same = last?.equals(image) ? same + 1 : 0;
    if (same >= 4) return image;
    last = image;
    await delay(250);
  }
  throw new Error(`${page.url()} did not come to rest`);
}
