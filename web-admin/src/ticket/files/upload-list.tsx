import { type FileUploads, uploadWords } from '@ticketing/web-kit/uploads/use-uploads.ts';
import Button from 'antd/es/button';
import { useTranslation } from 'react-i18next';
import { CloseIcon } from '../../icons.tsx';
import { FileIcon } from '../ticket-icons.tsx';
import './files.css';

/** Files on their way: how far each is, what went wrong, and the ways to stop or to try again. */
export function UploadList({ uploads }: { uploads: Pick<FileUploads, 'list' | 'retry' | 'remove'> }) {
  const { t } = useTranslation();
  if (uploads.list.length === 0) return null;
  return (
    <ul className="uploads">
      {uploads.list.map((upload) => {
        const { key, file, state, progress, preview } = upload;
        const harm = state === 'failed' || state === 'refused';
        const moving = state === 'waiting' || state === 'sending' || state === 'held';
        return (
          <li key={key} className={harm ? 'upload harm' : 'upload'}>
            {preview === null ? <FileIcon /> : <img src={preview} alt="" />}
            <span className="upload-words">
              <span className="clip">{file.name}</span>
              <span className="upload-state" role={harm ? 'alert' : undefined}>
                {uploadWords(t, upload)}
              </span>
              {moving && (
                <progress max={1} value={state === 'sending' ? progress : 0} aria-label={file.name} />
              )}
            </span>
            {state === 'failed' && (
              <Button size="small" onClick={() => uploads.retry(key)}>
                {t('files.retry')}
              </Button>
            )}
            <Button
              type="text"
              size="small"
              icon={<CloseIcon />}
              aria-label={t(moving ? 'files.cancel' : 'files.remove', { name: file.name })}
              title={t(moving ? 'files.cancel' : 'files.remove', { name: file.name })}
              onClick={() => uploads.remove(key)}
            />
          </li>
        );
      })}
    </ul>
  );
}
