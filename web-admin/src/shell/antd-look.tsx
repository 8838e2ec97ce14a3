import { antdTheme } from '@ticketing/web-kit/antd-theme.ts';
import { useTheme } from '@ticketing/web-kit/theme-mode.ts';
import ConfigProvider from 'antd/es/config-provider';
import type { Locale } from 'antd/es/locale';
import english from 'antd/es/locale/en_US';
import antd from 'antd/es/theme';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

const looks = {
  light: { ...antdTheme('light', 'admin'), algorithm: antd.defaultAlgorithm },
  dark: { ...antdTheme('dark', 'admin'), algorithm: antd.darkAlgorithm },
};

/** Gives what stands in it antd in our colours and in the reader's language. */
export function AntdLook({ children }: { children: ReactNode }) {
  return (
    <ConfigProvider theme={looks[useTheme()]} locale={useAntdWords()} wave={{ disabled: true }}>
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
