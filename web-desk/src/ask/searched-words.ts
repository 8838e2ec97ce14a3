/** Words of this length and longer say something: `the`, `on`, `is` stand in every ticket. */
const TELLING = 4;
/** All of them must be in a ticket that is found, so only the first few are asked for. */
const ASKED = 3;

/** What to look for while a request is being written: the first telling words of its first line; empty for too few. */
export function searchedWords(text: string): string {
  const [line = ''] = text.trim().split('\n');
  const words = line.split(/[^\p{L}\p{N}]+/u).filter((word) => [...word].length >= TELLING);
  return words.length < 2 && (words[0]?.length ?? 0) < 6 ? '' : words.slice(0, ASKED).join(' ');
}
