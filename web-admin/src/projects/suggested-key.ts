/** Georgian letters as keys spell them. */
const latin: Readonly<Record<string, string>> = {
  ა: 'A',
  ბ: 'B',
  გ: 'G',
  დ: 'D',
  ე: 'E',
  ვ: 'V',
  ზ: 'Z',
  თ: 'T',
  ი: 'I',
  კ: 'K',
  ლ: 'L',
  მ: 'M',
  ნ: 'N',
  ო: 'O',
  პ: 'P',
  ჟ: 'ZH',
  რ: 'R',
  ს: 'S',
  ტ: 'T',
  უ: 'U',
  ფ: 'P',
  ქ: 'K',
  ღ: 'GH',
  ყ: 'Q',
  შ: 'SH',
  ჩ: 'CH',
  ც: 'TS',
  ძ: 'DZ',
  წ: 'TS',
  ჭ: 'CH',
  ხ: 'KH',
  ჯ: 'J',
  ჰ: 'H',
};

const MOST = 10;
const ONE_WORD = 4;

/**
 * A project key from a name that is not taken yet: `Service Desk` → `SD`, `Railways` → `RAIL`; with a number behind it
 * where that one is taken. Empty for a name without letters.
 */
export function suggestedKey(name: string, taken: ReadonlySet<string>): string {
  const words = name
    .normalize('NFD')
    .split(/[^\p{L}\p{N}\p{M}]+/u)
    .map((word) => [...word].map((letter) => latin[letter] ?? letter).join(''))
    .map((word) => word.toUpperCase().replace(/[^A-Z0-9]/g, ''))
    .filter((word) => word !== '');
  const [first = '', ...others] = words;
  const joined = others.length === 0 ? first.slice(0, ONE_WORD) : words.map((word) => word[0]).join('');
  const key = joined.replace(/^\d+/, '').slice(0, MOST);
  if (key === '' || !taken.has(key)) return key;
  for (let number = 2; ; number++) {
    const next = `${key.slice(0, MOST - String(number).length)}${number}`;
    if (!taken.has(next)) return next;
  }
}
