import { isImage } from '@ticketing/contracts/content-types.ts';
import type { CommentView } from '@ticketing/contracts/views.ts';
import { fileInText } from '@ticketing/web-kit/uploads/attachments.ts';
import { useUploads } from '@ticketing/web-kit/uploads/use-uploads.ts';
import Button from 'antd/es/button';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type BoxHandle, MarkdownBox } from '../editor/markdown-box.tsx';
import { useMentionable } from '../editor/use-mentions.ts';
import { UploadList } from '../files/upload-list.tsx';
import { useScene } from '../scene.ts';

/** Changes the words of one's own comment, in the colours of what it is. */
export default function CommentEditor(props: {
  comment: CommentView;
  text: string;
  onWrite: (text: string) => void;
  onSave: (text: string) => void;
  onLeave: () => void;
}) {
  const { comment, text } = props;
  const { ticket, commands } = useScene();
  const { t } = useTranslation();
  const box = useRef<BoxHandle>(null);
  const [asked, setAsked] = useState(false);
  const mentionable = useMentionable(ticket, comment.visibility, asked);
  const uploads = useUploads((file, key) => {
    uploads.remove(key);
    void commands.attach(ticket.id, file, comment);
    box.current?.insert(fileInText(ticket.id, file.fileId, file.name, isImage(file.contentType)));
  });
  return (
    <MarkdownBox
      handle={box}
      autoFocus
      label={t(comment.visibility === 'internal' ? 'ticket.editNote' : 'ticket.editComment')}
      placeholder=""
      maxLength={10_000}
      value={text}
      onChange={props.onWrite}
      mentionable={mentionable}
      onFocus={() => setAsked(true)}
      onFiles={uploads.add}
      onSubmit={() => props.onSave(text)}
      onEscape={() => {
        if (text !== comment.body) return false;
        props.onLeave();
        return true;
      }}
      below={<UploadList uploads={uploads} />}
      actions={
        <>
          <Button size="small" onClick={props.onLeave}>
            {t('ticket.cancel')}
          </Button>
          <Button
            type="primary"
            size="small"
            disabled={text.trim() === '' || uploads.busy}
            title="Ctrl+Enter"
            onClick={() => props.onSave(text)}
          >
            {t('ticket.save')}
          </Button>
        </>
      }
    />
  );
}
