import type { AttachmentView } from '@ticketing/contracts/views.ts';
import { useMe } from '@ticketing/web-kit/session.tsx';
import { chooseFiles, useFileDrop } from '@ticketing/web-kit/uploads/file-sources.ts';
import Button from 'antd/es/button';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { PlusIcon } from '../../icons.tsx';
import { useTicketFiles } from '../../shell/ticket-files.tsx';
import { useScene } from '../scene.ts';
import { Section } from '../section.tsx';
import { FileTile } from './file-tile.tsx';
import { UploadList } from './upload-list.tsx';

/** Every file of the ticket, those of comments and notes among them; more by drop, choice or paste. */
export function FilesSection({ onLook }: { onLook: (fileId: string) => void }) {
  const { ticket, may, commands, changed } = useScene();
  const { t } = useTranslation();
  const me = useMe();
  const mayAttach = may('ticket.attach');
  const uploads = useTicketFiles(ticket.id);
  const drop = useFileDrop(
    useCallback((files: readonly File[]) => void uploads.add(files), [uploads]),
    !mayAttach,
  );
  const files = ticket.attachments;
  if (files.length === 0 && !mayAttach) return null;

  const remove = (file: AttachmentView) => {
    void commands.removeAttachment(ticket.id, file.id);
    const again = {
      fileId: file.id,
      name: file.name,
      contentType: file.contentType,
      size: file.size,
      digest: '',
    };
    // Only whoever sent a file can attach it again.
    const undo =
      file.addedById === me.id && file.commentId === null
        ? () => void commands.attach(ticket.id, again)
        : undefined;
    changed(t('ticket.fileRemoved', { name: file.name }), undo);
  };
  const mayRemove = (file: AttachmentView) =>
    !ticket.archived && (may('ticket.attach') || may('comment.moderate') || file.addedById === me.id);

  return (
    <div className="file-drop" {...drop.handlers}>
      <Section
        title={t('ticket.files')}
        count={files.length}
        action={
          mayAttach && (
            <Button
              type="text"
              size="small"
              icon={<PlusIcon />}
              onClick={() => void chooseFiles().then(uploads.add)}
            >
              {t('files.choose')}
            </Button>
          )
        }
      >
        {files.length > 0 && (
          <ul className="file-tiles">
            {files.map((file) => (
              <li key={file.id}>
                <FileTile
                  file={file}
                  onLook={() => onLook(file.id)}
                  onRemove={mayRemove(file) ? () => remove(file) : undefined}
                />
              </li>
            ))}
          </ul>
        )}
        <UploadList uploads={uploads} />
        {files.length === 0 && uploads.list.length === 0 && <p className="muted">{t('ticket.noFiles')}</p>}
      </Section>
      {drop.over && <div className="drop-veil">{t('files.drop')}</div>}
    </div>
  );
}
