import type { Locator, Page } from 'playwright-core';

/** The board of the admin app as a person sees it. */
export const column = (page: Page, name: string): Locator => page.locator(`[data-column="${name}"]`);

export const card = (page: Page, key: string): Locator => page.locator(`[data-ticket="${key}"]`);

/** Keys of a column's cards from top to bottom. */
export const keysIn = (page: Page, columnName: string): Promise<string[]> =>
  column(page, columnName)
    .locator('[data-ticket]')
    .evaluateAll((cards) => cards.map((each) => each.getAttribute('data-ticket') ?? ''));

/** Drags a card with the mouse, as a hand does it, and lets it go where another card of that column was. */
export async function dragOnto(page: Page, key: string, columnName: string, ontoKey: string): Promise<void> {
  const from = await middleOf(card(page, key));
  const onto = await middleOf(card(page, ontoKey));
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  // A card is lifted only after a few pixels, and the others make room while it is on its way.
  await page.mouse.move(from.x + 12, from.y + 6, { steps: 4 });
  await page.locator('.lifted').waitFor();
  await page.mouse.move(onto.x, onto.y, { steps: 15 });
  await column(page, columnName).locator(`[data-ticket="${key}"]`).waitFor();
  await page.mouse.up();
  await page.locator('.lifted').waitFor({ state: 'detached' });
}

async function middleOf(locator: Locator): Promise<{ x: number; y: number }> {
  await locator.scrollIntoViewIfNeeded();
  const box = await locator.boundingBox();
  if (box === null) throw new Error(`${locator} is not on the screen.`);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** A lane of a grouped board, by what it stands for: `2` of priorities, a person’s id. */
export const lane = (page: Page, id: string): Locator => page.locator(`[data-lane="${id}"]`);

/** A column of a lane. */
export const cellOf = (page: Page, laneId: string, columnName: string): Locator =>
  lane(page, laneId).locator(`[data-column="${columnName}"]`);

/** Drags a card with the mouse into a cell of a grouped board, where both are on the screen. */
export async function dragIntoCell(page: Page, key: string, cell: Locator): Promise<void> {
  const [from, into] = [await middleOf(card(page, key)), await middleOf(cell)];
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x + 12, from.y + 6, { steps: 4 });
  await page.locator('.lifted').waitFor();
  await page.mouse.move(into.x, into.y, { steps: 15 });
  await cell.locator(`[data-ticket="${key}"]`).waitFor();
  await page.mouse.up();
  await page.locator('.lifted').waitFor({ state: 'detached' });
}

/** A finger that has pressed long on a card, so that it holds it. */
export async function fingerOn(page: Page, key: string) {
  let at = await middleOf(card(page, key));
  const finger = await page.context().newCDPSession(page);
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd') =>
    finger.send('Input.dispatchTouchEvent', { type, touchPoints: type === 'touchEnd' ? [] : [at] });
  await touch('touchStart');
  await page.locator('.lifted').waitFor();
  return {
    async move(to: { x: number; y: number }): Promise<void> {
      const [from, steps] = [at, 8];
      for (let step = 1; step <= steps; step += 1) {
        const share = step / steps;
        at = { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
        await touch('touchMove');
      }
    },
    async letGo(): Promise<void> {
      await touch('touchEnd');
      await page.locator('.lifted').waitFor({ state: 'detached' });
      await finger.detach();
    },
  };
}

/** Presses long on a card with a finger, and drags it onto another one that is on the screen. */
export async function dragWithFinger(page: Page, key: string, ontoKey: string): Promise<void> {
  const onto = await middleOf(card(page, ontoKey));
  const finger = await fingerOn(page, key);
  await finger.move(onto);
  await finger.letGo();
}
