/** A table as Markdown. A bar inside a cell is kept from ending it. */
export function markdownTable(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n');
}

/** What every generated document says first. @param source what to change instead of the document */
export const generatedMark = (source: string): string =>
  `Made by \`npm run docs\` from ${source}; change those, not this file.`;
