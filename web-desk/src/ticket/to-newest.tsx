import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DownIcon } from '../icons.tsx';

/** Pixels below the screen within which the end counts as in sight. */
const NEAR = 240;

/** Stands at the end of a conversation: leads there from far above, over the box. */
export function ToNewest() {
  const { t } = useTranslation();
  const end = useRef<HTMLSpanElement>(null);
  const [isFar, setFar] = useState(false);
  useEffect(() => {
    if (end.current === null) return;
    const watcher = new IntersectionObserver(
      (entries) => {
        const last = entries.at(-1);
        if (last !== undefined) setFar(!last.isIntersecting && last.boundingClientRect.top > 0);
      },
      { rootMargin: `0px 0px ${NEAR}px` },
    );
    watcher.observe(end.current);
    return () => watcher.disconnect();
  }, []);
  return (
    <>
      <span ref={end} />
      {isFar && (
        <button
          type="button"
          className="button-quiet sticky bottom-22 z-10 -mb-11 animate-arrive self-end rounded-full shadow-float"
          onClick={() => window.scrollTo({ top: document.documentElement.scrollHeight, behavior: 'smooth' })}
        >
          <DownIcon />
          {t('desk.ticket.newest')}
        </button>
      )}
    </>
  );
}
