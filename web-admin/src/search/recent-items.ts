import { readStored, writeStored } from '@ticketing/web-kit/stored-value.ts';

const MOST = 5;
const parts = ['id', 'name', 'to'] as const;
export type RecentItem = Readonly<Record<(typeof parts)[number], string>>;

const isItem = (value: unknown): value is RecentItem =>
  typeof value === 'object' &&
  value !== null &&
  parts.every((part) => part in value && typeof Reflect.get(value, part) === 'string');

const keyOf = (userId: string) => `ticketing.recent-items.${userId}`;

/** What the person went to from the palette on this device, the latest first. */
export function recentItems(userId: string): readonly RecentItem[] {
  try {
    const kept: unknown = JSON.parse(readStored(keyOf(userId)) ?? '[]');
    return Array.isArray(kept) ? kept.filter(isItem) : [];
  } catch {
    return [];
  }
}

export function rememberItem(userId: string, item: RecentItem): void {
  const others = recentItems(userId).filter(({ id }) => id !== item.id);
  writeStored(keyOf(userId), JSON.stringify([item, ...others].slice(0, MOST)));
}
