import { floatShadow, fontFamily, monoFamily, motion, palettes, radius, type ThemeName } from './tokens.ts';

/** `{surface: '#FFF', onAccent: …}` → `--surface: #FFF; --on-accent: …;` plus the tokens that have no colour. */
export function cssVariables(theme: ThemeName): string {
  const colours = Object.entries(palettes[theme]).map(
    ([name, value]) => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}: ${value};`,
  );
  return [
    ...colours,
    `--float-shadow: ${floatShadow[theme]};`,
    `--radius: ${radius}px;`,
    `--font: ${fontFamily};`,
    `--mono: ${monoFamily};`,
    `--motion-fast: ${motion.fast}ms;`,
    `--motion-slow: ${motion.slow}ms;`,
    `color-scheme: ${theme};`,
  ].join(' ');
}

/** The style sheet of the tokens: `:root` is light, `:root[data-theme=dark]` is dark. */
export const tokenStyleSheet = (): string =>
  `:root { ${cssVariables('light')} }\n:root[data-theme='dark'] { ${cssVariables('dark')} }`;

/** Puts the tokens into the page; call it once, before the first render. */
export function installTokens(page: Document = document): void {
  const style = page.createElement('style');
  style.dataset.tokens = '';
  style.textContent = tokenStyleSheet();
  page.head.prepend(style);
}
