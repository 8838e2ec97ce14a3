import { roomChannel } from '@ticketing/contracts/live.ts';
import type { ReadRoomView } from '@ticketing/contracts/room-views.ts';
import type { PersonView } from '@ticketing/contracts/views.ts';
import {
  type ConversationRow,
  conversationRows,
  firstUnread,
  type Unread,
} from '@ticketing/web-kit/chat/conversation.ts';
import { useReading } from '@ticketing/web-kit/chat/reading.ts';
import { useRoom } from '@ticketing/web-kit/chat/room.ts';
import { useRoomCommands } from '@ticketing/web-kit/chat/room-commands.ts';
import type { ShownMessage } from '@ticketing/web-kit/chat/shown-messages.ts';
import { type TimelineResult, useTimeline } from '@ticketing/web-kit/chat/use-timeline.ts';
import { usePresence } from '@ticketing/web-kit/presence.ts';
import { useMe } from '@ticketing/web-kit/session.tsx';
import { useFileDrop } from '@ticketing/web-kit/uploads/file-sources.ts';
import { useUploads } from '@ticketing/web-kit/uploads/use-uploads.ts';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { byId } from '../shell/avatar.tsx';
import { EmptyState, Failed, ListSkeleton } from '../shell/empty-states.tsx';
import { Composer } from './composer.tsx';
import './conversation.css';
import { DayLine, SystemLine, UnreadLine } from './conversation-lines.tsx';
import { MessageEdit } from './message-edit.tsx';
import { MessageList } from './message-list.tsx';
import { MessageRow } from './message-row.tsx';
import { Quoted } from './quoted.tsx';
import { ReadMarks, readersByMessage } from './read-marks.tsx';
import { TypingLine } from './typing-line.tsx';
import { useMessageActions } from './use-message-actions.ts';
import { usePlace } from './use-place.ts';

/**
 * A whole room to be put anywhere: its conversation, live, and the box to write in. It fills the height of what it stands
 * in, which must have one, and brings its own style. The room of a ticket has the ticket's id and is there as soon as the
 * ticket is: `<Room roomId={ticket.id} />`. Import it lazily: `lazyPart(() => import('../chat/room.tsx'))`.
 *
 * @param roomId may change; another room starts at its end
 * @param messageId of a message to be led to
 */
export default function Room({ roomId, messageId }: { roomId: string; messageId?: string | undefined }) {
  const { t } = useTranslation();
  const me = useMe();
  const { room, gone, error, retry } = useRoom(roomId, me.id);
  const line = useTimeline(roomId);
  if (gone) return <EmptyState title={t('chat.gone')} />;
  const failure = error ?? line.error;
  if (room !== undefined && line.messages !== undefined) {
    return <Talk key={roomId} room={room} line={line} messages={line.messages} messageId={messageId} />;
  }
  if (failure) {
    const again = () => {
      retry();
      line.retry();
    };
    return <Failed error={failure} retry={again} />;
  }
  return (
    <div className="talk">
      <ListSkeleton rows={4} />
    </div>
  );
}

