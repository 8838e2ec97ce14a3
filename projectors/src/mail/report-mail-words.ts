import { georgianMonths } from '@ticketing/contracts/georgian-months.ts';
import type { Language } from '@ticketing/contracts/kinds.ts';

const en = {
  locale: 'en',
  subject: (company: string, month: string) => `${company}: report for ${month}`,
  title: (month: string) => `Report for ${month}`,
  figure: 'Figure',
  opened: 'Tickets opened',
  resolved: 'Tickets resolved',
  openAtStart: 'Open at the beginning',
  openAtEnd: 'Open at the end',
  firstResponse: 'Time to the first answer',
  resolution: 'Time to the resolution',
  targets: 'Promises kept',
  reopened: 'Reopened later',
  rating: 'Rating (of 5)',
  ratings: 'Ratings given',
  backlog: 'Open at the end, by priority',
  level: { 1: 'Low', 2: 'Medium', 3: 'High', 4: 'Critical' },
  hours: (value: string) => `${value} h`,
  more: 'The whole report, with its tickets:',
  desk: 'Your tickets:',
  months: undefined,
};

export type ReportWords = Omit<typeof en, 'months'> & { readonly months: readonly string[] | undefined };

const ka: ReportWords = {
  locale: 'ka',
  subject: (company, month) => `${company}: ანგარიში, ${month}`,
  title: (month) => `ანგარიში: ${month}`,
  figure: 'მაჩვენებელი',
  opened: 'გახსნილი ბილეთები',
  resolved: 'გადაწყვეტილი ბილეთები',
  openAtStart: 'ღია თვის დასაწყისში',
  openAtEnd: 'ღია თვის ბოლოს',
  firstResponse: 'დრო პირველ პასუხამდე',
  resolution: 'დრო გადაწყვეტამდე',
  targets: 'შესრულებული დაპირება',
  reopened: 'მოგვიანებით ხელახლა გახსნილი',
  rating: 'შეფასება (5-დან)',
  ratings: 'მიღებული შეფასებები',
  backlog: 'ღია თვის ბოლოს, პრიორიტეტით',
  level: { 1: 'დაბალი', 2: 'საშუალო', 3: 'მაღალი', 4: 'კრიტიკული' },
  hours: (value) => `${value} სთ`,
  more: 'სრული ანგარიში ბილეთებით:',
  desk: 'თქვენი ბილეთები:',
  months: georgianMonths,
};

const words: Readonly<Record<Language, ReportWords>> = { en, ka };
export const reportWordsIn = (language: Language): ReportWords => words[language];
