import type { projects as words } from '../en/projects.ts';

export const projects: typeof words = {
  empty: 'პროექტები ჯერ არ არის',
  emptyText: 'პროექტი არის დაფა თავისი სვეტებით, ადამიანებითა და კომპანიებით.',
  emptyDenied: 'პროექტი ჯერ არ გაქვთ. სთხოვეთ პროექტის მფლობელს, მოგცეთ როლი.',
  create: 'ახალი პროექტი',
  key: 'გასაღები',
  keyHint: 'დგას ყოველი ბილეთის ნომრის წინ: OPS-1. 10-მდე ლათინური ასო და ციფრი.',
  name: 'სახელი',
  description: 'რისთვის არის',
  save: 'პროექტის შექმნა',
  open: 'გახსნა',
  yourRole: 'თქვენი როლი',
};
