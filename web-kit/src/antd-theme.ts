import {
  bodySize,
  floatShadow,
  fontFamily,
  monoFamily,
  motion,
  palettes,
  radius,
  type ThemeName,
} from './tokens.ts';

/**
 * The tokens in antd's words: spread it into `ConfigProvider theme={{ ...antdTheme(name, 'admin'), algorithm }}`.
 * antd itself is not imported here, so that each app decides which parts of it to load.
 */
export function antdTheme(theme: ThemeName, app: keyof typeof bodySize) {
  const palette = palettes[theme];
  return {
    token: {
      colorPrimary: palette.accent,
      colorInfo: palette.accent,
      colorLink: palette.accent,
      colorError: palette.harm,
      colorText: palette.text,
      colorTextSecondary: palette.muted,
      colorTextTertiary: palette.muted,
      colorTextDescription: palette.muted,
      colorTextPlaceholder: palette.muted,
      colorTextLightSolid: palette.onAccent,
      colorBgBase: palette.surface,
      colorBgContainer: palette.surface,
      colorBgElevated: palette.surface,
      colorBgLayout: palette.canvas,
      colorBorder: palette.field,
      colorBorderSecondary: palette.line,
      colorSplit: palette.line,
      controlItemBgHover: palette.hover,
      controlItemBgActive: palette.wash,
      controlItemBgActiveHover: `color-mix(in srgb, ${palette.wash} 90%, ${palette.accent})`,
      borderRadius: radius,
      borderRadiusSM: radius - 2,
      borderRadiusLG: radius,
      fontSize: bodySize[app],
      fontFamily,
      fontFamilyCode: monoFamily,
      fontWeightStrong: 600,
      // Dense, but with the body's type size: antd's own compact algorithm would make the type smaller as well.
      controlHeight: app === 'admin' ? 30 : 40,
      controlHeightSM: app === 'admin' ? 24 : 32,
      controlHeightLG: app === 'admin' ? 38 : 48,
      sizeUnit: 4,
      motionDurationFast: `${motion.fast / 1000}s`,
      motionDurationMid: `${motion.fast / 1000}s`,
      motionDurationSlow: `${motion.slow / 1000}s`,
      boxShadow: floatShadow[theme],
      boxShadowSecondary: floatShadow[theme],
      wireframe: false,
    },
    components: {
      Button: { primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none' },
      // Their border is all that there is of them, so it has the contrast of what one must see.
      Checkbox: { colorBorder: palette.muted },
      Radio: { colorBorder: palette.muted },
      Tooltip: { colorTextLightSolid: palettes.dark.text, colorBgSpotlight: '#26292D' },
    },
  } as const;
}
