import { roomChannel } from '@ticketing/contracts/live.ts';
import type { RoomCommands } from '@ticketing/web-kit/chat/room-commands.ts';
import { useDraft } from '@ticketing/web-kit/drafts.ts';
import { useTyping } from '@ticketing/web-kit/presence.ts';
import { useMe } from '@ticketing/web-kit/session.tsx';
import { useKeptUploads } from '@ticketing/web-kit/uploads/use-kept-uploads.ts';
import { useTranslation } from 'react-i18next';
import { WritingBox } from '../ticket/writing-box.tsx';

type Props = { readonly roomId: string; readonly commands: RoomCommands; readonly onSend: () => void };

/** Where one writes in a room. What is refused stands in the room, to be sent again. */
export function ChatBox({ roomId, commands, onSend }: Props) {
  const { t } = useTranslation();
  const me = useMe();
  const draft = useDraft(me.id, `room.${roomId}`);
  const typing = useTyping(roomChannel(roomId));
  const uploads = useKeptUploads(`room.${roomId}`);

  function send() {
    typing(null);
    commands.post(roomId, {
      body: draft.text.trim(),
      files: uploads.list.flatMap(({ uploaded }) => {
        if (uploaded === null) return [];
        const { fileId: id, name, contentType, size } = uploaded;
        return [{ id, name, contentType, size, hasThumbnail: false }];
      }),
    });
    draft.write('');
    uploads.clear();
    onSend();
  }

  return (
    <WritingBox
      label={t('desk.chat.message')}
      placeholder={t('desk.chat.hint')}
      draft={draft}
      uploads={uploads}
      sentBy="enter"
      onTyping={(isEmpty) => typing(isEmpty ? null : 'message')}
      send={send}
    />
  );
}
