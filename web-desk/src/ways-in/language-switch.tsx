import { currentLanguage, languages } from '@ticketing/web-kit/i18n.ts';
import { chooseLanguageHere } from '@ticketing/web-kit/own-language.ts';
import { useTranslation } from 'react-i18next';

/** The other language, in its own words, for who cannot read this one. */
export function LanguageSwitch() {
  const { t } = useTranslation();
  return languages
    .filter((each) => each !== currentLanguage())
    .map((each) => (
      <button
        key={each}
        type="button"
        lang={each}
        className="quiet-action mt-2 w-full justify-center"
        onClick={() => chooseLanguageHere(each)}
      >
        {t(`language.${each}`)}
      </button>
    ));
}
