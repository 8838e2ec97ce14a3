/** What belongs to the words of the page, and cannot be seen from the page alone. */
export type Known = {
  /** First parts of the names of words, as `board` of `board.empty`: such a name shown is a word that is missing. */
  readonly areas: readonly string[];
  /** Words of the apps in the other language. */
  readonly foreign: { readonly whole: readonly string[]; readonly patterns: readonly string[] };
  /** What people wrote themselves, which may look like words of an app. */
  readonly data: readonly string[];
  /** Whether everything that is pressed must be large enough for a finger. */
  readonly byFinger: boolean;
};

/** What is wrong, and with which element. */
export type Fault = { readonly what: string; readonly element: string };

export const lookLanguages = ['en', 'ka'] as const;
export type LookLanguage = (typeof lookLanguages)[number];
