import { getRoomFile, getRoomFileThumbnail } from '@ticketing/contracts/endpoints/room-files.ts';
import type { MessageFileView } from '@ticketing/contracts/room-views.ts';
import { currentLanguage } from '@ticketing/web-kit/i18n.ts';
import { useKit } from '@ticketing/web-kit/kit.tsx';
import { showSize } from '@ticketing/web-kit/uploads/upload-limits.ts';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { FileIcon } from '../icons.tsx';

type Props = {
  readonly roomId: string;
  readonly files: readonly MessageFileView[];
  readonly passOf: (fileId: string) => string | undefined;
  /** Fetches passes for these files. */
  readonly readAgain: () => void;
};

/** Files of a message in a room: pictures as pictures, everything else by name and size. Each opens beside the desk. */
export function ChatFiles({ roomId, files, passOf, readAgain }: Props) {
  const { t } = useTranslation();
  const { api } = useKit();
  const asked = useRef(false);
  const lacks = files.some(({ id }) => passOf(id) === undefined);
  useEffect(() => {
    if (!lacks || asked.current) return;
    asked.current = true;
    readAgain();
  }, [lacks, readAgain]);
  return (
    <div className="mt-1.5 flex flex-wrap gap-2 first:mt-0">
      {files.map((file) => {
        const pass = passOf(file.id);
        const params = { id: roomId, fileId: file.id };
        const address = pass && api.address(getRoomFile, { params, query: { pass } });
        return (
          <a
            key={file.id}
            href={address}
            target="_blank"
            rel="noopener noreferrer"
            aria-label={t('desk.files.open', { name: file.name })}
            className={
              file.hasThumbnail
                ? 'block size-28 overflow-hidden rounded-[10px] border border-line bg-canvas'
                : 'flex min-h-12 items-center gap-3 rounded-[10px] border border-line bg-surface px-3 py-1.5 hover:bg-hover'
            }
          >
            {file.hasThumbnail ? (
              pass !== undefined && (
                <img
                  src={api.address(getRoomFileThumbnail, { params, query: { pass } })}
                  alt=""
                  className="size-full object-cover"
                />
              )
            ) : (
              <>
                <FileIcon />
                <span className="min-w-0">
                  <span className="block truncate font-medium">{file.name}</span>
                  <span className="block text-[13px] text-muted">
                    {showSize(file.size, currentLanguage())}
                  </span>
                </span>
              </>
            )}
          </a>
        );
      })}
    </div>
  );
}
