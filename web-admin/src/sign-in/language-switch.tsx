import { currentLanguage, languages } from '@ticketing/web-kit/i18n.ts';
import { chooseLanguageHere } from '@ticketing/web-kit/own-language.ts';
import { useTranslation } from 'react-i18next';

/** The other language, in its own words, for who cannot read this one. */
export function LanguageSwitch() {
  const { t } = useTranslation();
  const others = languages.filter((each) => each !== currentLanguage());
  return (
    <p className="way-in-more">
      {others.map((each) => (
        <button
          key={each}
          type="button"
          className="plain-link"
          lang={each}
          onClick={() => chooseLanguageHere(each)}
        >
          {t(`language.${each}`)}
        </button>
      ))}
    </p>
  );
}
