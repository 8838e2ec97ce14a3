import { useEffect } from 'react';

let page = 'Ticketing';
let count = 0;

function show(): void {
  document.title = count === 0 ? page : `(${count}) ${page}`;
}

/** How many things wait, in front of the title. */
export function setTitleCount(next: number): void {
  count = next;
  show();
}

/** What the browser's tab says while the page is open. */
export function usePageTitle(title: string | undefined): void {
  useEffect(() => {
    page = title === undefined ? 'Ticketing' : `${title} · Ticketing`;
    show();
  }, [title]);
}
