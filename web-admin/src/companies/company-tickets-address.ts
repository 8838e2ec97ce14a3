import type { Level } from '@ticketing/contracts/kinds.ts';
import { levelFrom } from '@ticketing/web-kit/levels.ts';
import type { TicketFilter } from '@ticketing/web-kit/lists.ts';

export const ticketStates = ['open', 'done', 'archived', 'any'] as const;
export type TicketState = (typeof ticketStates)[number];

/** Which of a company's tickets are listed, as it stands in the address. */
export type CompanyTickets = {
  readonly state: TicketState;
  readonly priority: Level | null;
  /** Only what is past its due date. */
  readonly overdue: boolean;
  /** The day that decides what is overdue, where it is another than today's; `2026-03-01`. */
  readonly today: string | null;
  readonly q: string;
  /** Instants between which they were opened. */
  readonly openedFrom: string | null;
  readonly openedTo: string | null;
};

const instant = (text: string | null): string | null =>
  text !== null && Number.isFinite(Date.parse(text)) && text.includes('T') ? text : null;

/** Reads the address; what it does not understand counts as not said. */
export function readCompanyTickets(params: URLSearchParams): CompanyTickets {
  const overdue = params.get('overdue') === 'true';
  const priority = levelFrom(params.get('priority')) ?? null;
  const state = ticketStates.find((each) => each === params.get('state')) ?? 'open';
  const today = params.get('today');
  return {
    state,
    priority,
    overdue,
    today: today !== null && /^\d{4}-\d\d-\d\d$/.test(today) ? today : null,
    q: params.get('q') ?? '',
    openedFrom: instant(params.get('openedFrom')),
    openedTo: instant(params.get('openedTo')),
  };
}

/** The address's query; what is as usual is left out. */
export function writeCompanyTickets(tickets: Partial<CompanyTickets>): URLSearchParams {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(tickets)) {
    const usual = value === null || value === '' || value === false || (name === 'state' && value === 'open');
    if (!usual) params.set(name, String(value));
  }
  return params;
}

/** The address of a list of the company's tickets. */
export function ticketsOf(companyId: string, tickets: Partial<CompanyTickets>): string {
  const query = writeCompanyTickets(tickets).toString();
  return `/companies/${companyId}/tickets${query === '' ? '' : `?${query}`}`;
}

/** The filter that the server is asked with. */
export function filterOf(companyId: string, tickets: CompanyTickets): TicketFilter {
  const { state, priority, overdue, today, q, openedFrom, openedTo } = tickets;
  return {
    companyId,
    archived: state === 'archived' ? 'true' : state === 'any' ? 'any' : 'false',
    ...(state === 'open' ? { category: 'todo,in_progress' } : {}),
    ...(state === 'done' ? { category: 'done' } : {}),
    ...(priority === null ? {} : { priority: String(priority) }),
    ...(overdue ? { overdue: 'true' as const } : {}),
    ...(today === null ? {} : { today }),
    ...(q.trim() === '' ? {} : { q: q.trim() }),
    ...(openedFrom === null ? {} : { openedFrom }),
    ...(openedTo === null ? {} : { openedTo }),
  };
}
