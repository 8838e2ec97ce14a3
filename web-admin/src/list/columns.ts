/** Columns of the list besides the ticket itself, in the order in which they stand unless arranged otherwise. */
export const columnNames = [
  'status',
  'assignees',
  'priority',
  'due',
  'company',
  'type',
  'tags',
  'reporter',
  'project',
  'start',
  'opened',
  'changed',
  'comments',
] as const;
/** `archived` says who archived a ticket, when and why; it stands in the archive alone. */
export type ColumnName = (typeof columnNames)[number] | 'archived';

/** Columns of the archive. */
export const archiveColumns: readonly ColumnName[] = ['archived', 'status', 'assignees', 'company'];

/** Tracks of a grid: `32px var(--column-ticket) var(--column-status)`; how wide each is says list-table.css. */
export const tracksOf = (columns: readonly ColumnName[], choose: boolean): string =>
  [...(choose ? ['32px'] : []), ...['ticket', ...columns].map((name) => `var(--column-${name})`)].join(' ');

/** What the server can sort by, and which of its orders a column is. */
export const sorts = { priority: 'priority', due: 'due', opened: 'opened', changed: 'changed' } as const;
export const sortOf = (name: ColumnName): (typeof sorts)[keyof typeof sorts] | undefined =>
  name in sorts ? sorts[name as keyof typeof sorts] : undefined;

export type Arrangement = readonly { readonly name: ColumnName; readonly shown: boolean }[];

const usual: ReadonlySet<ColumnName> = new Set([
  'status',
  'assignees',
  'priority',
  'due',
  'company',
  'tags',
  'changed',
]);

/** Of these the titles need the room more where there is little. */
const roomy: ReadonlySet<ColumnName> = new Set(['tags']);

/** As the columns stand until somebody arranges them. */
export const usualArrangement = (isNarrow: boolean): Arrangement =>
  columnNames.map((name) => ({ name, shown: usual.has(name) && !(isNarrow && roomy.has(name)) }));

const isName = (text: string): text is ColumnName => columnNames.some((name) => name === text);

/** `status due -company`: in order, with a dash before what is hidden. What it does not name comes last, hidden. */
export function parseArrangement(text: string): Arrangement {
  const parts = text
    .split(' ')
    .map((part) => ({ name: part.replace('-', ''), shown: !part.startsWith('-') }));
  const known = parts.flatMap(({ name, shown }) => (isName(name) ? [{ name, shown }] : []));
  const rest = columnNames.filter((name) => !known.some((part) => part.name === name));
  return [...known, ...rest.map((name) => ({ name, shown: false }))];
}

export const writeArrangement = (arrangement: Arrangement): string =>
  arrangement.map(({ name, shown }) => (shown ? name : `-${name}`)).join(' ');

/** The arrangement with a column one place further up or down. */
export function moved(arrangement: Arrangement, name: ColumnName, step: 1 | -1): Arrangement {
  const from = arrangement.findIndex((part) => part.name === name);
  const to = from + step;
  const [one, other] = [arrangement[from], arrangement[to]];
  if (one === undefined || other === undefined) return arrangement;
  return arrangement.map((part, index) => (index === from ? other : index === to ? one : part));
}
