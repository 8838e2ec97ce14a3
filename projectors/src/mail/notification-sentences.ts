import { georgianMonths } from '@ticketing/contracts/georgian-months.ts';
import type { Language } from '@ticketing/contracts/kinds.ts';

/** What happened, each as a sentence without its full stop. `who` is a name, which is not inflected in either language. */
export type NotificationSentences = {
  readonly somebody: string;
  readonly assigned: (who: string) => string;
  readonly mentioned: (who: string) => string;
  readonly commented: (who: string) => string;
  readonly moved: (who: string, column: string | undefined) => string;
  /** @param date `2026-11-27` */
  readonly dueSoon: (date: string) => string;
  readonly reviewAsked: (who: string) => string;
  readonly reviewReminded: string;
  readonly accepted: (who: string, stars: number) => string;
  readonly sentBack: (who: string) => string;
  readonly invited: (who: string, project: string | null) => string;
  readonly wrote: (who: string, room: string | null) => string;
  /** In front of the link to where one chooses. */
  readonly wishes: string;
};

const en: NotificationSentences = {
  somebody: 'Somebody',
  assigned: (who) => `${who} assigned this to you`,
  mentioned: (who) => `${who} mentioned you`,
  commented: (who) => `${who} commented`,
  moved: (who, column) => `${who} moved it to ${column ?? 'another column'}`,
  dueSoon: (date) => `This is due on ${date}`,
  reviewAsked: (who) => `${who} asks whether this is done well`,
  reviewReminded: 'Your review is still awaited',
  accepted: (who, stars) => `${who} accepted the result with ${stars} of 5 stars`,
  sentBack: (who) => `${who} sent it back to work`,
  invited: (who, project) => `${who} gave you a role in ${project ?? 'a project'}`,
  wrote: (who, room) => (room === null ? `${who} wrote to you` : `${who} wrote in ${room}`),
  wishes: 'To choose what you are told by e-mail:',
};

const ka: NotificationSentences = {
  somebody: 'ვიღაც',
  assigned: (who) => `${who}: ეს თქვენ დაგევალათ`,
  mentioned: (who) => `${who}: მოგიხსენიათ`,
  commented: (who) => `${who}: ახალი კომენტარი`,
  moved: (who, column) =>
    column === undefined ? `${who}: გადავიდა სხვა ეტაპზე` : `${who}: გადავიდა ეტაპზე „${column}“`,
  dueSoon: (date) => `ვადა: ${georgianDate(date)}`,
  reviewAsked: (who) => `${who} გეკითხებათ: კარგად გაკეთდა?`,
  reviewReminded: 'თქვენს შეფასებას კვლავ ველოდებით',
  accepted: (who, stars) => `${who}: შედეგი მიღებულია, ${stars} ვარსკვლავი 5-დან`,
  sentBack: (who) => `${who}: სამუშაოდ დაბრუნდა`,
  invited: (who, project) =>
    project === null ? `${who}: მოგენიჭათ როლი პროექტში` : `${who}: მოგენიჭათ როლი პროექტში „${project}“`,
  wrote: (who, room) =>
    room === null ? `${who}: ახალი შეტყობინება თქვენთვის` : `${who}: ახალი შეტყობინება ჩატში „${room}“`,
  wishes: 'რა გაცნობოთ ელფოსტით, აირჩიეთ აქ:',
};

/** `27 ნოემბერი, 2026`; what is no date stays as it is. */
function georgianDate(date: string): string {
  const [year, month, day] = date.split('-').map(Number);
  const name = georgianMonths[(month ?? 0) - 1];
  return name === undefined ? date : `${day} ${name}, ${year}`;
}

const sentences: Readonly<Record<Language, NotificationSentences>> = { en, ka };
export const sentencesIn = (language: Language): NotificationSentences => sentences[language];
