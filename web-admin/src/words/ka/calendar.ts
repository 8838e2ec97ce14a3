import type { calendar as words } from '../en/calendar.ts';

export const calendar: typeof words = {
  moved: '{{key}}: ახალი ვადა {{date}}',
  view: 'ხედი',
  month: 'თვე',
  week: 'კვირა',
  today: 'დღეს',
  earlier: 'უფრო ადრე',
  later: 'უფრო გვიან',
  more: 'კიდევ {{count}}',
  due_one: '{{count}} ბილეთი ვადით {{date}}',
  due_other: '{{count}} ბილეთი ვადით {{date}}',
  empty: 'ამ დღეებში ვადა არაფერს აქვს. აქ ვადიანი ბილეთები გამოჩნდება.',
  noMatch: 'ამ დღეებში ფილტრს არაფერი ემთხვევა.',
  add: 'ახალი ბილეთი ვადით {{date}}',
  tooMany: 'ამ დროში 2000-ზე მეტს გასდის ვადა. ყველას სანახავად გამოიყენეთ ფილტრი.',
  moveHint: 'გადაიტანეთ სხვა დღეზე, ან დააჭირეთ Shift-სა და ისარს.',
  weekday: { mon: 'ორშ', tue: 'სამ', wed: 'ოთხ', thu: 'ხუთ', fri: 'პარ', sat: 'შაბ', sun: 'კვი' },
};
