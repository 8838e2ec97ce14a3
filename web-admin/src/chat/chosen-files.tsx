import { type FileUploads, uploadWords } from '@ticketing/web-kit/uploads/use-uploads.ts';
import Button from 'antd/es/button';
import { useTranslation } from 'react-i18next';
import { CloseIcon } from '../icons.tsx';
import { FileIcon } from './chat-icons.tsx';
import './message-files.css';

/** Files that will go with the next message, each with how far it is. */
export function ChosenFiles({ uploads }: { uploads: FileUploads }) {
  const { t } = useTranslation();
  if (uploads.list.length === 0) return null;
  return (
    <ul className="chosen-files" aria-label={t('chat.chosenFiles')}>
      {uploads.list.map((upload) => (
        <li key={upload.key} className={upload.problem === null ? 'chosen-file' : 'chosen-file harm'}>
          {upload.preview === null ? <FileIcon /> : <img src={upload.preview} alt="" />}
          <span className="chosen-file-words">
            <span className="clip">{upload.file.name}</span>
            <span className="muted">{uploadWords(t, upload)}</span>
          </span>
          {upload.state === 'failed' && (
            <Button type="link" size="small" onClick={() => uploads.retry(upload.key)}>
              {t('state.retry')}
            </Button>
          )}
          <button
            type="button"
            className="talk-tool"
            aria-label={t('chat.takeOff', { name: upload.file.name })}
            title={t('chat.takeOff', { name: upload.file.name })}
            onClick={() => uploads.remove(upload.key)}
          >
            <CloseIcon />
          </button>
        </li>
      ))}
    </ul>
  );
}
