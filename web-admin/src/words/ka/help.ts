import type { help as words } from '../en/help.ts';

export const help: typeof words = {
  title: 'ღილაკები',
  search: 'ძებნა დაფაზე',
  create: 'ახალი ბილეთი',
  close: 'გახსნილის დახურვა',
  walk: 'შემდეგი ან წინა ბილეთი',
  open: 'ბილეთის გახსნა',
  lift: 'ბილეთის აღება, ისრებით გადატანა, დადება',
  fields: 'გახსნილ ბილეთში: შემსრულებელი, პრიორიტეტი, ჭდეები, სტატუსი',
  help: 'ეს სია',
};