function Talk(props: {
  room: ReadRoomView;
  line: TimelineResult;
  messages: readonly ShownMessage[];
  messageId: string | undefined;
}) {
  const { room, line, messages, messageId } = props;
  const { t } = useTranslation();
  const me = useMe();
  const commands = useRoomCommands(me.id);
  const others = usePresence(roomChannel(room.id));
  const uploads = useUploads();
  const drop = useFileDrop(uploads.add, !room.allowed.includes('chat.write'));
  const box = useRef<HTMLTextAreaElement | null>(null);
  const [answering, setAnswering] = useState<ShownMessage>();
  const [editing, setEditing] = useState<string>();
  const [atEnd, setAtEnd] = useState(true);
  /** How things stood when the room was opened: the line of what is new stays where it was. */
  const [opened] = useState<Unread>(() => ({
    count: room.unread,
    readTo: room.participants.find(({ userId }) => userId === me.id)?.readTo ?? null,
  }));
  const [firstMessages] = useState(messages);
  const [sent, setSent] = useState(0);
  const mayWrite = room.allowed.includes('chat.write');
  const mayModerate = room.allowed.includes('chat.moderate');
  /** Who was mentioned from outside the room, until the server names them. */
  const [met, setMet] = useState<readonly PersonView[]>([]);
  const people = useMemo(
    () => new Map([...byId(met), ...byId(room.people), ...line.people]),
    [met, room.people, line.people],
  );
  const newFrom = useMemo(
    () => firstUnread(upTo(messages, firstMessages.at(-1)?.id), opened, me.id),
    [firstMessages, messages, opened, me.id],
  );
  const rows = useMemo(() => conversationRows(messages, newFrom), [messages, newFrom]);
  const known = useMemo(() => byId(messages), [messages]);
  const readers = useMemo(() => readersByMessage(room, messages, me.id), [room, messages, me.id]);
  useReading(commands, room.id, messages, room.unread, atEnd);

  const { place, marked, jump } = usePlace(messageId, line.jumpTo);

  const actions = useMessageActions({
    room,
    commands,
    onReply: setAnswering,
    onEdit: useCallback(({ id }: ShownMessage) => setEditing(id), []),
  });

  const [wantsNew, setWantsNew] = useState(false);
  useEffect(() => {
    if (!wantsNew || newFrom === undefined) return;
    setWantsNew(false);
    void jump(newFrom);
  }, [wantsNew, newFrom, jump]);
  const toNew = async () => {
    // Where one had stopped is found by its message, or by going back so far.
    if (newFrom === undefined && opened.readTo !== null) await jump(opened.readTo);
    else {
      if (newFrom === undefined) await line.readBack(opened.count);
      setWantsNew(true);
    }
  };
  const send = async (body: string, files: Parameters<Parameters<typeof Composer>[0]['onSend']>[1]) => {
    commands.post(room.id, { body, files, replyToId: answering?.id ?? null });
    setAnswering(undefined);
    await line.toEnd();
    setSent((count) => count + 1);
  };

  const draw = (row: ConversationRow) => {
    if (row.kind === 'day') return <DayLine date={row.date} />;
    if (row.kind === 'unread') return <UnreadLine />;
    if (row.kind === 'system') return <SystemLine message={row.message} people={people} />;
    const { message } = row;
    const read = readers.get(message.id);
    return (
      <>
        {editing === message.id ? (
          <MessageEdit
            room={room}
            people={people}
            messageId={message.id}
            body={message.body}
            myId={me.id}
            onSave={(body) => actions.saveEdit(message, body)}
            onClose={() => {
              setEditing(undefined);
              box.current?.focus();
            }}
          />
        ) : (
          <MessageRow
            message={message}
            first={row.first}
            last={row.last}
            myId={me.id}
            mayWrite={mayWrite}
            mayModerate={mayModerate}
            people={people}
            answered={message.replyToId === null ? undefined : (known.get(message.replyToId) ?? null)}
            marked={marked === message.id}
            line={line}
            actions={actions.ofMessage}
            onJump={jump}
          />
        )}
        {read !== undefined && <ReadMarks ids={read} people={people} />}
      </>
    );
  };

  return (
    <section className="talk" {...drop.handlers}>
      {drop.over && <div className="talk-drop">{t('chat.dropHere')}</div>}
      {messages.length === 0 ? (
        <EmptyState
          title={t('chat.emptyTitle')}
          text={t(mayWrite ? 'chat.emptyText' : 'chat.emptyReadOnly')}
        />
      ) : (
        <MessageList
          rows={rows}
          line={line}
          label={t('chat.conversation')}
          place={place}
          unread={room.unread}
          above={opened.count > 0 ? { count: opened.count, go: () => void toNew() } : undefined}
          sent={sent}
          onAtEnd={setAtEnd}
          draw={draw}
        />
      )}
      <TypingLine others={others} />
      {mayWrite ? (
        <Composer
          room={room}
          myId={me.id}
          people={people}
          onMention={(person) => setMet((before) => [...before, { ...person, staff: true, active: true }])}
          uploads={uploads}
          box={box}
          answering={
            answering && {
              message: answering,
              face: <Quoted message={answering} people={people} onJump={() => void jump(answering.id)} />,
            }
          }
          onCancelAnswer={() => setAnswering(undefined)}
          onSend={(body, files) => void send(body, files)}
          onEditLast={() => {
            const last = messages.findLast(
              ({ authorId, removed, outgoing, kind }) =>
                kind === 'message' && authorId === me.id && !removed && outgoing === undefined,
            );
            if (last !== undefined) setEditing(last.id);
          }}
        />
      ) : (
        <p className="talk-closed">{t(room.ticket?.archived ? 'chat.archived' : 'chat.readOnly')}</p>
      )}
    </section>
  );
}

/** The messages up to one; all of them where it is not among them. */
function upTo(messages: readonly ShownMessage[], lastId: string | undefined): readonly ShownMessage[] {
  const index = messages.findIndex(({ id }) => id === lastId);
  return index < 0 ? messages : messages.slice(0, index + 1);
}
