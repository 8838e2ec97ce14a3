import { roomChannel } from '@ticketing/contracts/live.ts';
import type { ReadRoomView } from '@ticketing/contracts/room-views.ts';
import { useReading } from '@ticketing/web-kit/chat/reading.ts';
import { type RoomCommands, useRoomCommands } from '@ticketing/web-kit/chat/room-commands.ts';
import type { ShownMessage } from '@ticketing/web-kit/chat/shown-messages.ts';
import { useTimeline } from '@ticketing/web-kit/chat/use-timeline.ts';
import { errorWords } from '@ticketing/web-kit/i18n.ts';
import { useMe } from '@ticketing/web-kit/session.tsx';
import { useOnline } from '@ticketing/web-kit/use-online.ts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Notice, Shape } from '../shell/states.tsx';
import { useToast } from '../shell/toasts.tsx';
import { KnownNamesContext } from '../ticket/known-names.ts';
import { Message } from '../ticket/message.tsx';
import { useStayAtEnd } from '../ticket/stay-at-end.ts';
import { WritingSign } from '../ticket/writing-sign.tsx';
import { ChatBox } from './chat-box.tsx';
import { ChatFiles } from './chat-files.tsx';
import { ReactButton, Reactions } from './reactions.tsx';

/** A room live: what was written, who is writing, and the box to answer in. */
export function RoomChat({ room }: { readonly room: ReadRoomView }) {
  const { t } = useTranslation();
  const me = useMe();
  const commands = useRoomCommands(me.id);
  const line = useTimeline(room.id);
  // What the ticket tells stands in its conversation.
  const messages = line.messages?.filter(({ kind }) => kind === 'message');
  const goToEnd = useStayAtEnd(messages?.at(-1)?.id, true);
  useReading(commands, room.id, messages, room.unread, !line.hasNewer);
  const staff = new Set(room.people.filter((person) => person.staff).map(({ id }) => id));
  const nameOf = (id: string) =>
    (line.people.get(id) ?? room.people.find((person) => person.id === id))?.displayName;
  const isStaff = (id: string) => line.people.get(id)?.staff ?? staff.has(id);

  const names = { nameOf, fileAddress: () => undefined };
  const mayWrite = room.allowed.includes('chat.write');

  if (messages === undefined) {
    if (line.error === null) {
      return (
        <div role="status" aria-label={t('state.loading')} className="late mt-6 flex flex-1 flex-col gap-3">
          <Shape className="h-12 w-3/5 rounded-bubble" />
          <Shape className="h-12 w-2/5 self-end rounded-bubble" />
        </div>
      );
    }
    return (
      <div className="mt-6 flex-1">
        <Notice
          alert
          title={t('desk.chat.failed')}
          hint={t('state.errorText', { reason: errorWords(t, line.error) })}
        >
          <button type="button" className="button-primary" onClick={line.retry}>
            {t('state.retry')}
          </button>
        </Notice>
      </div>
    );
  }
  return (
    <>
      <section aria-label={t('desk.chat.title')} className="mt-6 flex-1">
        {line.hasOlder && (
          <button
            type="button"
            className="button-quiet mb-5 w-full"
            disabled={line.reading !== null}
            onClick={line.readOlder}
          >
            {line.reading === 'older' ? t('desk.home.loadingMore') : t('desk.chat.earlier')}
          </button>
        )}
        {messages.length === 0 && <Notice title={t('desk.chat.empty')} hint={t('desk.chat.emptyHint')} />}
        <KnownNamesContext value={names}>
          <div role="log">
            <ol className="flex flex-col gap-3">
              {messages.map((message) => (
                <Said
                  key={message.outgoing?.commandId ?? message.id}
                  message={message}
                  myId={me.id}
                  nameOf={nameOf}
                  mayWrite={mayWrite}
                  fromStaff={isStaff(message.authorId)}
                  commands={commands}
                  passOf={(fileId) => line.passes.get(fileId)?.pass}
                  readAgain={() => void line.readAgain(message.id).catch(() => undefined)}
                />
              ))}
            </ol>
          </div>
        </KnownNamesContext>
      </section>
      <WritingSign channel={roomChannel(room.id)} what="message" />
      {mayWrite ? (
        <ChatBox roomId={room.id} commands={commands} onSend={goToEnd} />
      ) : (
        <p className="py-4 text-center text-muted">{t('desk.chat.readOnly')}</p>
      )}
    </>
  );
}

type SaidProps = {
  readonly message: ShownMessage;
  readonly myId: string;
  readonly nameOf: (id: string) => string | undefined;
  readonly mayWrite: boolean;
  readonly fromStaff: boolean;
  readonly commands: RoomCommands;
  readonly passOf: (fileId: string) => string | undefined;
  readonly readAgain: () => void;
};

function Said({ message, myId, nameOf, mayWrite, fromStaff, commands, passOf, readAgain }: SaidProps) {
  const { t } = useTranslation();
  const online = useOnline();
  const toast = useToast();
  const [offering, setOffering] = useState(false);
  const { outgoing, roomId, id } = message;
  const isMine = message.authorId === myId;
  function edit(body: string) {
    commands.edit(roomId, id, body);
    // A message that was files alone cannot go back to having no words.
    if (message.body === '') return;
    const undo = () => void commands.edit(roomId, id, message.body);
    toast({ text: t('desk.chat.changedNow'), undo });
  }
  const author = { name: nameOf(message.authorId), isMine, fromStaff: !isMine && fromStaff };
  if (message.removed) {
    return <Message id={id} text={`*${t('desk.chat.removed')}*`} at={message.at} author={author} />;
  }
  const files = message.files.length > 0 && (
    <ChatFiles roomId={roomId} files={message.files} passOf={passOf} readAgain={readAgain} />
  );
  const said = (
    <Message
      id={id}
      text={message.body}
      at={message.at}
      author={author}
      edited={message.editedAt !== null}
      files={files}
      underway={
        outgoing === undefined || outgoing.refusal !== undefined ? null : online ? 'sending' : 'waiting'
      }
      aside={
        mayWrite &&
        outgoing === undefined && <ReactButton open={offering} onPress={() => setOffering(!offering)} />
      }
      below={
        <Reactions
          given={message.reactions}
          myId={myId}
          nameOf={nameOf}
          offering={offering}
          mayReact={mayWrite && outgoing === undefined}
          react={(reaction, on) => {
            setOffering(false);
            commands.react(roomId, id, reaction, on);
          }}
        />
      }
      {...(isMine && outgoing === undefined
        ? {
            tools: {
              edit,
              remove: () => toast({ text: t('desk.chat.removedNow'), undo: commands.remove(roomId, id) }),
              offersUndo: true,
            },
          }
        : {})}
    />
  );
  if (outgoing?.refusal === undefined) return said;
  return (
    <>
      {said}
      <li role="alert" className="flex flex-wrap items-center justify-end gap-2 text-harm">
        {t('desk.chat.notSent', { reason: t(`errors.${outgoing.refusal}`) })}
        <button type="button" className="button-quiet" onClick={() => commands.retry(outgoing.commandId)}>
          {t('desk.chat.again')}
        </button>
        <button type="button" className="button-quiet" onClick={() => commands.discard(outgoing.commandId)}>
          {t('desk.chat.discard')}
        </button>
      </li>
    </>
  );
}
