import { readStored, writeStored } from '@ticketing/web-kit/stored-value.ts';
import { z } from 'zod';

const MOST = 5;
const Recent = z.array(z.object({ id: z.string(), name: z.string(), to: z.string() }));
export type RecentItem = z.infer<typeof Recent>[number];

const keyOf = (userId: string) => `ticketing.recent-items.${userId}`;

/** What the person went to from the palette on this device, the latest first. */
export function recentItems(userId: string): readonly RecentItem[] {
  try {
    return Recent.parse(JSON.parse(readStored(keyOf(userId)) ?? '[]'));
  } catch {
    return [];
  }
}

export function rememberItem(userId: string, item: RecentItem): void {
  const others = recentItems(userId).filter(({ id }) => id !== item.id);
  writeStored(keyOf(userId), JSON.stringify([item, ...others].slice(0, MOST)));
}
