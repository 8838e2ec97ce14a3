const asWritten = (words: string): string => words.replace(/[\\%_]/g, '\\$&').replaceAll('\0', '');

/** A pattern for `like` in which `%` and `_` of the words are letters like any other. */
export const containing = (words: string): string => `%${asWritten(words)}%`;

/** The same, for words that the text must begin with. */
export const startingWith = (words: string): string => `${asWritten(words)}%`;
