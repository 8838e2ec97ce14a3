import type { Upload } from '@ticketing/web-kit/uploads/uploads.ts';
import type { KeptUploads } from '@ticketing/web-kit/uploads/use-kept-uploads.ts';
import { uploadWords } from '@ticketing/web-kit/uploads/use-uploads.ts';
import { useTranslation } from 'react-i18next';
import { CloseIcon, FileIcon, RetryIcon } from '../icons.tsx';

type Props = { readonly uploads: KeptUploads; readonly className?: string };

/** Files that will go with what one writes: how far each is, and what to do about one that does not get through. */
export function FileTray({ uploads, className = '' }: Props) {
  const { t } = useTranslation();
  const { list } = uploads;

  if (list.length === 0 && uploads.elsewhere.length === 0 && !uploads.lost) return null;
  const notKept = list.filter(({ key }) => uploads.notKept.has(key)).map(({ file }) => file.name);
  return (
    <div className={className}>
      {list.length > 0 && (
        <ul aria-label={t('desk.files.list')} className="flex flex-wrap gap-2">
          {list.map((upload) => (
            <Chosen key={upload.key} upload={upload} uploads={uploads} />
          ))}
        </ul>
      )}
      {notKept.length > 0 && (
        <p role="status" className="mt-2 break-words px-1 text-[13px] text-muted text-pretty">
          {t('desk.files.notKept', { names: notKept.join(', ') })}
        </p>
      )}
      {uploads.lost && (
        <p role="alert" className="px-1 text-[13px] text-harm text-pretty">
          {t('desk.files.lost')}
        </p>
      )}
      {uploads.elsewhere.length > 0 && (
        // Late, as a tab that was just closed gives up its files a moment later.
        <p role="status" className="late mt-2 break-words px-1 text-[13px] text-muted text-pretty">
          {t('desk.files.elsewhere', {
            count: uploads.elsewhere.length,
            names: uploads.elsewhere.join(', '),
          })}
        </p>
      )}
    </div>
  );
}

function Chosen({ upload, uploads }: { readonly upload: Upload; readonly uploads: KeptUploads }) {
  const { t } = useTranslation();
  const { key, file, state, progress, preview } = upload;
  const isBad = state === 'failed' || state === 'refused';
  return (
    <li
      className={`relative flex w-full max-w-[340px] animate-arrive items-center gap-3 overflow-hidden rounded-[10px] border bg-surface py-1.5 pr-1 pl-2 ${isBad ? 'border-harm' : 'border-line'}`}
    >
      {preview === null ? (
        <span className="flex size-10 items-center justify-center rounded-base bg-canvas text-muted">
          <FileIcon />
        </span>
      ) : (
        <img src={preview} alt="" className="size-10 rounded-base object-cover" />
      )}
      <span className="min-w-0 flex-1">
        <span className="block truncate font-medium text-[13px]">{file.name}</span>
        <span
          className={`block text-[13px] ${isBad ? 'text-harm' : 'text-muted'}`}
          role={isBad ? 'alert' : undefined}
        >
          {uploadWords(t, upload)}
        </span>
      </span>
      {state === 'failed' && (
        <button
          type="button"
          aria-label={`${t('files.retry')}: ${file.name}`}
          className="flex size-11 items-center justify-center text-accent"
          onClick={() => uploads.retry(key)}
        >
          <RetryIcon />
        </button>
      )}
      <button
        type="button"
        aria-label={t(state === 'sending' ? 'files.cancel' : 'files.remove', { name: file.name })}
        className="flex size-11 items-center justify-center text-muted hover:text-text"
        onClick={() => uploads.remove(key)}
      >
        <CloseIcon />
      </button>
      {(state === 'sending' || state === 'waiting') && (
        <span
          aria-hidden="true"
          className="absolute bottom-0 left-0 h-0.5 bg-accent transition-[width] duration-150"
          style={{ width: `${Math.round(progress * 100)}%` }}
        />
      )}
    </li>
  );
}
