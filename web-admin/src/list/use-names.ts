import { useQueries } from '@tanstack/react-query';
import { getCompany } from '@ticketing/contracts/endpoints/companies.ts';
import { getUser } from '@ticketing/contracts/endpoints/users.ts';
import type { CardView, ColumnView, PersonView, ProjectView, TagView } from '@ticketing/contracts/views.ts';
import { useKit } from '@ticketing/web-kit/kit.tsx';
import { useCompanies, usePeople } from '@ticketing/web-kit/lists.ts';
import { useMe } from '@ticketing/web-kit/session.tsx';
import { useEffect, useMemo } from 'react';
import { type ListFilter, noFilter } from '../filter/ticket-filter.ts';
import { byId } from '../shell/avatar.tsx';

type Named = { readonly id: string; readonly name: string };

/** What a list looks names up in. */
export type ListNames = {
  readonly people: ReadonlyMap<string, PersonView>;
  readonly companies: ReadonlyMap<string, Named>;
  readonly projects: ReadonlyMap<string, ProjectView>;
  readonly columns: ReadonlyMap<string, ColumnView>;
  readonly tags: ReadonlyMap<string, TagView>;
};

/** Names stay what they are for long. */
const LONG = 10 * 60_000;
/** Names that are asked for one by one; of more than that whole pages are read. */
const ONE_BY_ONE = 20;

/**
 * People and companies of these tickets and of the filter by name: most from the first page, the rest one by one.
 * @param whole reads all people, or all companies, as a list that is grouped by them needs
 */
export function useNames(
  projects: readonly ProjectView[],
  tickets: readonly CardView[],
  { values }: ListFilter = noFilter,
  whole?: 'people' | 'companies',
): ListNames {
  const { api } = useKit();
  const me = useMe();
  const only = projects.length === 1 ? projects[0]?.id : undefined;
  const somePeople = usePeople(only === undefined ? {} : { projectId: only });
  const someCompanies = useCompanies();
  const listedPeople = useMemo(() => somePeople.data?.pages.flatMap((page) => page.items), [somePeople.data]);
  const listedCompanies = useMemo(
    () => someCompanies.data?.pages.flatMap((page) => page.items),
    [someCompanies.data],
  );

  const wantedPeople = useMemo(
    () => [
      ...new Set([
        ...tickets.flatMap((card) => [card.reporterId, ...card.assigneeIds]),
        ...(values.assigneeId ?? []),
        ...(values.reporterId ?? []),
        ...(values.creditedId ?? []),
      ]),
    ],
    [tickets, values],
  );
  const wantedCompanies = useMemo(
    () => [...new Set([...tickets.flatMap((card) => card.companyId ?? []), ...(values.companyId ?? [])])],
    [tickets, values],
  );
  const unknown = (wanted: readonly string[], known: readonly { id: string }[] | undefined) => {
    if (known === undefined) return [];
    const have = new Set(known.map(({ id }) => id));
    return wanted.filter((id) => id.length === 36 && id !== me.id && !have.has(id));
  };
  const morePeople = useMorePages(somePeople, unknown(wantedPeople, listedPeople), whole === 'people');
  const moreCompanies = useMorePages(
    someCompanies,
    unknown(wantedCompanies, listedCompanies),
    whole === 'companies',
  );
  const people = useQueries({
    queries: morePeople.map((id) => ({
      queryKey: ['person', id],
      staleTime: LONG,
      queryFn: ({ signal }: { signal: AbortSignal }) => api.call(getUser, { params: { id }, signal }),
    })),
    combine: (answers) => answers.flatMap(({ data }) => data ?? []),
  });
  const companies = useQueries({
    queries: moreCompanies.map((id) => ({
      queryKey: ['company', id],
      staleTime: LONG,
      queryFn: ({ signal }: { signal: AbortSignal }) => api.call(getCompany, { params: { id }, signal }),
    })),
    combine: (answers) => answers.flatMap(({ data }) => data ?? []),
  });

  return useMemo(
    () => ({
      people: byId<PersonView>([me, ...(listedPeople ?? []), ...people]),
      companies: byId<Named>([...(listedCompanies ?? []), ...companies]),
      projects: byId(projects),
      columns: byId(projects.flatMap((project) => project.columns)),
      tags: byId(projects.flatMap((project) => project.tags)),
    }),
    [me, listedPeople, people, listedCompanies, companies, projects],
  );
}

/** Reads on while many are not named yet. @returns those to ask for one by one */
function useMorePages(
  list: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown },
  unknown: readonly string[],
  whole: boolean,
): readonly string[] {
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  const on = hasNextPage && (whole || unknown.length > ONE_BY_ONE);
  useEffect(() => {
    if (on && !isFetchingNextPage) void fetchNextPage();
  }, [on, isFetchingNextPage, fetchNextPage]);
  return on ? [] : unknown;
}
