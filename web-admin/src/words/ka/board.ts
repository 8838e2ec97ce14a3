import type { board as words } from '../en/board.ts';

export const board: typeof words = {
  new: 'ახალი',
  newHint: 'ახალი ბილეთი (C)',
  search: 'ძებნა დაფაზე',
  noMatch: 'ამ დაფაზე არაფერი ემთხვევა.',
  clear: 'ყველას ჩვენება',
  emptyColumn: 'აქ არაფერია',
  add: 'ბილეთის დამატება სვეტში {{column}}',
  addPlaceholder: 'რა არის გასაკეთებელი?',
  addHint: 'Enter ამატებს, Escape ხურავს',
  showOnly: 'მხოლოდ ბილეთები, რომლებზეც მუშაობს {{name}}',
  count_one: '{{count}} ბილეთი',
  count_other: '{{count}} ბილეთი',
  shown: '{{shown}} / {{count}}',
  moved: '{{key}} გადავიდა: {{column}}',
  archived: '{{key}} გადავიდა არქივში',
  undo: 'დაბრუნება',
  due: 'ვადა: {{date}}',
  overdue: 'ვადა გავიდა: {{date}}',
  priority: 'პრიორიტეტი: {{level}}',
  drag: {
    instructions:
      'ბილეთის ასაღებად დააჭირეთ ჰარის ღილაკს, გადასატანად ისრებს, დასადებად ისევ ჰარს, გასაუქმებლად Escape-ს. Enter ხსნის ბილეთს.',
    start: 'აღებულია {{key}}.',
    over: '{{key}} არის სვეტზე {{column}}.',
    end: '{{key}} დაიდო სვეტში {{column}}.',
    cancel: '{{key}} დარჩა თავის ადგილზე.',
  },
};
