import { useInfiniteQuery } from '@tanstack/react-query';
import { search } from '@ticketing/contracts/endpoints/finding.ts';
import type { MarkedText } from '@ticketing/contracts/finding.ts';
import type { ReadRoomView } from '@ticketing/contracts/room-views.ts';
import type { RoomsResult } from '@ticketing/web-kit/chat/rooms.ts';
import { useKit } from '@ticketing/web-kit/kit.tsx';
import { When } from '@ticketing/web-kit/when.tsx';
import Button from 'antd/es/button';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Failed, ListSkeleton } from '../shell/empty-states.tsx';
import { RoomList } from './room-list.tsx';
import { roomName } from './room-name.ts';

/** What was found by words: rooms by their name and people, and messages that lead to their place. */
export function FoundMessages(props: {
  words: string;
  rooms: readonly ReadRoomView[];
  result: RoomsResult;
  myId: string;
}) {
  const { words, rooms, myId } = props;
  const { t } = useTranslation();
  const { api } = useKit();
  const found = useInfiniteQuery({
    queryKey: ['chat-search', words],
    staleTime: 15_000,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      api.call(search, {
        query: {
          q: words,
          kinds: 'message',
          limit: 20,
          ...(pageParam !== undefined && { cursor: pageParam }),
        },
        signal,
      }),
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
  const wanted = words.toLocaleLowerCase();
  const named = rooms.filter((room) =>
    [
      roomName(t, room, myId),
      room.ticket?.key ?? '',
      ...room.people.map(({ displayName }) => displayName),
    ].some((each) => each.toLocaleLowerCase().includes(wanted)),
  );
  const hits = found.data?.pages.flatMap((page) => page.items) ?? [];
  const similar = found.data?.pages[0]?.similar ?? false;
  const suffix = `&q=${encodeURIComponent(words)}`;
  return (
    <section className="found" aria-label={t('chat.searchResults')} aria-busy={found.isFetching}>
      {named.length > 0 && (
        <RoomList
          rooms={named}
          result={{ ...props.result, more: undefined }}
          myId={myId}
          search={`?${suffix.slice(1)}`}
        />
      )}
      {found.isPending && <ListSkeleton rows={3} />}
      {found.error && hits.length === 0 && <Failed error={found.error} retry={() => void found.refetch()} />}
      {similar && hits.length > 0 && <p className="hint found-hint">{t('chat.similar')}</p>}
      {hits.map((hit) => {
        const room = rooms.find(({ id }) => id === hit.roomId);
        const where = hit.ticket?.key ?? (room === undefined ? '' : roomName(t, room, myId));
        const author = room?.people.find(({ id }) => id === hit.authorId)?.displayName;
        return (
          <Link key={hit.id} to={`/chat/${hit.roomId}?message=${hit.id}${suffix}`} className="found-hit">
            <span className="room-name">
              <span className="clip">{[author, where].filter(Boolean).join(' · ')}</span>
              <When at={hit.at} className="room-when" />
            </span>
            <span className="found-words">
              <Marked text={hit.snippet} />
            </span>
          </Link>
        );
      })}
      {found.data !== undefined && hits.length === 0 && named.length === 0 && (
        <p className="found-hint muted">{t('chat.noResults', { words })}</p>
      )}
      {found.hasNextPage && (
        <Button
          type="link"
          size="small"
          loading={found.isFetchingNextPage}
          onClick={() => void found.fetchNextPage()}
        >
          {t('state.more')}
        </Button>
      )}
    </section>
  );
}

/** Plain text with its matches marked. */
function Marked({ text: { text, marks } }: { text: MarkedText }) {
  const parts = marks.flatMap(({ start, end }, index) => [
    text.slice(marks[index - 1]?.end ?? 0, start),
    <mark key={start}>{text.slice(start, end)}</mark>,
  ]);
  return (
    <>
      {parts}
      {text.slice(marks.at(-1)?.end ?? 0)}
    </>
  );
}
