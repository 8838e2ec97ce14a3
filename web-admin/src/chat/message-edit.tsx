import type { ReadRoomView } from '@ticketing/contracts/room-views.ts';
import type { PersonView } from '@ticketing/contracts/views.ts';
import { useDraft } from '@ticketing/web-kit/drafts.ts';
import Button from 'antd/es/button';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { MessageField } from './message-field.tsx';
import { useMentionableIn } from './use-mentionable.ts';

/** Changes the words of one's own message in its place: Enter saves, Escape leaves it as it was. */
export function MessageEdit(props: {
  room: ReadRoomView;
  people: ReadonlyMap<string, PersonView>;
  messageId: string;
  body: string;
  myId: string;
  onSave: (body: string) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const draft = useDraft(props.myId, `message.${props.messageId}`);
  const mentionable = useMentionableIn(props.room, true);
  const box = useRef<HTMLTextAreaElement | null>(null);
  const { write } = draft;
  // biome-ignore lint/correctness/useExhaustiveDependencies: it begins with what the message says now
  useEffect(() => {
    if (draft.text === '') write(props.body);
    box.current?.focus();
  }, []);

  const close = () => {
    write('');
    props.onClose();
  };
  const save = () => {
    const next = draft.text.trim();
    if (next !== '' && next !== props.body) props.onSave(next);
    close();
  };
  return (
    <form
      className="message-edit"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <MessageField
        field={box}
        label={t('chat.editMessage')}
        value={draft.text}
        onChange={write}
        mentionable={mentionable}
        people={props.people}
        onKeyDown={(event) => {
          if (event.key === 'Escape') {
            event.stopPropagation();
            close();
          } else if (event.key === 'Enter' && !event.shiftKey) {
            event.preventDefault();
            save();
          }
        }}
      />
      <div className="form-actions">
        <Button size="small" type="primary" htmlType="submit">
          {t('chat.save')}
        </Button>
        <Button size="small" onClick={close}>
          {t('chat.cancel')}
        </Button>
      </div>
    </form>
  );
}
