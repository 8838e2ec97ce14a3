import { TicketType } from '@ticketing/contracts/kinds.ts';
import type { BoardView, CardView } from '@ticketing/contracts/views.ts';
import { daysUntil } from '@ticketing/web-kit/show-time.ts';

/** Due dates by how they press; `none`: without one. */
export const dueKinds = ['overdue', 'today', 'week', 'none'] as const;
export type DueKind = (typeof dueKinds)[number];

/** What only some cards have: of several values any will do, of several fields all must hold. */
export type BoardFilter = {
  /** Part of a key or a title, without regard to case. */
  readonly words: string;
  readonly types: readonly string[];
  readonly priorities: readonly string[];
  /** Ids, or `none`; likewise for companies and tags. */
  readonly assignees: readonly string[];
  readonly companies: readonly string[];
  readonly tags: readonly string[];
  readonly due: readonly string[];
  /** Only what the person themselves is assigned to. */
  readonly mine: boolean;
};

export const noFilter: BoardFilter = {
  words: '',
  types: [],
  priorities: [],
  assignees: [],
  companies: [],
  tags: [],
  due: [],
  mine: false,
};

/** The fields that hold a list of values, with their names in the address. */
export const filterFields = {
  types: 'type',
  priorities: 'priority',
  assignees: 'assignee',
  companies: 'company',
  tags: 'tag',
  due: 'due',
} as const satisfies Partial<Record<keyof BoardFilter, string>>;
export type FilterField = keyof typeof filterFields;
export const fieldNames = Object.keys(filterFields).filter(
  (name): name is FilterField => name in filterFields,
);

const known: Partial<Record<FilterField, readonly string[]>> = {
  types: TicketType.options,
  priorities: ['4', '3', '2', '1'],
  due: dueKinds,
};

/** The filter of an address; values that mean nothing are left out. */
export function readFilter(params: URLSearchParams): BoardFilter {
  const list = (field: FilterField) =>
    (params.get(filterFields[field]) ?? '')
      .split(',')
      .filter((value) => value !== '' && (known[field]?.includes(value) ?? true));
  return {
    words: params.get('q') ?? '',
    types: list('types'),
    priorities: list('priorities'),
    assignees: list('assignees'),
    companies: list('companies'),
    tags: list('tags'),
    due: list('due'),
    mine: params.get('mine') === '1',
  };
}

/** Writes the filter into the address; what else is in it stays. */
export function writeFilter(params: URLSearchParams, filter: BoardFilter): URLSearchParams {
  const next = new URLSearchParams(params);
  const put = (name: string, value: string) => (value === '' ? next.delete(name) : next.set(name, value));
  put('q', filter.words.trim() === '' ? '' : filter.words);
  for (const field of fieldNames) put(filterFields[field], filter[field].join(','));
  put('mine', filter.mine ? '1' : '');
  return next;
}

export const isFiltering = (filter: BoardFilter): boolean =>
  filter.words.trim() !== '' || filter.mine || fieldNames.some((field) => filter[field].length > 0);

/** The filter with a value put in or taken out. */
export function toggled(filter: BoardFilter, field: FilterField, value: string): BoardFilter {
  const now = filter[field];
  const next = now.includes(value) ? now.filter((each) => each !== value) : [...now, value];
  return { ...filter, [field]: next };
}

function dueKindOf(card: CardView, done: boolean): readonly DueKind[] {
  if (card.dueDate === null) return ['none'];
  const days = daysUntil(card.dueDate);
  if (days < 0) return done ? [] : ['overdue'];
  if (days === 0) return ['today', 'week'];
  return days <= 7 ? ['week'] : [];
}

const anyOf = (wanted: readonly string[], had: readonly string[]): boolean =>
  wanted.length === 0 ||
  (had.length === 0 ? wanted.includes('none') : had.some((one) => wanted.includes(one)));

function matches(card: CardView, done: boolean, filter: BoardFilter, words: string, myId: string): boolean {
  if (filter.mine && !card.assigneeIds.includes(myId)) return false;
  return (
    anyOf(filter.types, [card.type]) &&
    anyOf(filter.priorities, [String(card.priority)]) &&
    anyOf(filter.assignees, card.assigneeIds) &&
    anyOf(filter.companies, card.companyId === null ? [] : [card.companyId]) &&
    anyOf(filter.tags, card.tagIds) &&
    (filter.due.length === 0 || dueKindOf(card, done).some((kind) => filter.due.includes(kind))) &&
    (words === '' ||
      card.title.toLocaleLowerCase().includes(words) ||
      card.key.toLocaleLowerCase().includes(words))
  );
}

/** The columns with the cards that match; columns without a hidden card stay the same object. */
export function filterColumns(
  columns: BoardView['columns'],
  filter: BoardFilter,
  myId: string,
): BoardView['columns'] {
  if (!isFiltering(filter)) return columns;
  const words = filter.words.trim().toLocaleLowerCase();
  return columns.map((column) => {
    const done = column.category === 'done';
    const tickets = column.tickets.filter((card) => matches(card, done, filter, words, myId));
    return tickets.length === column.tickets.length ? column : { ...column, tickets };
  });
}
