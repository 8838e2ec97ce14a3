import { useRoom } from '@ticketing/web-kit/chat/room.ts';
import { useRooms } from '@ticketing/web-kit/chat/rooms.ts';
import { lazyPart } from '@ticketing/web-kit/lazy-part.ts';
import { useMe } from '@ticketing/web-kit/session.tsx';
import { useAddress } from '@ticketing/web-kit/use-address.ts';
import Button from 'antd/es/button';
import type { InputRef } from 'antd/es/input';
import Input from 'antd/es/input/Input';
import Segmented from 'antd/es/segmented';
import { Suspense, useDeferredValue, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { PlusIcon, SearchIcon } from '../icons.tsx';
import { EmptyState, Failed, ListSkeleton } from '../shell/empty-states.tsx';
import { useKeys } from '../shell/keys.ts';
import { usePageTitle } from '../shell/page-title.ts';
import './rooms.css';
import { FoundMessages } from './found-messages.tsx';
import Room from './room.tsx';
import { RoomHead } from './room-head.tsx';
import { type RoomKindFilter, RoomList, roomKinds, roomsOfKind } from './room-list.tsx';
import { roomName } from './room-name.ts';

const NewRoomDialog = lazyPart(() => import('./new-room-dialog.tsx'));

/** Rooms at the left, the open one beside them; on a narrow screen one of the two. */
export default function ChatPage() {
  const { t } = useTranslation();
  const me = useMe();
  const navigate = useNavigate();
  const { roomId } = useParams();
  const [params, setParams] = useAddress();
  const result = useRooms(me.id);
  const [creating, setCreating] = useState(false);
  const search = useRef<InputRef>(null);
  const words = params.get('q') ?? '';
  const deferred = useDeferredValue(words.trim());
  const kind = roomKinds.find((each) => each === params.get('show')) ?? 'all';
  const rooms = result.rooms ?? [];
  const shown = roomsOfKind(rooms, kind, roomId);
  usePageTitle(t('chat.title'));

  /** Where one is among the rooms, without the message that one was led to. */
  const place = new URLSearchParams(params);
  place.delete('message');
  const suffix = place.size === 0 ? '' : `?${place}`;
  const set = (name: string, value: string) =>
    setParams(
      (before) => {
        const next = new URLSearchParams(before);
        if (value === '') next.delete(name);
        else next.set(name, value);
        return next;
      },
      { replace: true },
    );
  const walk = (step: 1 | -1) => {
    const at = shown.findIndex(({ id }) => id === roomId);
    const next = shown[at < 0 ? 0 : at + step];
    if (next !== undefined) void navigate(`/chat/${next.id}${suffix}`);
  };
  useKeys({
    '/': () => search.current?.focus(),
    j: () => walk(1),
    k: () => walk(-1),
    n: () => setCreating(true),
  });

  const list = () => {
    if (deferred !== '') return <FoundMessages words={deferred} rooms={rooms} result={result} myId={me.id} />;
    if (result.rooms === undefined) {
      return result.error ? <Failed error={result.error} retry={result.retry} /> : <ListSkeleton rows={6} />;
    }
    if (shown.length === 0) {
      return rooms.length === 0 ? (
        <EmptyState title={t('chat.noRooms')} text={t('chat.noRoomsText')}>
          <Button onClick={() => setCreating(true)}>{t('chat.newRoom')}</Button>
        </EmptyState>
      ) : (
        <p className="found-hint muted">{t('chat.noneOfKind')}</p>
      );
    }
    return <RoomList rooms={shown} result={result} myId={me.id} search={suffix} />;
  };

  return (
    <div className={roomId === undefined ? 'chat-page' : 'chat-page has-room'}>
      <aside className="rooms">
        <div className="rooms-head">
          {roomId === undefined ? <h1>{t('chat.title')}</h1> : <h2>{t('chat.title')}</h2>}
          <Button
            icon={<PlusIcon />}
            aria-label={t('chat.newRoom')}
            title={`${t('chat.newRoom')} (N)`}
            onClick={() => setCreating(true)}
          />
        </div>
        <div className="rooms-tools">
          <Input
            ref={search}
            prefix={<SearchIcon />}
            aria-label={t('chat.search')}
            placeholder={t('chat.search')}
            allowClear
            value={words}
            onChange={(event) => set('q', event.target.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Escape') return;
              set('q', '');
              event.currentTarget.blur();
            }}
          />
          {deferred === '' && (
            <Segmented<RoomKindFilter>
              block
              size="small"
              aria-label={t('chat.rooms')}
              value={kind}
              onChange={(next) => set('show', next === 'all' ? '' : next)}
              options={roomKinds.map((each) => ({
                value: each,
                label: t(each === 'unread' ? 'chat.unreadOnly' : `chat.${each}`),
              }))}
            />
          )}
        </div>
        <div className="rooms-scroll">{list()}</div>
      </aside>
      <div className="room-place">
        {roomId === undefined ? (
          <EmptyState title={t('chat.choose')} />
        ) : (
          <OpenRoom
            roomId={roomId}
            myId={me.id}
            back={`/chat${suffix}`}
            messageId={params.get('message') ?? undefined}
          />
        )}
      </div>
      <Suspense fallback={null}>{creating && <NewRoomDialog onClose={() => setCreating(false)} />}</Suspense>
    </div>
  );
}

function OpenRoom(props: { roomId: string; myId: string; back: string; messageId: string | undefined }) {
  const { roomId, myId } = props;
  const { t } = useTranslation();
  const { room, gone } = useRoom(roomId, myId);
  usePageTitle(room === undefined ? t('chat.title') : roomName(t, room, myId));
  return (
    <>
      {room !== undefined && !gone && <RoomHead room={room} myId={myId} back={props.back} />}
      <Room roomId={roomId} messageId={props.messageId} />
    </>
  );
}
