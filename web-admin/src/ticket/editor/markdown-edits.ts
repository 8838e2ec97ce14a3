/** What a button or a key does to a text: `insert` takes the place of what stands from `from` to `to`. */
export type TextEdit = {
  readonly from: number;
  readonly to: number;
  readonly insert: string;
  /** What is selected afterwards. */
  readonly select: readonly [start: number, end: number];
};

export type Selection = { readonly text: string; readonly start: number; readonly end: number };

const marks = { bold: '**', italic: '_', code: '`', strike: '~~' } as const;
const starts = { list: '- ', numbers: '1. ', quote: '> ', heading: '### ', tasks: '- [ ] ' } as const;

export type Formatting = keyof typeof marks | keyof typeof starts | 'link' | 'block';

export function format(kind: Formatting, selection: Selection): TextEdit {
  if (kind === 'link') return linked(selection);
  if (kind === 'block') return blocked(selection);
  if (kind in marks) return marked(marks[kind as keyof typeof marks], selection); // `in` has just told
  return started(starts[kind as keyof typeof starts], selection); // what is left
}

/** Puts a mark around what is selected, or takes it away again. */
function marked(mark: string, { text, start, end }: Selection): TextEdit {
  const [outer, inner] = [start - mark.length, end + mark.length];
  if (text.slice(outer, start) === mark && text.slice(end, inner) === mark) {
    const words = text.slice(start, end);
    return { from: outer, to: inner, insert: words, select: [outer, outer + words.length] };
  }
  const words = text.slice(start, end);
  const blanks = words.length - words.trimEnd().length;
  const kept = words.slice(0, words.length - blanks);
  return {
    from: start,
    to: end,
    insert: `${mark}${kept}${mark}${words.slice(words.length - blanks)}`,
    select: [start + mark.length, start + mark.length + kept.length],
  };
}

/** Begins every selected line with the sign, or takes it away where all of them have it. */
function started(sign: string, { text, start, end }: Selection): TextEdit {
  const from = text.lastIndexOf('\n', start - 1) + 1;
  const next = text.indexOf('\n', end);
  const to = next < 0 ? text.length : next;
  const lines = text.slice(from, to).split('\n');
  const signs = lines.map((_, index) => (sign === '1. ' ? `${index + 1}. ` : sign));
  const all = lines.every((line, index) => line.startsWith(signs[index] ?? sign));
  const changed = lines.map((line, index) =>
    all ? line.slice((signs[index] ?? sign).length) : `${signs[index] ?? sign}${line}`,
  );
  const insert = changed.join('\n');
  const caret = from + insert.length;
  return { from, to, insert, select: lines.length === 1 ? [caret, caret] : [from, caret] };
}

function linked({ text, start, end }: Selection): TextEdit {
  const words = text.slice(start, end);
  const isAddress = /^https?:\/\/\S+$/.test(words);
  const insert = isAddress ? `[](${words})` : `[${words}](https://)`;
  const at = isAddress ? start + 1 : start + words.length + 3;
  return {
    from: start,
    to: end,
    insert,
    select: isAddress ? [at, at] : [at, at + 'https://'.length],
  };
}

function blocked({ text, start, end }: Selection): TextEdit {
  const words = text.slice(start, end);
  const before = start === 0 || text[start - 1] === '\n' ? '' : '\n';
  const insert = `${before}\`\`\`\n${words}\n\`\`\`\n`;
  const at = start + before.length + 4;
  return { from: start, to: end, insert, select: [at, at + words.length] };
}

/** Enter in a list goes on with it; in an item that has no words it ends the list. Undefined: an Enter as any other. */
export function nextLine({ text, start, end }: Selection): TextEdit | undefined {
  if (start !== end) return undefined;
  const from = text.lastIndexOf('\n', start - 1) + 1;
  const line = text.slice(from, start);
  const match = /^(\s*)(?:([-*+])( \[[ xX]\])?|(\d+)([.)])|>)( +)/.exec(line);
  if (match === null) return undefined;
  if (match[0].length === line.length) return { from, to: start, insert: '', select: [from, from] };
  const [, indent = '', bullet, box, number, dot, blank = ' '] = match;
  const sign = bullet ? `${bullet}${box ? ' [ ]' : ''}` : number ? `${Number(number) + 1}${dot}` : '>';
  const insert = `\n${indent}${sign}${blank}`;
  const caret = start + insert.length;
  return { from: start, to: start, insert, select: [caret, caret] };
}

/** Makes a link of what is selected when an address is pasted over it. */
export function pastedAddress(pasted: string, { text, start, end }: Selection): TextEdit | undefined {
  const words = text.slice(start, end);
  if (!/^https?:\/\/\S+$/.test(pasted) || words.trim() === '' || /[\n[\]]|:\/\//.test(words))
    return undefined;
  const insert = `[${words}](${pasted})`;
  const caret = start + insert.length;
  return { from: start, to: end, insert, select: [caret, caret] };
}
