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
  readonly q: string;
};

/** Reads the address; what it does not understand counts as not said. */
export function readCompanyTickets(params: URLSearchParams): CompanyTickets {
  const overdue = params.get('overdue') === 'true';
  const priority = levelFrom(params.get('priority')) ?? null;
  const state = ticketStates.find((each) => each === params.get('state')) ?? 'open';
  return { state, priority, overdue, q: params.get('q') ?? '' };
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

/** The filter that the server is asked with. @param today the reader's date, which decides what is overdue */
export function filterOf(companyId: string, tickets: CompanyTickets, today: string): TicketFilter {
  const { state, priority, overdue, q } = tickets;
  return {
    companyId,
    archived: state === 'archived' ? 'true' : state === 'any' ? 'any' : 'false',
    ...(state === 'open' ? { category: 'todo,in_progress' } : {}),
    ...(state === 'done' ? { category: 'done' } : {}),
    ...(priority === null ? {} : { priority: String(priority) }),
    ...(overdue ? { overdue: 'true' as const, today } : {}),
    ...(q.trim() === '' ? {} : { q: q.trim() }),
  };
}
