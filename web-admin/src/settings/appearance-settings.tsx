import { currentLanguage, languages } from '@ticketing/web-kit/i18n.ts';
import { useChooseLanguage } from '@ticketing/web-kit/own-language.ts';
import { setThemeMode, type ThemeMode, useThemeMode } from '@ticketing/web-kit/theme-mode.ts';
import { useTranslation } from 'react-i18next';

const modes: readonly ThemeMode[] = ['light', 'dark', 'system'];

/** How the app looks on this device, and speaks to this person. What is chosen shows at once. */
export default function AppearanceSettings() {
  const { t } = useTranslation();
  const choose = useChooseLanguage();
  const mode = useThemeMode();
  return (
    <div className="settings narrow">
      <fieldset className="looks">
        <legend>{t('theme.label')}</legend>
        {modes.map((each) => (
          <label key={each} className="look">
            <input type="radio" name="theme" checked={mode === each} onChange={() => setThemeMode(each)} />
            <span className={`swatch ${each}`} aria-hidden="true" />
            {t(`theme.${each}`)}
          </label>
        ))}
      </fieldset>
      <fieldset className="looks">
        <legend>{t('language.label')}</legend>
        {languages.map((each) => (
          <label key={each} className="look" lang={each}>
            <input
              type="radio"
              name="language"
              checked={currentLanguage() === each}
              onChange={() => choose(each)}
            />
            {t(`language.${each}`)}
          </label>
        ))}
      </fieldset>
      <p className="muted">{t('account.whereItHolds')}</p>
    </div>
  );
}
