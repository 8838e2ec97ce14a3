import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { showAgo, showInstant } from './show-time.ts';

/** One clock for the page: it ticks every half minute while somebody looks at it. */
const TICK = 30_000;
let now = Date.now();
const watchers = new Set<() => void>();
let ticking: ReturnType<typeof setInterval> | undefined;

function watch(watcher: () => void): () => void {
  watchers.add(watcher);
  ticking ??= setInterval(() => {
    now = Date.now();
    for (const each of watchers) each();
  }, TICK);
  return () => {
    watchers.delete(watcher);
    if (watchers.size > 0) return;
    clearInterval(ticking);
    ticking = undefined;
  };
}

/** How long ago, in words, with the exact time for the mouse and for machines. */
export function When({ at, className }: { readonly at: string; readonly className?: string }) {
  const { t } = useTranslation();
  const current = useSyncExternalStore(watch, () => now);
  // What has just come is never in the future, however far the clock's last tick is behind it.
  const passed = showAgo(at, { now: t('time.now') }, Math.max(current, Date.parse(at)));
  return (
    <time dateTime={at} title={showInstant(at)} className={className}>
      {passed}
    </time>
  );
}
