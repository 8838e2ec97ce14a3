import i18next, { type TFunction } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { ApiError } from './api-error.ts';
import { readStored, writeStored } from './stored-value.ts';

export const languages = ['en', 'ka'] as const;
export type Language = (typeof languages)[number];

/** A tree of words; an app's trees have the same keys in every language. */
export type Words = { readonly [key: string]: string | Words };

const KEY = 'ticketing.language';
const isLanguage = (text: string | null | undefined): text is Language => text === 'en' || text === 'ka';

/** What the person chose, else what the browser asks for, else English. */
export function chosenLanguage(): Language {
  const stored = readStored(KEY);
  if (isLanguage(stored)) return stored;
  const wished = navigator.languages.map((tag) => tag.slice(0, 2)).find(isLanguage);
  return wished ?? 'en';
}

/** How the words of each language are fetched, so that nobody loads a language that they do not read. */
export type WordLoaders = Readonly<Record<Language, () => Promise<Words>>>;

const kitWords: WordLoaders = {
  en: async () => (await import('./words/en.ts')).en,
  ka: async () => (await import('./words/ka.ts')).ka,
};

/** What an app says on its first pages, and what it says on the others. */
type AppWords = { readonly first: WordLoaders; readonly rest?: WordLoaders };

let appWords: AppWords | undefined;
/** Whether somebody has come to a page whose words are not among the first. */
let restIsWanted = false;

/**
 * Makes `useTranslation()` work: `t('board.empty')` is looked up in the app's words, then in the kit's
 * (`errors.*`, `activity.*`, `type.*`, `level.*`, `role.*`, `state.*` …). Call it once, before the first render.
 */
export async function startI18n(app: AppWords): Promise<void> {
  appWords = app;
  const language = chosenLanguage();
  const [ofApp, ofKit] = await Promise.all([app.first[language](), kitWords[language]()]);
  await i18next.use(initReactI18next).init({
    resources: { [language]: { app: ofApp, kit: ofKit } },
    lng: language,
    // Both languages have all the words; a test of each app sees to it.
    fallbackLng: false,
    defaultNS: 'app',
    fallbackNS: 'kit',
    // React escapes what it shows.
    interpolation: { escapeValue: false },
  });
  document.documentElement.lang = language;
  i18next.on('languageChanged', (changed) => {
    document.documentElement.lang = changed;
  });
  window.addEventListener('storage', (event) => {
    if (event.key === KEY && isLanguage(event.newValue)) changeTo(event.newValue).catch(() => undefined);
  });
}

/** The page keeps its language until the words of the new one have come; without a connection the next load brings them. */
export async function setLanguage(language: Language): Promise<void> {
  writeStored(KEY, language);
  await changeTo(language).catch(() => undefined);
}

async function changeTo(language: Language): Promise<void> {
  if (appWords !== undefined && !i18next.hasResourceBundle(language, 'kit')) {
    const [ofApp, ofKit] = await Promise.all([appWords.first[language](), kitWords[language]()]);
    i18next.addResourceBundle(language, 'app', ofApp, true);
    i18next.addResourceBundle(language, 'kit', ofKit);
  }
  if (restIsWanted) await addRest(language);
  // Somebody who chose twice gets what they chose last.
  if (chosenLanguage() === language) await i18next.changeLanguage(language);
}

/** Resolves when the words of all pages are there, in the language of now and in those that are chosen later. */
export async function restOfWords(): Promise<void> {
  restIsWanted = true;
  await addRest(currentLanguage());
}

async function addRest(language: Language): Promise<void> {
  const words = await appWords?.rest?.[language]();
  if (words !== undefined) i18next.addResourceBundle(language, 'app', words, true);
}

export const currentLanguage = (): Language => (isLanguage(i18next.language) ? i18next.language : 'en');

/** What went wrong, as a sentence in the reader's language. */
export function errorWords(t: TFunction, error: unknown): string {
  return error instanceof ApiError ? t(`errors.${error.code}`) : t('errors.internal');
}
