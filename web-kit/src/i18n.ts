import i18next, { type TFunction } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { ApiError } from './api-error.ts';
import { readStored, writeStored } from './stored-value.ts';
import { en } from './words/en.ts';
import { ka } from './words/ka.ts';

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

/**
 * Makes `useTranslation()` work: `t('board.empty')` is looked up in the app's words, then in the kit's
 * (`errors.*`, `activity.*`, `type.*`, `level.*`, `role.*`, `state.*` …). Call it once, before the first render.
 */
export async function startI18n(app: Readonly<Record<Language, Words>>): Promise<void> {
  await i18next.use(initReactI18next).init({
    resources: { en: { app: app.en, kit: en }, ka: { app: app.ka, kit: ka } },
    lng: chosenLanguage(),
    fallbackLng: 'en',
    defaultNS: 'app',
    fallbackNS: 'kit',
    // React escapes what it shows.
    interpolation: { escapeValue: false },
  });
  document.documentElement.lang = i18next.language;
  i18next.on('languageChanged', (language) => {
    document.documentElement.lang = language;
  });
  window.addEventListener('storage', (event) => {
    if (event.key === KEY && isLanguage(event.newValue)) void i18next.changeLanguage(event.newValue);
  });
}

export function setLanguage(language: Language): void {
  writeStored(KEY, language);
  void i18next.changeLanguage(language);
}

export const currentLanguage = (): Language => (isLanguage(i18next.language) ? i18next.language : 'en');

/** What went wrong, as a sentence in the reader's language. */
export function errorWords(t: TFunction, error: unknown): string {
  return error instanceof ApiError ? t(`errors.${error.code}`) : t('errors.internal');
}
