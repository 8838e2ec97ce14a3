import { readStored, writeStored } from '@ticketing/web-kit/stored-value.ts';
import { useEffect } from 'react';

/** Projects that are remembered as opened lately. */
const MOST = 8;
const keyOf = (userId: string) => `ticketing.recent-projects.${userId}`;

/** Keys of the projects that the person opened on this device, the latest first. */
export function recentProjects(userId: string): readonly string[] {
  return (readStored(keyOf(userId)) ?? '').split(' ').filter((key) => key !== '');
}

/** Remembers that the person is in this project now. */
export function useRecentProject(userId: string, projectKey: string | undefined): void {
  useEffect(() => {
    if (projectKey === undefined) return;
    const others = recentProjects(userId).filter((key) => key !== projectKey);
    writeStored(keyOf(userId), [projectKey, ...others].slice(0, MOST).join(' '));
  }, [userId, projectKey]);
}

/** The list with what was opened lately in front, the rest in its own order. */
export function recentFirst<T extends { readonly key: string }>(
  list: readonly T[],
  recent: readonly string[],
): T[] {
  const place = (item: T) => {
    const at = recent.indexOf(item.key);
    return at < 0 ? recent.length : at;
  };
  return [...list].sort((one, other) => place(one) - place(other));
}
