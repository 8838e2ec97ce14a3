import type { people as words } from '../en/people.ts';

export const people: typeof words = {
  empty: 'ჯერ არავინ არის',
  emptyText: 'ადამიანები, რომლებიც ბილეთებზე მუშაობენ ან დახმარებას ითხოვენ.',
  create: 'ახალი ადამიანი',
  displayName: 'სახელი',
  email: 'ელფოსტა',
  staff: 'მუშაობს IT-ში (ხედავს ადმინის აპს)',
  isStaff: 'გუნდი',
  client: 'კლიენტი',
  inactive: 'გათიშული',
  save: 'ადამიანის შექმნა',
  search: 'ადამიანების ძებნა',
  noMatch: 'არავინ ემთხვევა.',
  created: '{{name}} უკვე შეძლებს შესვლას',
};
