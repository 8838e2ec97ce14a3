import { isImage } from '@ticketing/contracts/content-types.ts';
import { useMark } from '@ticketing/web-kit/board.ts';
import { useDraft } from '@ticketing/web-kit/drafts.ts';
import { lazyPart } from '@ticketing/web-kit/lazy-part.ts';
import { useMe } from '@ticketing/web-kit/session.tsx';
import { partMark } from '@ticketing/web-kit/ticket.ts';
import { fileInText } from '@ticketing/web-kit/uploads/attachments.ts';
import { useUploads } from '@ticketing/web-kit/uploads/use-uploads.ts';
import Button from 'antd/es/button';
import { Suspense, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useKeys } from '../shell/keys.ts';
import type { BoxHandle } from './editor/markdown-box.tsx';
import { useMentionable } from './editor/use-mentions.ts';
import { UploadList } from './files/upload-list.tsx';
import { RichText } from './rich-text.tsx';
import { useScene } from './scene.ts';

const MarkdownBox = lazyPart(async () => ({
  default: (await import('./editor/markdown-box.tsx')).MarkdownBox,
}));

/** The ticket's text: read as it was meant, written in place. What was begun stays a draft until it is saved. */
export function TicketText() {
  const { ticket, may, commands, changed, leaveField } = useScene();
  const { t } = useTranslation();
  const me = useMe();
  const draft = useDraft(me.id, `ticket.${ticket.id}.text`);
  // A draft that differs is work that somebody was kept from saving.
  const [editing, setEditing] = useState(draft.text !== '' && draft.text !== ticket.description);
  const marked = useMark(partMark(ticket.id, 'description'));
  const mayEdit = may('ticket.edit');
  useKeys(mayEdit ? { e: () => begin() } : {});

  const begin = () => {
    if (draft.text === '') draft.write(ticket.description);
    setEditing(true);
  };
  const leave = () => {
    draft.write('');
    setEditing(false);
    leaveField();
  };
  const save = async (text: string) => {
    const old = ticket.description;
    setEditing(false);
    leaveField();
    if (text === old) {
      draft.write('');
      return;
    }
    // From here on the change itself is kept on the device until the server has it.
    draft.write('');
    changed(t('ticket.textChanged'), () => void commands.change(ticket.id, { description: old }));
    const answer = await commands.change(ticket.id, { description: text });
    if (answer === null) {
      draft.putBack(text);
      setEditing(true);
    }
  };

  if (editing && mayEdit) {
    return (
      <Suspense fallback={<RichText text={ticket.description} />}>
        <TextEditor text={draft.text} onWrite={draft.write} onSave={save} onLeave={leave} />
      </Suspense>
    );
  }
  return (
    <div className={marked ? 'ticket-text marked' : 'ticket-text'}>
      {ticket.description === '' ? (
        <p className="muted">{t('ticket.noText')}</p>
      ) : (
        <RichText text={ticket.description} />
      )}
      {mayEdit && (
        <Button
          type="text"
          size="small"
          className="edit-text"
          aria-label={`${t('ticket.edit')}: ${t('ticket.text')}`}
          title="E"
          onClick={begin}
        >
          {t('ticket.edit')}
        </Button>
      )}
    </div>
  );
}

function TextEditor(props: {
  text: string;
  onWrite: (text: string) => void;
  onSave: (text: string) => Promise<void>;
  onLeave: () => void;
}) {
  const { ticket, commands, may } = useScene();
  const { t } = useTranslation();
  const box = useRef<BoxHandle>(null);
  const [asked, setAsked] = useState(false);
  const mentionable = useMentionable(ticket, 'public', asked);
  const uploads = useUploads((file, key) => {
    uploads.remove(key);
    void commands.attach(ticket.id, file);
    box.current?.insert(fileInText(ticket.id, file.fileId, file.name, isImage(file.contentType)));
  });
  const save = () => void props.onSave(props.text.trimEnd());
  return (
    <div className="ticket-text">
      <MarkdownBox
        handle={box}
        autoFocus
        rows={6}
        label={t('ticket.text')}
        placeholder={t('ticket.writeText')}
        maxLength={20_000}
        value={props.text}
        onChange={props.onWrite}
        mentionable={mentionable}
        onFocus={() => setAsked(true)}
        onFiles={may('ticket.attach') ? uploads.add : undefined}
        onSubmit={save}
        onEscape={() => {
          if (props.text !== ticket.description) return false;
          props.onLeave();
          return true;
        }}
        below={<UploadList uploads={uploads} />}
        lead={<span className="muted hint-line">{t('ticket.draftKept')}</span>}
        actions={
          <>
            <Button size="small" onClick={props.onLeave}>
              {t('ticket.cancel')}
            </Button>
            <Button type="primary" size="small" disabled={uploads.busy} title="Ctrl+Enter" onClick={save}>
              {t('ticket.save')}
            </Button>
          </>
        }
      />
    </div>
  );
}
