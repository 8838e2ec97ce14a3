import type { app as words } from '../en/app.ts';

export const app: typeof words = { name: 'Ticketing', skip: 'გადასვლა შინაარსზე' };
