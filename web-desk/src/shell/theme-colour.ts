import { useTheme } from '@ticketing/web-kit/theme-mode.ts';
import { palettes } from '@ticketing/web-kit/tokens.ts';
import { useEffect } from 'react';

/** The frame that the device draws around the app has the colour of its page, also when the person chose against the device. */
export function useThemeColour(): void {
  const theme = useTheme();
  useEffect(() => {
    for (const meta of document.querySelectorAll('meta[name="theme-color"]')) {
      meta.setAttribute('content', palettes[theme].canvas);
    }
  }, [theme]);
}
