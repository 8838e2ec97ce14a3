import type { nav as words } from '../en/nav.ts';

export const nav: typeof words = {
  projects: 'პროექტები',
  chat: 'ჩატი',
  companies: 'კომპანიები',
  people: 'ადამიანები',
  reports: 'ანგარიშები',
  operations: 'სისტემის მდგომარეობა',
  board: 'დაფა',
  archive: 'არქივი',
  settings: 'პარამეტრები',
  me: 'თქვენ',
  main: 'მთავარი',
  project: 'პროექტი',
  switchProject: 'პროექტის შეცვლა',
  findProject: 'პროექტის პოვნა',
  noProject: 'ასეთი პროექტი არ არის.',
  tickets: 'ბილეთები',
  list: 'სია',
  calendar: 'კალენდარი',
  deadlines: 'ვადები',
  dashboard: 'მთავარი გვერდი',
};
