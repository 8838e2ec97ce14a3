import type { chat as chatWords, notifications as notificationWords } from '../en/notifications.ts';

export const notifications: typeof notificationWords = {
  title: 'სიახლეები',
  open: 'სიახლეები',
  unread_one: '{{count}} წაუკითხავი',
  unread_other: '{{count}} წაუკითხავი',
  empty: 'სიახლე არ არის',
  emptyHint:
    'როცა ვინმე გიპასუხებთ, თქვენს მოთხოვნას წინ წასწევს ან თქვენგან პასუხს დაელოდება, აქ დაინახავთ.',
  readAll: 'ყველას წაკითხულად მონიშვნა',
  allRead: 'ყველა წაკითხულად მოინიშნა',
  undo: 'დაბრუნება',
  failed: 'სიახლეები ვერ ჩაიტვირთა',
  isNew: 'ახალი',
  wishes: 'აირჩიეთ, რა გაცნობოთ',
  kind: {
    mentioned: '{{actor}} მოგიხსენიათ',
    assigned: '{{actor}}: ეს თქვენ დაგევალათ',
    commented: '{{actor}}: ახალი პასუხი',
    review_asked: '{{actor}} გეკითხებათ: დაგეხმარათ?',
    review_reminded: 'თქვენს პასუხს კვლავ ველოდებით: დაგეხმარათ?',
    review_accepted: '{{actor}}: შედეგი მიღებულია, {{stars}} ვარსკვლავი 5-დან',
    review_rejected: '{{actor}}: დაბრუნდა',
    due_soon: 'ვადა: {{date}}',
    invited: '{{actor}}: მოგენიჭათ როლი პროექტში {{project}}',
    status_changed: '{{actor}}: გადავიდა ეტაპზე „{{column}}“',
    chat_one: '{{actor}}: ახალი შეტყობინება ჩატში',
    chat_other: '{{actor}} და სხვები: {{count}} შეტყობინება ჩატში',
  },
};

export const chat: typeof chatWords = {
  tab: 'ჩატი',
  messages: 'მიმოწერა',
  which: 'მიმოწერა თუ ჩატი',
  title: 'ჩატი',
  with: 'ჩატი: {{names}}',
  empty: 'აქ ჯერ არავის დაუწერია',
  emptyHint:
    'სწრაფი საუბარი მათთან, ვინც ამაზე მუშაობს, სანამ აქ არიან. რაც მოთხოვნასთან უნდა დარჩეს, მიმოწერაში დაწერეთ.',
  earlier: 'წინა შეტყობინებების ჩვენება',
  failed: 'ჩატი ვერ ჩაიტვირთა',
  removed: 'ეს შეტყობინება წაშლილია',
  message: 'თქვენი შეტყობინება ჩატში',
  hint: 'დაწერეთ ჩატში…',
  notSent: 'ვერ გაიგზავნა: {{reason}}',
  again: 'ხელახლა გაგზავნა',
  discard: 'გადაგდება',
  readOnly: 'აქ მხოლოდ წაკითხვა შეგიძლიათ.',
};
