import { isImage } from '@ticketing/contracts/content-types.ts';
import { roomChannel } from '@ticketing/contracts/live.ts';
import type { MessageFileView, ReadRoomView } from '@ticketing/contracts/room-views.ts';
import type { PersonView } from '@ticketing/contracts/views.ts';
import type { ShownMessage } from '@ticketing/web-kit/chat/shown-messages.ts';
import { useDraft } from '@ticketing/web-kit/drafts.ts';
import { useTyping } from '@ticketing/web-kit/presence.ts';
import { chooseFiles, pastedFiles } from '@ticketing/web-kit/uploads/file-sources.ts';
import type { FileUploads } from '@ticketing/web-kit/uploads/use-uploads.ts';
import { type KeyboardEvent, type ReactNode, type RefObject, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CloseIcon } from '../icons.tsx';
import type { Mentionable } from '../mentions/mentionable.ts';
import { ClipIcon, SendIcon } from './chat-icons.tsx';
import { ChosenFiles } from './chosen-files.tsx';
import { MessageField } from './message-field.tsx';
import { useMentionableIn } from './use-mentionable.ts';
import './composer.css';

/** Where one writes: Enter sends, Shift+Enter makes a line; what is not sent stays on this device. */
export function Composer(props: {
  room: ReadRoomView;
  myId: string;
  people: ReadonlyMap<string, PersonView>;
  onMention: (person: Mentionable) => void;
  uploads: FileUploads;
  box: RefObject<HTMLTextAreaElement | null>;
  /** What stands over the box: what is answered. */
  answering: { readonly message: ShownMessage; readonly face: ReactNode } | undefined;
  onCancelAnswer: () => void;
  onSend: (body: string, files: readonly MessageFileView[]) => void;
  /** ↑ in an empty box. */
  onEditLast: () => void;
}) {
  const { room, uploads, box } = props;
  const { t } = useTranslation();
  const draft = useDraft(props.myId, `room.${room.id}`);
  const [asked, setAsked] = useState(false);
  const mentionable = useMentionableIn(room, asked);
  const typing = useTyping(roomChannel(room.id));
  const ready = !uploads.busy && (draft.text.trim() !== '' || uploads.fileIds.length > 0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: an answer is written where one writes
  useEffect(() => {
    if (props.answering !== undefined) box.current?.focus();
  }, [props.answering?.message.id]);

  const send = () => {
    if (!ready) return;
    props.onSend(
      draft.text.trim(),
      uploads.list.flatMap(({ uploaded }) => (uploaded === null ? [] : [fileOf(uploaded)])),
    );
    // From here on the message itself is kept on the device until the server has it.
    draft.write('');
    uploads.clear();
    typing(null);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      send();
    } else if (event.key === 'ArrowUp' && draft.text === '') {
      event.preventDefault();
      props.onEditLast();
    } else if (event.key === 'Escape' && props.answering !== undefined) {
      event.stopPropagation();
      props.onCancelAnswer();
    }
  };

  return (
    <form
      className="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {props.answering !== undefined && (
        <div className="composer-answer">
          {props.answering.face}
          <button
            type="button"
            className="talk-tool"
            aria-label={t('chat.cancelReply')}
            title={t('chat.cancelReply')}
            onClick={props.onCancelAnswer}
          >
            <CloseIcon />
          </button>
        </div>
      )}
      <ChosenFiles uploads={uploads} />
      <div className="composer-line">
        <button
          type="button"
          className="talk-tool"
          aria-label={t('chat.attach')}
          title={t('chat.attach')}
          onClick={() => void chooseFiles().then(uploads.add)}
        >
          <ClipIcon />
        </button>
        <MessageField
          field={box}
          label={t('chat.message')}
          placeholder={t('chat.message')}
          value={draft.text}
          onChange={(text) => {
            draft.write(text);
            typing(text === '' ? null : 'message');
          }}
          mentionable={mentionable}
          people={props.people}
          onMention={props.onMention}
          onFocus={() => setAsked(true)}
          onKeyDown={onKeyDown}
          onPaste={(event) => {
            const files = pastedFiles(event.clipboardData);
            if (files.length === 0) return;
            event.preventDefault();
            uploads.add(files);
          }}
        />
        <button
          type="submit"
          className="composer-send"
          disabled={!ready}
          aria-label={t('chat.send')}
          title={t('chat.send')}
        >
          <SendIcon />
        </button>
      </div>
    </form>
  );
}

const fileOf = (uploaded: {
  readonly fileId: string;
  readonly name: string;
  readonly contentType: string;
  readonly size: number;
}): MessageFileView => ({
  id: uploaded.fileId,
  name: uploaded.name,
  contentType: uploaded.contentType,
  size: uploaded.size,
  hasThumbnail: isImage(uploaded.contentType),
});
