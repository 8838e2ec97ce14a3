import { fileURLToPath } from 'node:url';
import { DEMO_PASSWORD } from '@ticketing/embedded/demo/demo-accounts.ts';
import { chromiumPath } from '@ticketing/embedded/testing/chromium-path.ts';
import { type Browser, chromium, type Page } from 'playwright-core';
import { z } from 'zod';
import { type BenchStack, withStack } from './bench-stack.ts';
import type { Figure } from './figures.ts';
import { percentile } from './percentile.ts';
import { sizes } from './sizes.ts';
import { ticketFigures } from './web-ticket.ts';
import { type BoardWorld, openBoard } from './web-world.ts';

/** Loads, frames of scrolling, pixels of a frame (about seven screens a second), and cards that are dropped. */
const LOADS = 7;
const FRAMES = 300;
const PIXELS = 110;
const DROPS = 20;
const SCROLL = `measure.scroll('.column-scroll', ${FRAMES}, ${PIXELS})`;
/** A frame that takes longer than this many milliseconds has lost one of the sixty of a second. */
const LOST = 25;

/** A large board in a real browser on a real stack. */
export const measure = (): Promise<readonly Figure[]> =>
  withStack(async (stack) => {
    const executablePath = chromiumPath();
    if (executablePath === undefined) throw new Error('Chromium is not installed.');
    const world = await openBoard(stack.session, sizes.cards);
    const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
    try {
      const [page, bare] = [await pageOf(browser), await pageOf(browser)];
      await signIn(page, stack);
      return [
        ...(await loads(page, stack, world)),
        ...(await scrolling(page, bare)),
        ...(await drops(page, bare, world)),
        ...(await ticketFigures(page, stack, world.id)),
      ];
    } finally {
      await browser.close();
    }
  });

async function pageOf(browser: Browser): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1_440, height: 900 } });
  await page.addInitScript({ path: fileURLToPath(new URL('./web-in-page.js', import.meta.url)) });
  await page.goto('about:blank');
  return page;
}

/** Asks the page what it measured, by the functions of `web-in-page.js`. */
const numbers = async (page: Page, expression: string): Promise<number[]> =>
  z.array(z.number()).parse(await page.evaluate(expression));
const number = async (page: Page, expression: string): Promise<number> =>
  z.number().parse(await page.evaluate(expression));

const markAt = (page: Page, name: string): Promise<number> => number(page, `measure.mark('${name}')`);

