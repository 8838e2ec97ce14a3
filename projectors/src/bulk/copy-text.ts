/** How a column's value is written in the text format of COPY. */
export type ColumnKind = 'json' | 'array' | 'plain';

/**
 * One line of COPY's text format, for a row as `json_populate_recordset` takes it.
 * @returns `undefined` for a row that only JSON can say, which the caller writes another way
 */
export function copyLine(
  row: Readonly<Record<string, unknown>>,
  columns: readonly string[],
  kinds: readonly ColumnKind[],
): string | undefined {
  let line = '';
  for (let index = 0; index < columns.length; index++) {
    const column = columns[index];
    const field = column === undefined ? undefined : fieldOf(row[column], kinds[index]);
    if (field === undefined) return undefined;
    line += index === 0 ? field : `\t${field}`;
  }
  return `${line}\n`;
}

function fieldOf(value: unknown, kind: ColumnKind | undefined): string | undefined {
  // In JSON a property that is undefined is left out, and so is null.
  if (value === null || value === undefined) return '\\N';
  if (kind === 'json') return escaped(JSON.stringify(value));
  if (Array.isArray(value)) return kind === 'array' ? arrayOf(value) : undefined;
  switch (typeof value) {
    case 'string':
      return kind === 'array' ? undefined : escaped(value);
    case 'number':
    case 'boolean':
    case 'bigint':
      return String(value);
    default:
      return undefined;
  }
}

const IDENTIFIER = /^[\w-]+$/;

function arrayOf(items: readonly unknown[]): string | undefined {
  let text = '';
  for (const item of items) {
    if (typeof item !== 'string') return undefined;
    if (!item.isWellFormed()) return undefined;
    const element =
      IDENTIFIER.test(item) && item !== 'null' && item !== 'NULL'
        ? item
        : `"${item.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
    text += text === '' ? element : `,${element}`;
  }
  return escaped(`{${text}}`);
}

const SPECIAL = /[\\\n\r\t]/;
const NAMES: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** Half a character is no text in UTF-8; the database says so of JSON, and would not hear of it here. */
function escaped(text: string): string | undefined {
  if (!text.isWellFormed()) return undefined;
  return SPECIAL.test(text) ? text.replace(/[\\\n\r\t]/g, (special) => NAMES[special] ?? special) : text;
}
