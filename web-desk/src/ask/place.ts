import { useQuery } from '@tanstack/react-query';
import { listTickets } from '@ticketing/contracts/endpoints/tickets.ts';
import { useKit } from '@ticketing/web-kit/kit.tsx';
import type { Company, Opening } from './openings.ts';

/** A project and a company, by their ids, as far as they are known. */
export type Wish = { readonly projectId?: string | null; readonly companyId?: string | null };
export type Place = { readonly opening: Opening; readonly company: Company | undefined };

/**
 * Where a request goes: to what is wished for first of all that is still open to this person, or to the only place that there
 * is. @param wishes the strongest first: what was chosen, what the link says, where this person asked last
 */
export function placeFor(openings: readonly Opening[], wishes: readonly Wish[]): Place | undefined {
  const opening =
    wishes
      .map(({ projectId }) => openings.find(({ project }) => project.id === projectId))
      .find((found) => found !== undefined) ?? (openings.length === 1 ? openings[0] : undefined);
  if (opening === undefined) return undefined;
  const company =
    wishes
      .map(({ companyId }) => opening.companies.find(({ id }) => id === companyId))
      .find((found) => found !== undefined) ?? opening.companies[0];
  return { opening, company };
}

/** Where this person asked last, on whatever device; undefined until that is known, and for who never asked. */
export function useLastAsked(wanted: boolean): Wish | undefined {
  const { api } = useKit();
  const { data } = useQuery({
    queryKey: ['tickets', 'last-asked'],
    enabled: wanted,
    queryFn: ({ signal }) =>
      api.call(listTickets, { query: { reporterId: 'me', sort: 'opened', limit: 1 }, signal }),
  });
  return data?.items[0];
}
