import type { TicketFilter } from '@ticketing/web-kit/lists.ts';

/** Filters of several values; their names in the address are those of the API (`?priority=3,4&assigneeId=me`). */
export const filterNames = [
  'projectId',
  'columnId',
  'category',
  'type',
  'priority',
  'assigneeId',
  'reporterId',
  'companyId',
  'tagId',
  'review',
] as const;
export type FilterName = (typeof filterNames)[number];

/** Filters of one date each. */
const dateNames = ['dueFrom', 'dueTo'] as const;

/** What tickets are asked for by, as it stands in the address. */
export type ListFilter = {
  /** Words of the key, title or text. */
  readonly q: string;
  readonly values: Readonly<Partial<Record<FilterName, readonly string[]>>>;
  readonly overdue: boolean;
  /** Open, and nobody of staff has answered yet. */
  readonly unanswered: boolean;
  readonly dueFrom: string;
  readonly dueTo: string;
};

export const noFilter: ListFilter = {
  q: '',
  values: {},
  overdue: false,
  unanswered: false,
  dueFrom: '',
  dueTo: '',
};

export function readFilter(address: URLSearchParams): ListFilter {
  const values: Partial<Record<FilterName, readonly string[]>> = {};
  for (const name of filterNames) {
    const given = (address.get(name) ?? '').split(',').filter((value) => value !== '');
    if (given.length > 0) values[name] = given;
  }
  return {
    q: address.get('q') ?? '',
    values,
    overdue: address.get('overdue') === 'true',
    unanswered: address.get('unanswered') === 'true',
    dueFrom: address.get('dueFrom') ?? '',
    dueTo: address.get('dueTo') ?? '',
  };
}

/** The address with this filter in it; what is not a filter's stays. */
export function writeFilter(address: URLSearchParams, filter: ListFilter): URLSearchParams {
  const next = new URLSearchParams(address);
  const put = (name: string, value: string) => (value === '' ? next.delete(name) : next.set(name, value));
  put('q', filter.q);
  for (const name of filterNames) put(name, (filter.values[name] ?? []).join(','));
  put('overdue', filter.overdue ? 'true' : '');
  put('unanswered', filter.unanswered ? 'true' : '');
  for (const name of dateNames) put(name, filter[name]);
  return next;
}

export const isFiltering = (filter: ListFilter): boolean =>
  filter.q.trim() !== '' ||
  filter.overdue ||
  filter.unanswered ||
  filter.dueFrom !== '' ||
  filter.dueTo !== '' ||
  Object.keys(filter.values).length > 0;

/** The filter with a value put in or taken out. */
export function toggled(filter: ListFilter, name: FilterName, value: string): ListFilter {
  const now = filter.values[name] ?? [];
  const next = now.includes(value) ? now.filter((each) => each !== value) : [...now, value];
  return withValues(filter, name, next);
}

export function withValues(filter: ListFilter, name: FilterName, next: readonly string[]): ListFilter {
  const { [name]: _, ...others } = filter.values;
  return { ...filter, values: next.length === 0 ? others : { ...others, [name]: next } };
}

const isDate = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));

/** @param today the reader's date, which decides what is overdue */
export function queryOf(filter: ListFilter, today: string): TicketFilter {
  const values = Object.fromEntries(
    Object.entries(filter.values).map(([name, given]) => [name, given.join(',')]),
  );
  return {
    ...values,
    ...(filter.q.trim() === '' ? {} : { q: filter.q.trim() }),
    ...(filter.overdue ? { overdue: 'true', today } : {}),
    ...(filter.unanswered ? { unanswered: 'true' as const } : {}),
    ...(isDate(filter.dueFrom) ? { dueFrom: filter.dueFrom } : {}),
    ...(isDate(filter.dueTo) ? { dueTo: filter.dueTo } : {}),
  };
}
