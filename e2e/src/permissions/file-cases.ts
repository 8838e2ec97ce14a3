import type { Cases } from './cases.ts';

/** What is tried on the endpoints of files, attachments and logos. */
export const fileCases: Readonly<Record<string, Cases>> = {
  // What one uploads is one's own; a place to attach it to is asked for elsewhere.
  uploadFile: () => [{ relation: '–', body: 'Words in a file', expected: 'done' }],
};
