import type {
  frame as frameWords,
  menu as menuWords,
  page as pageWords,
  unsent as unsentWords,
} from '../en/shell.ts';

export const frame: typeof frameWords = {
  name: 'დახმარების ცენტრი',
  skip: 'შინაარსზე გადასვლა',
  back: 'ჩემი მოთხოვნები',
  undo: 'დაბრუნება',
  offline: 'კავშირი არ არის. გაგზავნილი მის აღდგენას დაელოდება.',
  offlineSince: 'კავშირი არ არის. ბოლო მონაცემები: {{ago}}; გაგზავნილი აღდგენას დაელოდება.',
  reconnecting: 'კავშირი გაწყდა. ხელახლა ვუკავშირდებით…',
};

export const menu: typeof menuWords = {
  open: 'პროფილი და პარამეტრები',
  language: 'ენა',
  theme: 'იერსახე',
  light: 'ღია',
  dark: 'მუქი',
  system: 'სისტემის',
  profile: 'თქვენი პროფილი',
  signOut: 'გასვლა',
};

export const page: typeof pageWords = {
  notFound: 'ასეთი გვერდი არ არის',
  crashed: 'გვერდმა მუშაობა შეწყვიტა',
  crashedHint: 'დაწერილი ამ მოწყობილობაზე შენახულია. ჩატვირთეთ გვერდი თავიდან.',
  reload: 'თავიდან ჩატვირთვა',
  newVersion: 'არის ახალი ვერსია.',
  takeIt: 'განახლება',
  notSeen: 'კავშირი არ არის და ეს აქ ადრე არ გახსნილა',
  notSeenHint: 'თავისით გამოჩნდება, როცა კავშირი აღდგება.',
};

export const unsent: typeof unsentWords = {
  waiting_one: 'კავშირს ელოდება {{count}} მოთხოვნა',
  waiting_other: 'კავშირს ელოდება {{count}} მოთხოვნა',
  waitingHint: 'გაიგზავნება, როცა კავშირი აღდგება. ამ გვერდის დახურვა შეგიძლიათ.',
  sending: 'იგზავნება…',
  withFiles_one: '{{count}} ფაილით',
  withFiles_other: '{{count}} ფაილით',
  refused: 'ეს არ მიიღეს: {{reason}}',
  putBack: 'უჯრაში დაბრუნება',
  discard: 'გადაგდება',
  change: 'შეცვლა',
};
