import { antdTheme } from '@ticketing/web-kit/antd-theme.ts';
import { useTheme } from '@ticketing/web-kit/theme-mode.ts';
import type { ThemeName } from '@ticketing/web-kit/tokens.ts';
import ConfigProvider from 'antd/es/config-provider';
import type { Locale } from 'antd/es/locale';
import english from 'antd/es/locale/en_US';
import antd from 'antd/es/theme';
import { type ReactNode, useEffect, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';

/** In the dark antd takes a duller colour than it is told; buttons of the first load, and links, have the one of the tokens. */
const ownAccent: typeof antd.darkAlgorithm = ({ colorPrimary }, map) => ({
  ...(map ?? antd.darkAlgorithm({ ...antd.defaultSeed, colorPrimary })),
  colorPrimary,
  colorPrimaryHover: `color-mix(in srgb, ${colorPrimary} 88%, white)`,
});

const look = (theme: ThemeName, motion: boolean) => {
  const { token, components } = antdTheme(theme, 'admin');
  return {
    // Who asked for less motion gets none: antd would wait for the end of one that the style sheet has cut short.
    token: { ...token, motion },
    components,
    algorithm: theme === 'dark' ? [antd.darkAlgorithm, ownAccent] : antd.defaultAlgorithm,
  };
};
const lively = { light: look('light', true), dark: look('dark', true) };
const still = { light: look('light', false), dark: look('dark', false) };

const lessMotion = window.matchMedia('(prefers-reduced-motion: reduce)');
const useLessMotion = (): boolean =>
  useSyncExternalStore(
    (listener) => {
      lessMotion.addEventListener('change', listener);
      return () => lessMotion.removeEventListener('change', listener);
    },
    () => lessMotion.matches,
  );

/** Gives what stands in it antd in our colours and in the reader's language. */
export function AntdLook({ children }: { children: ReactNode }) {
  const theme = useTheme();
  const looks = useLessMotion() ? still : lively;
  return (
    <ConfigProvider theme={looks[theme]} locale={useAntdWords()} wave={{ disabled: true }}>
      {children}
    </ConfigProvider>
  );
}

/** antd's own words; its English ones are always there. */
function useAntdWords(): Locale {
  const { i18n } = useTranslation();
  const [georgian, setGeorgian] = useState<Locale>();
  const isGeorgian = i18n.language === 'ka';
  useEffect(() => {
    if (!isGeorgian) return;
    // Without a connection its few words stay English.
    import('antd/es/locale/ka_GE').then((words) => setGeorgian(words.default)).catch(() => undefined);
  }, [isGeorgian]);
  return (isGeorgian ? georgian : undefined) ?? english;
}
