import type { notFound as words } from '../en/not-found.ts';

export const notFound: typeof words = { back: 'პროექტებზე გადასვლა' };
