import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { search } from '@ticketing/contracts/endpoints/finding.ts';
import { useKit } from '@ticketing/web-kit/kit.tsx';

/** Everything that was said with these words, of tickets archived or not, best first, page by page. */
export function useSearch(words: string) {
  const { api } = useKit();
  return useInfiniteQuery({
    queryKey: ['search', words],
    enabled: words !== '',
    placeholderData: keepPreviousData,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      api.call(search, {
        query: { q: words, limit: 30, ...(pageParam === undefined ? {} : { cursor: pageParam }) },
        signal,
      }),
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
}
