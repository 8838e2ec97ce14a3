import type { deadlines as words } from '../en/deadlines.ts';

export const deadlines: typeof words = {
  overdue: 'ვადაგასული',
  today: 'დღეს',
  thisWeek: 'ამ კვირაში',
  later: 'მოგვიანებით',
  none: 'უვადოდ',
  all: 'ყველას ნახვა ({{count}})',
  empty: 'გასაკეთებელი არაფერია',
  emptyText: 'აქ დაუსრულებელი ბილეთები ვადების მიხედვით ჩამოიწერება.',
};
