import {
  type InfiniteData,
  keepPreviousData,
  queryOptions,
  useInfiniteQuery,
  useQuery,
} from '@tanstack/react-query';
import { listCompanies } from '@ticketing/contracts/endpoints/companies.ts';
import type { QuerySentOf } from '@ticketing/contracts/endpoints/endpoint.ts';
import { listProjects, listRoles } from '@ticketing/contracts/endpoints/projects.ts';
import { listTickets } from '@ticketing/contracts/endpoints/tickets.ts';
import { listUsers } from '@ticketing/contracts/endpoints/users.ts';
import type { CompanyView, PersonView, ProjectView } from '@ticketing/contracts/views.ts';
import type { ApiClient } from './api-client.ts';
import { type Kit, useKit } from './kit.tsx';

export type TicketFilter = Omit<QuerySentOf<typeof listTickets>, 'cursor' | 'limit'>;

type Pages<Item> = InfiniteData<{ items: Item[]; nextCursor: string | null }, string | undefined>;

/** Whether what is typed stands in the words, in whatever case. */
export const fits = (words: string, typed: string): boolean =>
  words.toLocaleLowerCase().includes(typed.trim().toLocaleLowerCase());

/** Until the answer to what is typed has come: what was found before, as far as it fits. */
const fitting = <Item>(before: Pages<Item> | undefined, typed: string, wordsOf: (item: Item) => string) =>
  before && {
    ...before,
    pages: before.pages.map((page) => ({
      ...page,
      items: page.items.filter((item) => fits(wordsOf(item), typed)),
    })),
  };

/** Tickets that the person may see, newest change first, page by page. */
export function useTickets(filter: TicketFilter, enabled = true) {
  const { api } = useKit();
  return useInfiniteQuery({
    queryKey: ['tickets', filter],
    enabled,
    placeholderData: keepPreviousData,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      api.call(listTickets, {
        query: { ...filter, limit: 50, ...(pageParam === undefined ? {} : { cursor: pageParam }) },
        signal,
      }),
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
}

const projectsRead = (api: ApiClient) =>
  queryOptions({ queryKey: ['projects'], queryFn: ({ signal }) => everyProject(api, 'false', signal) });

/** Every project that the person may see, by key. */
export function useProjects() {
  const { api } = useKit();
  return useQuery(projectsRead(api));
}

/** Reads the projects while it is still found out who is signed in: every page of theirs needs them. */
export function readProjectsAhead({ api, queries, tokens }: Kit): void {
  if (tokens.read() !== null) void queries.prefetchQuery(projectsRead(api));
}

/** Projects that were put away, by key. */
export function useArchivedProjects(enabled = true) {
  const { api } = useKit();
  return useQuery({
    queryKey: ['archived-projects'],
    enabled,
    queryFn: ({ signal }) => everyProject(api, 'true', signal),
  });
}

async function everyProject(
  api: ApiClient,
  archived: 'true' | 'false',
  signal: AbortSignal,
): Promise<ProjectView[]> {
  const projects: ProjectView[] = [];
  let cursor: string | null = null;
  do {
    const page: { items: ProjectView[]; nextCursor: string | null } = await api.call(listProjects, {
      query: { archived, limit: 200, ...(cursor === null ? {} : { cursor }) },
      signal,
    });
    projects.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return projects;
}

const LOOKS_FOR_A_KEY = 4;
const LOOK_AGAIN_MS = 1_000;

/** The id of the ticket with this key (`OPS-12`), archived or not; null when there is none to see. */
export function useTicketId(
  projectId: string | undefined,
  key: string | undefined,
  known: string | undefined,
) {
  const { api } = useKit();
  const query = useQuery<string | null>({
    queryKey: ['ticket-id', projectId, key],
    enabled: projectId !== undefined && key !== undefined && known === undefined,
    // A key stays its ticket's. One that is not found may be of a ticket that was opened in this moment.
    staleTime: ({ state }) => (state.data === null ? 0 : Number.POSITIVE_INFINITY),
    refetchInterval: ({ state }) =>
      state.data === null && state.dataUpdateCount < LOOKS_FOR_A_KEY ? LOOK_AGAIN_MS : false,
    queryFn: async ({ signal }) => {
      const page = await api.call(listTickets, {
        query: { q: key, archived: 'any', limit: 200, ...(projectId === undefined ? {} : { projectId }) },
        signal,
      });
      return page.items.find((ticket) => ticket.key === key)?.id ?? null;
    },
  });
  return { id: known ?? query.data, error: query.error, retry: () => void query.refetch() };
}

export type PeopleFilter = Omit<QuerySentOf<typeof listUsers>, 'cursor' | 'limit'>;

/** People that the person may know of, by name, page by page. */
export function usePeople(filter: PeopleFilter, enabled = true) {
  const { api } = useKit();
  return useInfiniteQuery({
    queryKey: ['people', filter],
    enabled,
    placeholderData: (before: Pages<PersonView> | undefined) =>
      fitting(before, filter.q ?? '', ({ displayName, username }) => `${displayName} ${username}`),
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      api.call(listUsers, {
        query: { ...filter, limit: 50, ...(pageParam === undefined ? {} : { cursor: pageParam }) },
        signal,
      }),
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
}

/** Companies that the person may see, page by page; of a project, those that it serves. */
export function useCompanies(q = '', enabled = true, projectId?: string) {
  const { api } = useKit();
  return useInfiniteQuery({
    queryKey: ['companies', q, projectId],
    enabled,
    placeholderData: (before: Pages<CompanyView> | undefined) => fitting(before, q, ({ name }) => name),
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      api.call(listCompanies, {
        query: {
          q,
          limit: 50,
          ...(projectId === undefined ? {} : { projectId }),
          ...(pageParam === undefined ? {} : { cursor: pageParam }),
        },
        signal,
      }),
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
}

/** Who holds which role in the project. */
export function useRoles(projectId: string | undefined, enabled = true) {
  const { api } = useKit();
  return useQuery({
    queryKey: ['roles', projectId],
    enabled: enabled && projectId !== undefined,
    queryFn: async ({ signal }) =>
      (await api.call(listRoles, { params: { id: projectId ?? '' }, signal })).items,
  });
}
