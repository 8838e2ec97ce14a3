/**
 * What somebody typed as a name or a title, as a mail may say it: with line breaks in it, it would write paragraphs, and
 * so links, in the installation's name.
 */
export const oneLine = (text: string): string => text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ');
