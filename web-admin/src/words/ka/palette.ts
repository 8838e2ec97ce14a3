import type { palette as words } from '../en/palette.ts';

export const palette: typeof words = {
  title: 'პოვნა და მოქმედება',
  placeholder: 'ბილეთები, ადამიანები, გვერდები, მოქმედებები…',
  recent: 'ბოლოს',
  tickets: 'ბილეთები',
  actions: 'მოქმედებები',
  pages: 'გვერდები',
  search: 'ძებნა',
  all: 'ყველა შედეგი: „{{words}}“',
  words: 'საძიებო სიტყვები',
  kind: 'რა ვეძებოთ',
  kinds: { all: 'ყველაფერი', ticket: 'ბილეთები', comment: 'კომენტარები', message: 'შეტყობინებები' },
  one: { ticket: 'ბილეთი', comment: 'კომენტარი', message: 'შეტყობინება' },
  nothingAsked: 'რას ეძებთ?',
  nothingAskedText: 'ნომერი, სათაურის ან ტექსტის სიტყვები, კომენტარი, შეტყობინება.',
  none: '„{{words}}“ არსად გვხვდება',
  noneText: 'სცადეთ ნაკლები სიტყვით, ან მხოლოდ სიტყვის დასაწყისით.',
  similar: 'ზუსტად „{{words}}“ არ გვხვდება; ესენი ახლოსაა.',
  settings: { account: 'ანგარიში', appearance: 'გარეგნობა', notifications: 'შეტყობინებები' },
};
