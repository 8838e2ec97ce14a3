import type { CommentView } from '@ticketing/contracts/views.ts';
import { useMark } from '@ticketing/web-kit/board.ts';
import { useDraft } from '@ticketing/web-kit/drafts.ts';
import { useWaiting } from '@ticketing/web-kit/kit.tsx';
import { lazyPart } from '@ticketing/web-kit/lazy-part.ts';
import { useMe } from '@ticketing/web-kit/session.tsx';
import { partMark } from '@ticketing/web-kit/ticket.ts';
import { filesInText } from '@ticketing/web-kit/uploads/attachments.ts';
import { When } from '@ticketing/web-kit/when.tsx';
import Button from 'antd/es/button';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LockIcon } from '../../icons.tsx';
import { Avatar } from '../../shell/avatar.tsx';
import { FileTile } from '../files/file-tile.tsx';
import { RichText } from '../rich-text.tsx';
import { useScene } from '../scene.ts';
import { CommentVersions } from './comment-versions.tsx';

const ConfirmDialog = lazyPart(() => import('../../shell/confirm-dialog.tsx'));
const CommentEditor = lazyPart(() => import('./comment-editor.tsx'));

/**
 * A comment or a note with its files; its author edits it, and its earlier words can be looked at.
 * @param led whether a link has just led to it
 */
export function Comment(props: { comment: CommentView; led: boolean; onLook: (fileId: string) => void }) {
  const { comment, onLook } = props;
  const { ticket, at, may, commands, nameOf, changed } = useScene();
  const { t } = useTranslation();
  const me = useMe();
  const draft = useDraft(me.id, `comment.${comment.id}`);
  const [editing, setEditing] = useState(draft.text !== '' && draft.text !== comment.body);
  const [versions, setVersions] = useState(false);
  const [asking, setAsking] = useState(false);
  const marked = useMark(partMark(ticket.id, comment.id)) || props.led;
  const name = nameOf(comment.authorId);
  const sending = comment.id.startsWith('new-');
  const internal = comment.visibility === 'internal';
  const own = comment.authorId === me.id;
  const mayEdit = own && !ticket.archived && at === null;
  const mayRemove = at === null && (own || may('comment.moderate'));
  const inText = filesInText(ticket.id, comment.body);
  const attached = ticket.attachments.filter((file) => file.commentId === comment.id);
  const hasFiles = attached.length > 0;
  const files = attached.filter(({ id }) => !inText.includes(id));

  const save = async (text: string) => {
    const body = text.trim();
    setEditing(false);
    if (body === '' || body === comment.body) {
      draft.write('');
      return;
    }
    const old = comment.body;
    // From here on the change itself is kept on the device until the server has it.
    draft.write('');
    changed(t('ticket.commentChanged'), () => void commands.editComment(ticket.id, comment.id, old));
    const answer = await commands.editComment(ticket.id, comment.id, body);
    if (answer === null) {
      draft.putBack(body);
      setEditing(true);
    }
  };
  const remove = () => {
    void commands.removeComment(ticket.id, comment.id);
    changed(t(internal ? 'ticket.noteRemoved' : 'ticket.commentRemoved'));
  };

  const classes = ['comment', ...(internal ? ['internal'] : []), ...(marked ? ['marked'] : [])];
  return (
    <li className={classes.join(' ')} data-comment={comment.id}>
      <div className="comment-head">
        <Avatar id={comment.authorId} name={name} size={22} />
        <strong>{name}</strong>
        {internal && (
          <span className="with-icon note-mark">
            <LockIcon /> {t('visibility.internal')}
          </span>
        )}
        <span className="muted">{sending ? <Underway /> : <When at={comment.postedAt} />}</span>
        {comment.editedAt !== null && (
          <button
            type="button"
            className="text-button quiet"
            aria-expanded={versions}
            onClick={() => setVersions(!versions)}
          >
            {t('ticket.edited')}
          </button>
        )}
        <span className="spread" />
        {!sending && !editing && (mayEdit || mayRemove) && (
          <span className="comment-tools">
            {mayEdit && (
              <Button
                type="text"
                size="small"
                onClick={() => {
                  if (draft.text === '') draft.write(comment.body);
                  setEditing(true);
                }}
              >
                {t('ticket.edit')}
              </Button>
            )}
            {mayRemove && (
              <Button type="text" size="small" onClick={() => setAsking(true)}>
                {t('ticket.removeComment')}
              </Button>
            )}
          </span>
        )}
      </div>
      {editing && mayEdit ? (
        <Suspense fallback={<RichText text={comment.body} />}>
          <CommentEditor
            comment={comment}
            text={draft.text}
            onWrite={draft.write}
            onSave={(text) => void save(text)}
            onLeave={() => {
              draft.write('');
              setEditing(false);
            }}
          />
        </Suspense>
      ) : (
        <RichText text={comment.body} />
      )}
      {files.length > 0 && (
        <div className="comment-files">
          {files.map((file) => (
            <FileTile key={file.id} file={file} onLook={() => onLook(file.id)} />
          ))}
        </div>
      )}
      {versions && <CommentVersions commentId={comment.id} />}
      {/* Posted anew it would be another comment at another time, told to everybody again: so one is asked before. */}
      {asking && (
        <Suspense fallback={null}>
          <ConfirmDialog
            harm
            title={t(internal ? 'ticket.removeNoteTitle' : 'ticket.removeCommentTitle')}
            text={t(hasFiles ? 'ticket.removeWithFiles' : 'ticket.removeForGood')}
            confirm={t('ticket.removeComment')}
            onClose={() => setAsking(false)}
            onConfirm={remove}
          />
        </Suspense>
      )}
    </li>
  );
}

/** A comment that the server has not answered yet. */
function Underway() {
  const { t } = useTranslation();
  return useWaiting() > 0 ? t('ticket.waits') : t('ticket.sending');
}