async function signIn(page: Page, { adminUrl }: BenchStack): Promise<void> {
  await page.goto(adminUrl);
  await page.getByLabel('User name').fill('admin');
  await page.getByLabel('Password').first().fill(DEMO_PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByLabel('Password').first().waitFor({ state: 'detached' });
  // Once: from then on the app is on the device, as for whoever has been there before.
  await page.evaluate('navigator.serviceWorker.ready.then(() => undefined)');
}

const openBoardOf = async (page: Page, { adminUrl }: BenchStack, { key }: BoardWorld) => {
  await page.goto(`${adminUrl}/projects/${key}`);
  return [await markAt(page, 'cards'), await markAt(page, 'ready')] as const;
};

async function loads(page: Page, stack: BenchStack, world: BoardWorld): Promise<Figure[]> {
  const cards: number[] = [];
  const ready: number[] = [];
  // The first one fills the browser's cache.
  for (let n = 0; n <= LOADS; n += 1) {
    const [first, then] = await openBoardOf(page, stack, world);
    if (n === 0) continue;
    cards.push(first);
    ready.push(then);
  }
  const raw = await number(
    page,
    `performance.getEntriesByType('resource').find(({ name }) => name.endsWith('/board')).duration`,
  );
  return [
    {
      what: `a board of ${sizes.cards.toLocaleString('en')} cards, from its address to the first cards, p50`,
      measured: percentile(cards, 0.5),
      unit: 'ms',
      raw: { what: 'its one read, in the last load', measured: raw },
      note: `slowest of ${LOADS}: ${Math.round(Math.max(...cards))} ms`,
    },
    {
      what: 'until the page rests and a card can be dragged, p50',
      measured: percentile(ready, 0.5),
      unit: 'ms',
    },
  ];
}

const lostOf = (frames: readonly number[]): string =>
  `${frames.filter((time) => time > LOST).length} of ${frames.length} frames late, the longest ${Math.round(Math.max(...frames))} ms`;

function frameFigures(
  what: string,
  frames: readonly number[],
  raw: readonly number[],
  rawWhat: string,
): Figure[] {
  return [['p50', 0.5] as const, ['p95', 0.95] as const].map(([name, share]) => ({
    what: `${what}, a frame, ${name}`,
    measured: percentile(frames, share),
    unit: 'ms',
    raw: { what: rawWhat, measured: percentile(raw, share) },
    note: name === 'p50' ? '' : `${lostOf(frames)}; raw: ${lostOf(raw)}`,
  }));
}

/** Beside the same cards, all of them and nothing else, in a page without any program. */
async function scrolling(page: Page, bare: Page): Promise<Figure[]> {
  const frames = await numbers(page, SCROLL);
  const [styles, card] = z
    .array(z.string())
    .parse(
      await page.evaluate(
        `[[...document.styleSheets].flatMap(({ cssRules }) => [...cssRules].map(({ cssText }) => cssText)).join(' '), document.querySelector('.card').outerHTML]`,
      ),
    );
  const each = Math.ceil(sizes.cards / 8);
  await bare.setContent(
    `<style>${styles}</style><div class="columns" style="grid-template-columns: repeat(8, 236px); height: 860px">${`<div class="column"><div class="column-scroll">${`<div style="padding-bottom: 8px">${card}</div>`.repeat(each)}</div></div>`.repeat(8)}</div>`,
  );
  await bare.bringToFront();
  const raw = await numbers(bare, SCROLL);
  await page.bringToFront();
  return frameFigures('scrolling a column', frames, raw, 'the same cards in a bare page');
}

async function drops(page: Page, bare: Page, { columnNames }: BoardWorld): Promise<Figure[]> {
  const times: number[] = [];
  const frames: number[] = [];
  const [left = '', right = ''] = columnNames;
  await page.evaluate(`document.querySelector('.column-scroll').scrollTo(0, 0)`);
  await page.locator('[data-ticket]').first().hover();
  for (let n = 0; n < DROPS; n += 1) {
    const [from, to] = n % 2 === 0 ? [left, right] : [right, left];
    const card = page.locator(`[data-column="${from}"] [data-ticket]`).nth(3);
    const key = await card.getAttribute('data-ticket');
    const box = await card.boundingBox();
    const target = await page.locator(`[data-column="${to}"]`).boundingBox();
    if (box === null || target === null || key === null) throw new Error('a card is out of sight');
    await page.mouse.move(box.x + 60, box.y + 20);
    await page.mouse.down();
    await page.mouse.move(box.x + 70, box.y + 30, { steps: 3 });
    await page.locator('.lifted').waitFor();
    await page.evaluate('measure.beginFrames()');
    await page.mouse.move(target.x + 100, target.y + 500, { steps: 40 });
    frames.push(...(await numbers(page, 'measure.endFrames()')));
    const isThere = `() => document.querySelector('.lifted') === null && document.querySelector('[data-column="${to}"] [data-ticket="${key}"]') !== null`;
    await page.evaluate(`measure.beginDrop(${isThere})`);
    await page.mouse.up();
    times.push(await number(page, 'painted'));
  }
  const raw = await bareDrops(bare);
  return [
    ...frameFigures('dragging a card across', frames, raw.frames, 'a bare element'),
    {
      what: 'from letting a card go until it is painted in its place, p50',
      measured: percentile(times, 0.5),
      unit: 'ms',
      raw: { what: 'a bare element put elsewhere', measured: percentile(raw.times, 0.5) },
      note: `slowest of ${DROPS}: ${Math.round(Math.max(...times))} ms`,
    },
  ];
}

/** What a browser takes at least: an element that follows the mouse, and is put elsewhere when it is let go. */
async function bareDrops(bare: Page): Promise<{ times: number[]; frames: number[] }> {
  await bare.bringToFront();
  await bare.setContent('<main id="left"><p id="it">card</p></main><main id="right"></main>');
  await bare.evaluate(`
    const it = document.getElementById('it');
    window.addEventListener('pointermove', ({ clientX, clientY }) => {
      it.style.transform = \`translate(\${clientX}px, \${clientY}px)\`;
    });
    window.addEventListener('pointerup', () => {
      const other = it.parentElement.id === 'left' ? 'right' : 'left';
      it.dataset.drops = String(Number(it.dataset.drops ?? 0) + 1);
      document.getElementById(other).append(it);
    });
  `);
  const times: number[] = [];
  const frames: number[] = [];
  for (let n = 1; n <= DROPS; n += 1) {
    await bare.mouse.move(100, 100);
    await bare.mouse.down();
    await bare.evaluate('measure.beginFrames()');
    await bare.mouse.move(500, 500, { steps: 40 });
    frames.push(...(await numbers(bare, 'measure.endFrames()')));
    await bare.evaluate(`measure.beginDrop(() => document.getElementById('it').dataset.drops === '${n}')`);
    await bare.mouse.up();
    times.push(await number(bare, 'painted'));
  }
  return { times, frames };
}
