/** Colours that new tags and columns take in turn; each can be told from both surfaces. */
const colours = [
  '#0F766E',
  '#B45309',
  '#4F46E5',
  '#BE185D',
  '#15803D',
  '#0369A1',
  '#7E22CE',
  '#6B6F76',
] as const;

/** @param count of those that are there already */
export const freshColour = (count: number): string => colours[count % colours.length] ?? colours[0];
