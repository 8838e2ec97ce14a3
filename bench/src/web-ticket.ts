import type { Page } from 'playwright-core';
import { z } from 'zod';
import type { BenchStack } from './bench-stack.ts';
import type { Figure } from './figures.ts';
import { percentile } from './percentile.ts';
import { createSender } from './sender.ts';
import { sizes } from './sizes.ts';

const LOADS = 7;
/** Comments that are sent at once. */
const AT_ONCE = 8;
const TYPED = 'The printer on the third floor works again.';

const number = async (page: Page, expression: string): Promise<number> =>
  z.number().parse(await page.evaluate(expression));

/** A ticket with a long story: how soon its newest comments are there, what the page holds, and what typing costs in it. */
export async function ticketFigures(page: Page, stack: BenchStack, projectId: string): Promise<Figure[]> {
  const ticket = await openStory(stack, projectId);
  const shown: number[] = [];
  // The first one fills the browser's cache.
  for (let n = 0; n <= LOADS; n += 1) {
    await page.goto(`${stack.adminUrl}/tickets/${ticket.key}`);
    const first = await number(page, `measure.mark('cards')`);
    if (n > 0) shown.push(first);
  }
  const read = await number(
    page,
    `performance.getEntriesByType('resource').find(({ name }) => name.endsWith('/tickets/${ticket.id}')).duration`,
  );
  await page.getByRole('textbox', { name: 'Comment', exact: true }).click();
  await page.evaluate('measure.beginKeys()');
  await page.keyboard.type(TYPED, { delay: 30 });
  const keys = z.array(z.number()).parse(await page.evaluate('measure.endKeys()'));
  const counted = sizes.comments.toLocaleString('en');
  return [
    {
      what: `a ticket of ${counted} comments, from its address to the newest, p50`,
      measured: percentile(shown, 0.5),
      unit: 'ms',
      raw: { what: 'its one read, in the last load', measured: read },
      note: `slowest of ${LOADS}: ${Math.round(Math.max(...shown))} ms; ${await number(page, `document.querySelectorAll('*').length`)} elements, ${await page.locator('[data-comment]').count()} comments in the page`,
    },
    {
      what: 'from a key in its comment box to the painted letter, p50',
      measured: percentile(keys, 0.5),
      unit: 'ms',
      note: `slowest of ${keys.length}: ${Math.round(Math.max(...keys))} ms`,
    },
  ];
}

async function openStory({ session }: BenchStack, projectId: string): Promise<{ id: string; key: string }> {
  const ticket = await session.call<{ id: string; key: string }>('POST', '/tickets', {
    projectId,
    title: 'A ticket with a long story',
  });
  const sender = createSender(session);
  let next = 0;
  const worker = async () => {
    for (let n = next++; n < sizes.comments; n = next++) {
      const body = `Comment ${n}: the **printer** on the third floor\n\n- does not print\n- blinks twice`;
      await sender.post(`/tickets/${ticket.id}/comments`, { body });
    }
  };
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
  } finally {
    sender.close();
  }
  return ticket;
}
