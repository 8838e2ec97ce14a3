import type { ReadRoomView } from '@ticketing/contracts/room-views.ts';
import type { RoomCommands } from '@ticketing/web-kit/chat/room-commands.ts';
import type { ShownMessage } from '@ticketing/web-kit/chat/shown-messages.ts';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useToast } from '../shell/toasts.tsx';
import type { MessageActions } from './message-tools.tsx';

/** What can be done with messages of a room; what can be taken back offers it for a while. */
export function useMessageActions(props: {
  room: ReadRoomView;
  commands: RoomCommands;
  onReply: (message: ShownMessage) => void;
  onEdit: (message: ShownMessage) => void;
}): { readonly ofMessage: MessageActions; readonly saveEdit: (message: ShownMessage, body: string) => void } {
  const { room, commands, onReply, onEdit } = props;
  const { t } = useTranslation();
  const toast = useToast();
  const roomId = room.id;
  return useMemo(
    () => ({
      ofMessage: {
        onReply,
        onEdit,
        onRemove({ id }) {
          const undo = commands.remove(roomId, id);
          toast({ text: t('chat.messageRemoved'), action: { label: t('chat.undo'), run: undo } });
        },
        onCopyLink({ id }) {
          const link = `${window.location.origin}/chat/${roomId}?message=${id}`;
          navigator.clipboard?.writeText(link).then(
            () => toast({ text: t('chat.linkCopied') }),
            () => toast({ tone: 'harm', text: t('chat.linkNotCopied') }),
          );
        },
        onReact: ({ id }, reaction, on) => void commands.react(roomId, id, reaction, on),
        onRetry: commands.retry,
        onDiscard: commands.discard,
      },
      saveEdit({ id, body: before }, body) {
        commands.edit(roomId, id, body);
        // A message that was files alone cannot go back to having no words.
        if (before === '') return;
        const undo = () => void commands.edit(roomId, id, before);
        toast({ text: t('chat.messageEdited'), action: { label: t('chat.undo'), run: undo } });
      },
    }),
    [roomId, commands, onReply, onEdit, toast, t],
  );
}
