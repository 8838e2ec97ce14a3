import type { Chance } from './chance.ts';

const things = {
  en: [
    'printer',
    'laptop',
    'mailbox',
    'monitor',
    'phone',
    'server',
    'router',
    'scanner',
    'licence',
    'password',
    'invoice',
    'backup',
    'headset',
    'keyboard',
    'badge',
    'screen',
    'network drive',
    'calendar',
    'report',
    'terminal',
  ],
  ka: [
    'პრინტერი',
    'ლეპტოპი',
    'საფოსტო ყუთი',
    'მონიტორი',
    'ტელეფონი',
    'სერვერი',
    'როუტერი',
    'სკანერი',
    'ლიცენზია',
    'პაროლი',
    'ინვოისი',
    'კლავიატურა',
    'ეკრანი',
    'კალენდარი',
    'ანგარიში',
  ],
} as const;
const troubles = {
  en: [
    'does not start',
    'is slow since this morning',
    'shows an error',
    'was lost',
    'must be replaced',
    'asks for a password again',
    'is not reachable',
    'prints blank pages',
    'cannot be opened',
    'needs an update',
  ],
  ka: [
    'არ მუშაობს',
    'ძალიან ნელია',
    'შეცდომას აჩვენებს',
    'დაიკარგა',
    'შესაცვლელია',
    'ისევ პაროლს ითხოვს',
    'მიუწვდომელია',
    'ვერ იხსნება',
    'განახლება სჭირდება',
  ],
} as const;
const places = {
  en: [
    'in the hall',
    'on the third floor',
    'at the front desk',
    'in Batumi',
    'in the warehouse',
    'in accounting',
    'in the meeting room',
    'at home',
  ],
  ka: [
    'დარბაზში',
    'მესამე სართულზე',
    'მისაღებში',
    'ბათუმში',
    'საწყობში',
    'ბუღალტერიაში',
    'შეხვედრების ოთახში',
    'სახლში',
  ],
} as const;
const sentences = {
  en: [
    'Restarting did not help.',
    'It worked yesterday.',
    'A colleague has the same.',
    'Please call before you come.',
    'The cable was changed already.',
    'I sent a picture by mail.',
    'We looked at it together and found nothing.',
    'The part is ordered and arrives on Thursday.',
    'Could you try again now?',
    'It is urgent, the month closes tomorrow.',
    'Thank you, it works again.',
  ],
  ka: [
    'გადატვირთვამ არ უშველა.',
    'გუშინ მუშაობდა.',
    'კოლეგასაც იგივე აქვს.',
    'გთხოვთ, მოსვლამდე დარეკოთ.',
    'კაბელი უკვე შევცვალეთ.',
    'სურათი ფოსტით გამოვაგზავნე.',
    'ერთად შევამოწმეთ და ვერაფერი ვიპოვეთ.',
    'ნაწილი შეკვეთილია და ხუთშაბათს მოვა.',
    'შეგიძლიათ ახლა სცადოთ?',
    'სასწრაფოა, ხვალ თვე იხურება.',
    'გმადლობთ, ისევ მუშაობს.',
  ],
} as const;

export type Language = keyof typeof things;

/** The words of one ticket are in one language, as its people write. */
export const titleIn = (language: Language, chance: Chance, number: number): string => {
  const words = [chance.of(things[language]), chance.of(places[language]), chance.of(troubles[language])];
  const title = words.join(' ');
  // Devices have numbers, which tell tickets apart that read the same.
  return `${title.charAt(0).toUpperCase()}${title.slice(1)} (${1_000 + (number % 9_000)})`;
};

export function textIn(language: Language, chance: Chance, sentencesAtMost: number): string {
  const count = 1 + chance.below(sentencesAtMost);
  return Array.from({ length: count }, () => chance.of(sentences[language])).join(' ');
}

export const firstNames = [
  'Nino',
  'Giorgi',
  'Mariam',
  'Luka',
  'Ana',
  'Davit',
  'Tamar',
  'Irakli',
  'Salome',
  'Nika',
  'Maia',
  'Levan',
] as const;
export const lastNames = [
  'Beridze',
  'Kapanadze',
  'Lomidze',
  'Abashidze',
  'Meladze',
  'Gelashvili',
  'Tsiklauri',
  'Maisuradze',
  'Japaridze',
  'Kvaratskhelia',
] as const;
export const trades = [
  'Logistics',
  'Foods',
  'Bank',
  'Clinic',
  'Hotels',
  'Wines',
  'Energy',
  'Insurance',
  'Textiles',
  'Railways',
] as const;
export const tagNames = [
  'network',
  'hardware',
  'software',
  'access',
  'finance',
  'urgent',
  'warranty',
  'ქსელი',
] as const;
