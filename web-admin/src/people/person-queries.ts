import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getUserActivity } from '@ticketing/contracts/endpoints/finding.ts';
import { getUser } from '@ticketing/contracts/endpoints/users.ts';
import type { PersonView, UserView } from '@ticketing/contracts/views.ts';
import { useKit } from '@ticketing/web-kit/kit.tsx';

export function usePerson(id: string) {
  const { api } = useKit();
  return useQuery({
    queryKey: ['person', id],
    queryFn: ({ signal }) => api.call(getUser, { params: { id }, signal }),
  });
}

/** Whether it is told of the person what only they and superusers see. */
export const isUserView = (person: UserView | PersonView): person is UserView => 'superuser' in person;

/** What a person did with tickets that the reader may see. */
export function usePersonActivity(id: string) {
  const { api } = useKit();
  return useInfiniteQuery({
    queryKey: ['person-activity', id],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      api.call(getUserActivity, {
        params: { id },
        query: { limit: 15, ...(pageParam === undefined ? {} : { cursor: pageParam }) },
        signal,
      }),
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
}
