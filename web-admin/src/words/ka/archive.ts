import type { archive as words } from '../en/archive.ts';

export const archive: typeof words = {
  title: 'არქივი',
  empty: 'არქივი ცარიელია',
  emptyText: 'დიდი ხნის დასრულებული ბილეთები აქ თავად გადმოდის. არაფერი იშლება.',
  search: 'ძებნა არქივში',
  noMatch: 'არქივში არაფერი ემთხვევა.',
  restored: '{{key}} დაბრუნდა დაფაზე',
};
