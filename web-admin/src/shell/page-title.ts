import { useEffect } from 'react';

/** What the browser's tab says while the page is open. */
export function usePageTitle(title: string | undefined): void {
  useEffect(() => {
    document.title = title === undefined ? 'Ticketing' : `${title} · Ticketing`;
  }, [title]);
}
