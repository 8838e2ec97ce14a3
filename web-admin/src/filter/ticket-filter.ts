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
  'stars',
  'target',
  'targetOf',
  'creditedId',
] as const;
export type FilterName = (typeof filterNames)[number];

/** Filters of one date each. */
const dateNames = ['dueFrom', 'dueTo'] as const;

/** Filters of a time, `resolvedFrom` up to and without `resolvedTo`; either may be open. */
export const periodNames = ['opened', 'resolved', 'answered', 'rated', 'judged'] as const;
export type PeriodName = (typeof periodNames)[number];

/** Instants (ISO 8601); empty where it is open. */
export type Period = { readonly from: string; readonly to: string };

/** Filters that are there or not. */
const flagNames = ['overdue', 'unanswered', 'reopened'] as const;

/** What tickets are asked for by, as it stands in the address. */
export type ListFilter = {
  /** Words of the key, title or text. */
  readonly q: string;
  readonly values: Readonly<Partial<Record<FilterName, readonly string[]>>>;
  readonly overdue: boolean;
  /** Open, and nobody of staff has answered yet. */
  readonly unanswered: boolean;
  /** The resolution that is asked for was undone later. */
  readonly reopened: boolean;
  readonly dueFrom: string;
  readonly dueTo: string;
  readonly periods: Readonly<Partial<Record<PeriodName, Period>>>;
  /** Open at this instant; empty for no such filter. */
  readonly openAt: string;
  /** Archived tickets stand among the others, as they do in what reports count. */
  readonly archivedToo: boolean;
};

export const noFilter: ListFilter = {
  q: '',
  values: {},
  overdue: false,
  unanswered: false,
  reopened: false,
  dueFrom: '',
  dueTo: '',
  periods: {},
  openAt: '',
  archivedToo: false,
};

const instantIn = (address: URLSearchParams, name: string): string => {
  const text = address.get(name) ?? '';
  return text.includes('T') && !Number.isNaN(Date.parse(text)) ? text : '';
};

export function readFilter(address: URLSearchParams): ListFilter {
  const values: Partial<Record<FilterName, readonly string[]>> = {};
  for (const name of filterNames) {
    const given = (address.get(name) ?? '').split(',').filter((value) => value !== '');
    if (given.length > 0) values[name] = given;
  }
  const periods: Partial<Record<PeriodName, Period>> = {};
  for (const name of periodNames) {
    const period = { from: instantIn(address, `${name}From`), to: instantIn(address, `${name}To`) };
    if (period.from !== '' || period.to !== '') periods[name] = period;
  }
  return {
    q: address.get('q') ?? '',
    values,
    overdue: address.get('overdue') === 'true',
    unanswered: address.get('unanswered') === 'true',
    reopened: address.get('reopened') === 'true',
    dueFrom: address.get('dueFrom') ?? '',
    dueTo: address.get('dueTo') ?? '',
    periods,
    openAt: instantIn(address, 'openAt'),
    archivedToo: address.get('archived') === 'any',
  };
}

/** The address with this filter in it; what is not a filter's stays. */
export function writeFilter(address: URLSearchParams, filter: ListFilter): URLSearchParams {
  const next = new URLSearchParams(address);
  const put = (name: string, value: string) => (value === '' ? next.delete(name) : next.set(name, value));
  put('q', filter.q);
  for (const name of filterNames) put(name, (filter.values[name] ?? []).join(','));
  for (const name of flagNames) put(name, filter[name] ? 'true' : '');
  for (const name of dateNames) put(name, filter[name]);
  for (const name of periodNames) {
    put(`${name}From`, filter.periods[name]?.from ?? '');
    put(`${name}To`, filter.periods[name]?.to ?? '');
  }
  put('openAt', filter.openAt);
  put('archived', filter.archivedToo ? 'any' : '');
  return next;
}

export const isFiltering = (filter: ListFilter): boolean =>
  filter.q.trim() !== '' ||
  flagNames.some((name) => filter[name]) ||
  filter.dueFrom !== '' ||
  filter.dueTo !== '' ||
  filter.openAt !== '' ||
  filter.archivedToo ||
  Object.keys(filter.periods).length > 0 ||
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

/** The filter with a period put in, or taken out where both its ends are open. */
export function withPeriod(filter: ListFilter, name: PeriodName, next: Period): ListFilter {
  const { [name]: _, ...others } = filter.periods;
  const isOpen = next.from === '' && next.to === '';
  return { ...filter, periods: isOpen ? others : { ...others, [name]: next } };
}

const isDate = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));

/**
 * What the server is asked for; whether archived tickets stand in it the page says.
 * @param today the reader's date, which decides what is overdue
 */
export function queryOf(filter: ListFilter, today: string): TicketFilter {
  const values = Object.fromEntries(
    Object.entries(filter.values).map(([name, given]) => [name, given.join(',')]),
  );
  return {
    ...values,
    ...(filter.q.trim() === '' ? {} : { q: filter.q.trim() }),
    ...(filter.overdue ? { overdue: 'true', today } : {}),
    ...(filter.unanswered ? { unanswered: 'true' as const } : {}),
    ...(filter.reopened ? { reopened: 'true' as const } : {}),
    ...(filter.openAt === '' ? {} : { openAt: filter.openAt }),
    ...Object.fromEntries(
      Object.entries(filter.periods).flatMap(([name, { from, to }]) => [
        ...(from === '' ? [] : [[`${name}From`, from]]),
        ...(to === '' ? [] : [[`${name}To`, to]]),
      ]),
    ),
    ...(isDate(filter.dueFrom) ? { dueFrom: filter.dueFrom } : {}),
    ...(isDate(filter.dueTo) ? { dueTo: filter.dueTo } : {}),
  };
}
