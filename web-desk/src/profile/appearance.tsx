import { languages } from '@ticketing/web-kit/i18n.ts';
import { useChooseLanguage } from '@ticketing/web-kit/own-language.ts';
import { setThemeMode, type ThemeMode, useThemeMode } from '@ticketing/web-kit/theme-mode.ts';
import { useTranslation } from 'react-i18next';
import { Segments } from '../shell/segments.tsx';

const themes: readonly ThemeMode[] = ['light', 'dark', 'system'];

/** One's language, and light or dark on this device. @param place tells two of these on one page apart */
export function Appearance({ place }: { readonly place: string }) {
  const { t, i18n } = useTranslation();
  const choose = useChooseLanguage();
  const theme = useThemeMode();
  return (
    <>
      <Segments
        label={t('desk.menu.language')}
        name={`${place}-language`}
        options={languages.map((language) => ({ value: language, words: t(`language.${language}`) }))}
        chosen={i18n.language}
        choose={choose}
      />
      <Segments
        label={t('desk.menu.theme')}
        name={`${place}-theme`}
        options={themes.map((mode) => ({ value: mode, words: t(`desk.menu.${mode}`) }))}
        chosen={theme}
        choose={setThemeMode}
      />
    </>
  );
}
