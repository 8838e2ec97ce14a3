import type { signIn as words } from '../en/sign-in.ts';

export const signIn: typeof words = { title: 'შედით სამუშაოდ', failed: 'არ გამოვიდა' };
