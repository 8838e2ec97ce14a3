import { isImage, mayShowInline } from '@ticketing/contracts/content-types.ts';
import type { AttachmentView } from '@ticketing/contracts/views.ts';
import { currentLanguage } from '@ticketing/web-kit/i18n.ts';
import { showSize } from '@ticketing/web-kit/uploads/upload-limits.ts';
import { useTranslation } from 'react-i18next';
import { CloseIcon, LockIcon } from '../../icons.tsx';
import { useScene } from '../scene.ts';
import { DownloadIcon, FileIcon } from '../ticket-icons.tsx';
import './files.css';

/** Whether it is looked at in the app rather than only saved. */
export const mayBeLookedAt = ({ contentType }: Pick<AttachmentView, 'contentType'>): boolean =>
  isImage(contentType) || mayShowInline(contentType);

/** One file: its small picture, a click to look at it (or to save what cannot be looked at), and its ways out. */
export function FileTile(props: {
  file: AttachmentView;
  onLook: () => void;
  onRemove?: (() => void) | undefined;
}) {
  const { file } = props;
  const { files, nameOf } = useScene();
  const { t } = useTranslation();
  const small = file.hasThumbnail ? files.thumbnail(file.id) : undefined;
  const download = files.download(file.id);
  const face = (
    <>
      <span className="file-face">
        {small === undefined ? <FileIcon /> : <img src={small} alt="" loading="lazy" />}
        {small === undefined && <span className="file-kind">{extensionOf(file.name)}</span>}
      </span>
      <span className="file-name clip">{file.name}</span>
      <span className="file-size muted">
        {file.visibility === 'internal' && <LockIcon />}
        {showSize(file.size, currentLanguage())}
      </span>
    </>
  );
  const title = `${file.name} · ${nameOf(file.addedById)}`;
  return (
    <div className={file.visibility === 'internal' ? 'file-tile internal' : 'file-tile'} data-file={file.id}>
      {mayBeLookedAt(file) ? (
        <button type="button" className="file-open" title={title} onClick={props.onLook}>
          {face}
        </button>
      ) : (
        <a className="file-open" title={title} href={download} download={file.name}>
          {face}
        </a>
      )}
      <span className="file-tools">
        <a
          className="file-tool"
          href={download}
          download={file.name}
          aria-label={t('ticket.download', { name: file.name })}
          title={t('ticket.download', { name: file.name })}
        >
          <DownloadIcon />
        </a>
        {props.onRemove && (
          <button
            type="button"
            className="file-tool"
            aria-label={t('files.remove', { name: file.name })}
            title={t('files.remove', { name: file.name })}
            onClick={props.onRemove}
          >
            <CloseIcon />
          </button>
        )}
      </span>
    </div>
  );
}

const extensionOf = (name: string): string => /\.([^.]{1,5})$/.exec(name)?.[1]?.toUpperCase() ?? '';
