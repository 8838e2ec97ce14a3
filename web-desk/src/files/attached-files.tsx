import { isImage } from '@ticketing/contracts/content-types.ts';
import type { AttachmentView } from '@ticketing/contracts/views.ts';
import { currentLanguage } from '@ticketing/web-kit/i18n.ts';
import type { FileAddresses } from '@ticketing/web-kit/uploads/attachments.ts';
import { showSize } from '@ticketing/web-kit/uploads/upload-limits.ts';
import { useTranslation } from 'react-i18next';
import { FileIcon } from '../icons.tsx';

type Props = {
  readonly files: readonly AttachmentView[];
  readonly addresses: FileAddresses;
  /** Shows a picture large. */
  readonly look: (fileId: string) => void;
};

export const isPicture = (file: AttachmentView): boolean => isImage(file.contentType) && file.hasThumbnail;

/** Files of a message: pictures as pictures, everything else by name and size. */
export function AttachedFiles({ files, addresses, look }: Props) {
  const { t } = useTranslation();
  if (files.length === 0) return null;
  const pictures = files.filter(isPicture);
  const others = files.filter((file) => !isPicture(file));
  return (
    <div className="mt-1.5 flex flex-col gap-2 first:mt-0">
      {pictures.length > 0 && (
        <ul className="flex flex-wrap gap-2">
          {pictures.map((file) => (
            <li key={file.id}>
              <button
                type="button"
                aria-label={t('desk.files.open', { name: file.name })}
                className="block size-28 overflow-hidden rounded-[10px] border border-line bg-canvas"
                onClick={() => look(file.id)}
              >
                {addresses.thumbnail(file.id) !== undefined && (
                  <img
                    src={addresses.thumbnail(file.id)}
                    alt=""
                    loading="lazy"
                    className="size-full animate-arrive object-cover"
                  />
                )}
              </button>
            </li>
          ))}
        </ul>
      )}
      {others.map((file) => (
        <a
          key={file.id}
          href={addresses.download(file.id)}
          aria-label={t('desk.files.downloadOne', { name: file.name })}
          className="flex min-h-12 items-center gap-3 rounded-[10px] border border-line bg-surface px-3 py-1.5 hover:bg-hover"
        >
          <FileIcon />
          <span className="min-w-0">
            <span className="block truncate font-medium">{file.name}</span>
            <span className="block text-[13px] text-muted">{showSize(file.size, currentLanguage())}</span>
          </span>
        </a>
      ))}
    </div>
  );
}
