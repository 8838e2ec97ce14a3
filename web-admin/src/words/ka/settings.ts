import type { settings as words } from '../en/settings.ts';

export const settings: typeof words = {
  title: 'პარამეტრები: {{name}}',
  roles: 'როლები',
  rolesText: 'როლი მხოლოდ ამ პროექტში მოქმედებს.',
  addPerson: 'ადამიანის დამატება',
  person: 'ადამიანი',
  role: 'როლი',
  add: 'დამატება',
  remove: 'მოხსნა',
  companies: 'კომპანიები',
  companiesText: 'ამ კომპანიების კლიენტებს შეუძლიათ აქ ბილეთების გახსნა.',
  attach: 'კომპანიის დამატება',
  noCompanies: 'კომპანიები ჯერ არ არის.',
  columns: 'სვეტები',
  columnsText: 'მარცხნიდან მარჯვნივ. ბილეთის სტატუსი მისი სვეტია.',
  column: 'სვეტი',
  category: 'მნიშვნელობა',
  tags: 'ჭდეები',
  tag: 'ჭდე',
  noTags: 'ჭდეები ჯერ არ არის.',
  saved: 'შენახულია',
};
