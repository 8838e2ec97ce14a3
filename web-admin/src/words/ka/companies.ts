import type { companies as words } from '../en/companies.ts';

export const companies: typeof words = {
  empty: 'კომპანიები ჯერ არ არის',
  emptyText: 'კომპანია კლიენტია: მისი ადამიანები ბილეთებს სერვისის გვერდზე ხსნიან.',
  create: 'ახალი კომპანია',
  name: 'სახელი',
  description: 'მის შესახებ',
  save: 'კომპანიის შექმნა',
  search: 'კომპანიების ძებნა',
  admins: 'ადმინები (თქვენი გუნდიდან)',
  users: 'კომპანიის ადამიანები',
  addAdmin: 'ადმინის დამატება',
  addUser: 'ადამიანის დამატება',
  noMatch: 'არც ერთი კომპანია არ ემთხვევა.',
  people_one: '{{count}} ადამიანი',
  people_other: '{{count}} ადამიანი',
};
