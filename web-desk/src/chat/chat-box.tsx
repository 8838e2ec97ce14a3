import { roomChannel } from '@ticketing/contracts/live.ts';
import type { RoomCommands } from '@ticketing/web-kit/chat/room-commands.ts';
import { useDraft } from '@ticketing/web-kit/drafts.ts';
import { GrowingBox } from '@ticketing/web-kit/growing-box.tsx';
import { useTyping } from '@ticketing/web-kit/presence.ts';
import { useMe } from '@ticketing/web-kit/session.tsx';
import { pastedFiles } from '@ticketing/web-kit/uploads/file-sources.ts';
import { useUploads } from '@ticketing/web-kit/uploads/use-uploads.ts';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { AttachButton } from '../files/attach-button.tsx';
import { FileTray } from '../files/file-tray.tsx';
import { SendIcon } from '../icons.tsx';

/** Longest message, in characters (contracts, `MessageBody`). */
const LIMIT = 10_000;

type Props = { readonly roomId: string; readonly commands: RoomCommands; readonly onSend: () => void };

/** Where one writes in a room: Enter sends, as in any chat, where there are real keys. */
export function ChatBox({ roomId, commands, onSend }: Props) {
  const { t } = useTranslation();
  const me = useMe();
  const draft = useDraft(me.id, `room.${roomId}`);
  const typing = useTyping(roomChannel(roomId));
  const uploads = useUploads();
  const body = draft.text.trim();
  const ready = uploads.list.flatMap(({ uploaded }) => uploaded ?? []);
  const maySend = (body !== '' || ready.length > 0) && ready.length === uploads.list.length;

  function send(event: FormEvent) {
    event.preventDefault();
    if (!maySend) return;
    typing(null);
    commands.post(roomId, {
      body,
      files: ready.map(({ fileId, name, contentType, size }) => ({
        id: fileId,
        name,
        contentType,
        size,
        hasThumbnail: false,
      })),
    });
    draft.write('');
    uploads.clear();
    onSend();
  }

  return (
    <form
      onSubmit={send}
      className="sticky bottom-0 z-10 -mx-4 bg-canvas px-4 pt-2 pb-[max(12px,env(safe-area-inset-bottom))]"
    >
      {uploads.list.length > 0 && (
        <div className="pb-2">
          <FileTray uploads={uploads} />
        </div>
      )}
      <div className="flex items-end gap-1 rounded-bubble border border-[color-mix(in_srgb,var(--line),var(--muted)_45%)] bg-surface p-1.5 focus-within:border-accent focus-within:outline focus-within:outline-accent">
        <AttachButton add={uploads.add} />
        <GrowingBox
          aria-label={t('desk.chat.message')}
          placeholder={t('desk.chat.hint')}
          rows={1}
          maxLength={LIMIT}
          value={draft.text}
          onChange={(event) => {
            draft.write(event.target.value);
            typing(event.target.value === '' ? null : 'message');
          }}
          onPaste={(event) => {
            const files = pastedFiles(event.clipboardData);
            if (files.length === 0) return;
            event.preventDefault();
            uploads.add(files);
          }}
          onKeyDown={(event) => {
            const hasKeys = window.matchMedia('(pointer: fine)').matches;
            if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing || !hasKeys) return;
            event.preventDefault();
            event.currentTarget.form?.requestSubmit();
          }}
          className="block max-h-[40dvh] min-h-11 min-w-0 flex-1 bg-transparent px-2 py-2.5 outline-none"
        />
        <button type="submit" disabled={!maySend} className="button-primary px-4">
          <span className="max-sm:hidden">
            <SendIcon />
          </span>
          {t('desk.ticket.send')}
        </button>
      </div>
    </form>
  );
}
