import { useQueries } from '@tanstack/react-query';
import { getCompany } from '@ticketing/contracts/endpoints/companies.ts';
import { getUser } from '@ticketing/contracts/endpoints/users.ts';
import type { CardView, ColumnView, PersonView, ProjectView, TagView } from '@ticketing/contracts/views.ts';
import { useKit } from '@ticketing/web-kit/kit.tsx';
import { useCompanies, usePeople } from '@ticketing/web-kit/lists.ts';
import { useMe } from '@ticketing/web-kit/session.tsx';
import { useMemo } from 'react';
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
/** Names that are asked for one by one; with more than that some stay unnamed until the list is narrower. */
const ONE_BY_ONE = 60;

/** People and companies of these tickets and of the filter by name: most from the first page, the rest one by one. */
export function useNames(
  projects: readonly ProjectView[],
  tickets: readonly CardView[],
  { values }: ListFilter = noFilter,
): ListNames {
  const { api } = useKit();
  const me = useMe();
  const only = projects.length === 1 ? projects[0]?.id : undefined;
  const somePeople = usePeople(only === undefined ? {} : { projectId: only });
  const someCompanies = useCompanies();
  const firstPeople = somePeople.data?.pages[0]?.items;
  const firstCompanies = someCompanies.data?.pages[0]?.items;

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
    return wanted.filter((id) => id.length === 36 && id !== me.id && !have.has(id)).slice(0, ONE_BY_ONE);
  };
  const people = useQueries({
    queries: unknown(wantedPeople, firstPeople).map((id) => ({
      queryKey: ['person', id],
      staleTime: LONG,
      queryFn: ({ signal }: { signal: AbortSignal }) => api.call(getUser, { params: { id }, signal }),
    })),
    combine: (answers) => answers.flatMap(({ data }) => data ?? []),
  });
  const companies = useQueries({
    queries: unknown(wantedCompanies, firstCompanies).map((id) => ({
      queryKey: ['company', id],
      staleTime: LONG,
      queryFn: ({ signal }: { signal: AbortSignal }) => api.call(getCompany, { params: { id }, signal }),
    })),
    combine: (answers) => answers.flatMap(({ data }) => data ?? []),
  });

  return useMemo(
    () => ({
      people: byId<PersonView>([me, ...(firstPeople ?? []), ...people]),
      companies: byId<Named>([...(firstCompanies ?? []), ...companies]),
      projects: byId(projects),
      columns: byId(projects.flatMap((project) => project.columns)),
      tags: byId(projects.flatMap((project) => project.tags)),
    }),
    [me, firstPeople, people, firstCompanies, companies, projects],
  );
}
