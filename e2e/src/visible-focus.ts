import type { Page } from 'playwright-core';
import { z } from 'zod';

/** Pixels around an element in which its focus shows. */
const AROUND = 12;

const Focused = z
  .object({ words: z.string(), x: z.number(), y: z.number(), width: z.number(), height: z.number() })
  .nullable();

/** Of what has the focus, or of the label for which it stands unseen. */
const focused = `(() => {
  const { activeElement: element } = document;
  if (element === null || element === document.body) return null;
  const { width, height } = element.getBoundingClientRect();
  const seen = width > 4 && height > 4 ? element : (element.closest('label') ?? element.parentElement);
  const box = seen.getBoundingClientRect();
  const words = element.tagName + ' ' + (element.getAttribute('aria-label') ?? seen.textContent).trim().slice(0, 60);
  return { words, x: box.x, y: box.y, width: box.width, height: box.height };
})()`;

/**
 * Walks on by Tab.
 * @returns what looks the same with the focus as without
 */
export async function unseenFocus(page: Page, presses: number): Promise<readonly string[]> {
  const unseen: string[] = [];
  const { width, height } = page.viewportSize() ?? { width: 0, height: 0 };
  for (let press = 0; press < presses; press += 1) {
    await page.keyboard.press('Tab');
    const box = Focused.parse(await page.evaluate(focused));
    if (box === null) continue;
    const [x, y] = [Math.max(0, box.x - AROUND), Math.max(0, box.y - AROUND)];
    const clip = {
      x,
      y,
      width: Math.min(width - x, box.width + 2 * AROUND),
      height: Math.min(height - y, box.height + 2 * AROUND),
    };
    const shot = () => page.screenshot({ clip, animations: 'disabled' });
    const withFocus = await shot();
    // The next Tab goes on from here all the same.
    await page.evaluate('document.activeElement.blur()');
    if (withFocus.equals(await shot())) unseen.push(box.words);
  }
  return unseen;
}
