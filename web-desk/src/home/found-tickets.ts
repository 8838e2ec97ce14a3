import type { SearchHitView } from '@ticketing/contracts/finding.ts';

export type FoundTicket = {
  readonly ticket: NonNullable<SearchHitView['ticket']>;
  readonly at: string;
  /** Of the description and of messages, the best first. */
  readonly excerpts: ReadonlyArray<{
    readonly id: string;
    readonly inMessage: boolean;
    readonly text: SearchHitView['snippet'];
  }>;
};

/** Excerpts of one ticket that are shown: more of them say no more. */
const EXCERPTS = 2;

/** Hits of one ticket as one ticket, in the order of its best hit. What was said in rooms that are no ticket's is left out. */
export function foundTickets(hits: readonly SearchHitView[]): readonly FoundTicket[] {
  const found = new Map<string, FoundTicket>();
  for (const { id, ticket, kind, snippet, at } of hits) {
    if (ticket === null) continue;
    const known = found.get(ticket.id) ?? { ticket, at, excerpts: [] };
    const excerpts =
      snippet.text.trim() === '' || known.excerpts.length >= EXCERPTS
        ? known.excerpts
        : [...known.excerpts, { id, inMessage: kind !== 'ticket', text: snippet }];
    found.set(ticket.id, { ...known, excerpts });
  }
  return [...found.values()];
}
