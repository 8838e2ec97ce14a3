import { isImage } from '@ticketing/contracts/content-types.ts';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CloseIcon, Icon } from '../../icons.tsx';
import { useScene } from '../scene.ts';
import { DownloadIcon } from '../ticket-icons.tsx';
import { mayBeLookedAt } from './file-tile.tsx';
import './lightbox.css';

/** Looks at the ticket's files one by one: arrows walk, Escape closes, Space or a click shows a picture in full size. */
export function Lightbox(props: { fileId: string; onShow: (fileId: string) => void; onClose: () => void }) {
  const { ticket, files } = useScene();
  const { t } = useTranslation();
  const dialog = useRef<HTMLDialogElement>(null);
  const [full, setFull] = useState(false);
  const shown = ticket.attachments.filter(mayBeLookedAt);
  const index = shown.findIndex(({ id }) => id === props.fileId);
  const file = shown[index];
  const address = file === undefined ? undefined : files.content(file.id);
  const { onClose } = props;

  useEffect(() => {
    const box = dialog.current;
    if (box?.open === false) box.showModal();
  }, []);
  useEffect(() => {
    if (file === undefined) onClose();
  }, [file, onClose]);
  if (file === undefined) return null;

  const walk = (step: 1 | -1) => {
    const next = shown[index + step];
    if (next === undefined) return;
    setFull(false);
    props.onShow(next.id);
  };
  return (
    <dialog
      ref={dialog}
      className="lightbox"
      aria-label={file.name}
      aria-modal="true"
      onClose={onClose}
      onKeyDown={(event) => {
        // The keys are the lightbox's and not also the ticket's.
        event.stopPropagation();
        if (event.key === 'ArrowRight') walk(1);
        else if (event.key === 'ArrowLeft') walk(-1);
        else if (event.key === ' ' && isImage(file.contentType)) setFull(!full);
        else return;
        event.preventDefault();
      }}
    >
      <header>
        <span className="clip">{file.name}</span>
        <span className="lightbox-count">
          {index + 1} / {shown.length}
        </span>
        <span className="spread" />
        <a
          href={files.download(file.id)}
          download={file.name}
          aria-label={t('ticket.download', { name: file.name })}
          title={t('ticket.download', { name: file.name })}
        >
          <DownloadIcon />
        </a>
        <button type="button" aria-label={t('ticket.close')} onClick={() => dialog.current?.close()}>
          <CloseIcon />
        </button>
      </header>
      <div className={full ? 'lightbox-stage full' : 'lightbox-stage'}>
        {address === undefined ? null : isImage(file.contentType) ? (
          <button
            type="button"
            className="lightbox-picture"
            aria-label={t('ticket.fullSize')}
            aria-pressed={full}
            onClick={() => setFull(!full)}
          >
            <img src={address} alt={file.name} />
          </button>
        ) : file.contentType.startsWith('video/') ? (
          // biome-ignore lint/a11y/useMediaCaption: nobody wrote captions for what people attach
          <video src={address} controls />
        ) : file.contentType.startsWith('audio/') ? (
          // biome-ignore lint/a11y/useMediaCaption: nobody wrote captions for what people attach
          <audio src={address} controls />
        ) : (
          <iframe title={file.name} src={address} />
        )}
      </div>
      {index > 0 && (
        <button
          type="button"
          className="lightbox-step before"
          aria-label={t('ticket.previousFile')}
          onClick={() => walk(-1)}
        >
          <Icon size={22}>
            <path d="m10 3.5-4.5 4.5 4.5 4.5" />
          </Icon>
        </button>
      )}
      {index < shown.length - 1 && (
        <button
          type="button"
          className="lightbox-step after"
          aria-label={t('ticket.nextFile')}
          onClick={() => walk(1)}
        >
          <Icon size={22}>
            <path d="m6 3.5 4.5 4.5L6 12.5" />
          </Icon>
        </button>
      )}
    </dialog>
  );
}
