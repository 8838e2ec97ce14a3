import { isImage } from '@ticketing/contracts/content-types.ts';
import type { CommentVisibility } from '@ticketing/contracts/kinds.ts';
import { ticketChannel } from '@ticketing/contracts/live.ts';
import { useDraft } from '@ticketing/web-kit/drafts.ts';
import { useTyping } from '@ticketing/web-kit/presence.ts';
import { useMe } from '@ticketing/web-kit/session.tsx';
import { fileInText, filesInText } from '@ticketing/web-kit/uploads/attachments.ts';
import { useKeptUploads } from '@ticketing/web-kit/uploads/use-kept-uploads.ts';
import Button from 'antd/es/button';
import Segmented from 'antd/es/segmented';
import { useCallback, useEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { LockIcon } from '../../icons.tsx';
import { useKeys } from '../../shell/keys.ts';
import { type BoxHandle, MarkdownBox } from '../editor/markdown-box.tsx';
import { useMentionable } from '../editor/use-mentions.ts';
import { UploadList } from '../files/upload-list.tsx';
import { useScene } from '../scene.ts';

/**
 * Writes a comment or an internal note; which of the two is said by colour, a lock, the placeholder and the button, and
 * each has a draft of its own, so that no word changes sides by a click.
 */
export default function CommentBox(props: { start: CommentVisibility }) {
  const { ticket, may } = useScene();
  const mayComment = may('comment.public');
  const mayNote = may('comment.internal');
  const [visibility, setVisibility] = useState(props.start);
  const box = useRef<BoxHandle>(null);
  useEffect(() => setVisibility(props.start), [props.start]);
  useKeys({
    r: () => box.current?.focus(),
    n: () => {
      if (!mayNote) return false;
      // The box is there before the next key comes.
      flushSync(() => setVisibility('internal'));
      box.current?.focus();
    },
  });
  if (!mayComment && !mayNote) return null;
  const shown = !mayComment || (visibility === 'internal' && mayNote) ? 'internal' : 'public';
  return (
    <Writing
      key={`${ticket.id} ${shown}`}
      visibility={shown}
      box={box}
      choice={mayComment && mayNote ? setVisibility : undefined}
    />
  );
}

function Writing(props: {
  visibility: CommentVisibility;
  box: React.RefObject<BoxHandle | null>;
  choice: ((visibility: CommentVisibility) => void) | undefined;
}) {
  const { visibility, box } = props;
  const { ticket, commands } = useScene();
  const { t } = useTranslation();
  const me = useMe();
  const internal = visibility === 'internal';
  const what = internal ? 'note' : 'comment';
  const draft = useDraft(me.id, `ticket.${ticket.id}.${what}`);
  const typing = useTyping(ticketChannel(ticket.id));
  const [asked, setAsked] = useState(false);
  const mentionable = useMentionable(ticket, visibility, asked);
  /** Pictures on this device, until the ticket has them. */
  const local = useRef(new Map<string, string>());
  useEffect(() => {
    const addresses = local.current;
    return () => {
      for (const address of addresses.values()) URL.revokeObjectURL(address);
    };
  }, []);
  const uploads = useKeptUploads(`${what}.${ticket.id}`, (file, key) => {
    const sent = uploads.list.find((each) => each.key === key)?.file;
    if (sent !== undefined) local.current.set(file.fileId, URL.createObjectURL(sent));
    uploads.remove(key);
    box.current?.insert(fileInText(ticket.id, file.fileId, file.name, isImage(file.contentType)));
  });

  const send = async () => {
    const body = draft.text.trim();
    if (body === '' || uploads.busy) return;
    const attached = new Set(ticket.attachments.map(({ id }) => id));
    const fileIds = filesInText(ticket.id, body).filter((id) => !attached.has(id));
    // From here on the change itself is kept on the device until the server has it.
    draft.write('');
    typing(null);
    const answer = await commands.comment(ticket.id, body, visibility, fileIds);
    if (answer === null) draft.putBack(body);
  };

  const placeholder = internal
    ? t('ticket.notePlaceholder')
    : t(ticket.companyId === null ? 'ticket.commentPlaceholderInside' : 'ticket.commentPlaceholder');

  return (
    <form
      className={internal ? 'comment-box internal' : 'comment-box'}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      {internal && (
        <p className="note-line">
          <LockIcon /> {t('ticket.noteLine')}
        </p>
      )}
      <MarkdownBox
        handle={box}
        label={t(internal ? 'ticket.writeNote' : 'ticket.comment')}
        placeholder={placeholder}
        maxLength={10_000}
        rows={2}
        value={draft.text}
        onChange={(text) => {
          draft.write(text);
          typing(text === '' ? null : what);
        }}
        mentionable={mentionable}
        onFocus={() => setAsked(true)}
        onFiles={uploads.add}
        onSubmit={() => void send()}
        localFile={useCallback((fileId: string) => local.current.get(fileId), [])}
        below={<UploadList uploads={uploads} />}
        lead={
          props.choice && (
            <Segmented<CommentVisibility>
              size="small"
              aria-label={t('ticket.whoReads')}
              value={visibility}
              onChange={props.choice}
              options={[
                { value: 'public', label: t('ticket.writeComment') },
                {
                  value: 'internal',
                  label: (
                    <span className="with-icon">
                      <LockIcon /> {t('ticket.writeNote')}
                    </span>
                  ),
                },
              ]}
            />
          )
        }
        actions={
          <Button
            type="primary"
            size="small"
            htmlType="submit"
            title="Ctrl+Enter"
            disabled={draft.text.trim() === '' || uploads.busy}
          >
            {t(internal ? 'ticket.sendNote' : 'ticket.send')}
          </Button>
        }
      />
    </form>
  );
}
