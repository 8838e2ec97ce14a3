/**
 * A mention stands in a text as `@[{user id}]`: names are not written into tickets and rooms, so that one person's
 * data can be erased in one place. Readers show the person's name in its stead.
 */
const mention = /@\[([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\]/g;

/** Who is mentioned in a text, each once, in the order of their first mention. */
export const mentionsIn = (text: string): readonly string[] => [
  ...new Set([...text.matchAll(mention)].flatMap(([, userId]) => userId ?? [])),
];

export const mentionOf = (userId: string): string => `@[${userId}]`;
