import { isImage } from '@ticketing/contracts/content-types.ts';
import type { MessageFileView } from '@ticketing/contracts/room-views.ts';
import { roomFileAddress } from '@ticketing/web-kit/chat/file-address.ts';
import { useFilePasses } from '@ticketing/web-kit/chat/file-passes.ts';
import type { TimelineResult } from '@ticketing/web-kit/chat/use-timeline.ts';
import { currentLanguage } from '@ticketing/web-kit/i18n.ts';
import { useKit } from '@ticketing/web-kit/kit.tsx';
import { showSize } from '@ticketing/web-kit/uploads/upload-limits.ts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FileIcon } from './chat-icons.tsx';
import { PicturePreview } from './picture-preview.tsx';
import './message-files.css';

/** Files of a message: pictures as small ones that open large, anything else by name. */
export function MessageFiles(props: {
  roomId: string;
  messageId: string;
  files: readonly MessageFileView[];
  line: Pick<TimelineResult, 'passes' | 'readAgain'>;
}) {
  const { roomId, messageId, files, line } = props;
  const { t } = useTranslation();
  const { api } = useKit();
  const [shown, setShown] = useState<MessageFileView>();
  useFilePasses(messageId, files, line.passes, line.readAgain);
  const address = (file: MessageFileView, how: Parameters<typeof roomFileAddress>[4]) => {
    const pass = line.passes.get(file.id)?.pass;
    return pass === undefined ? undefined : roomFileAddress(api, roomId, file.id, pass, how);
  };
  return (
    <div className="talk-files">
      {files.map((file) =>
        isImage(file.contentType) && file.hasThumbnail ? (
          <button
            key={file.id}
            type="button"
            className="talk-picture"
            aria-label={t('chat.openPicture', { name: file.name })}
            onClick={() => setShown(file)}
          >
            <Picture source={address(file, 'small')} />
          </button>
        ) : (
          <a key={file.id} className="talk-file" href={address(file, 'downloaded')} download={file.name}>
            <FileIcon />
            <span className="clip">{file.name}</span>
            <span className="muted">{showSize(file.size, currentLanguage())}</span>
          </a>
        ),
      )}
      {shown !== undefined && (
        <PicturePreview
          name={shown.name}
          source={address(shown, 'shown')}
          download={address(shown, 'downloaded')}
          onClose={() => setShown(undefined)}
        />
      )}
    </div>
  );
}

/** The picture, or its place until there is an address; one that cannot be shown leaves its place too. */
function Picture({ source }: { source: string | undefined }) {
  const [broken, setBroken] = useState<string>();
  if (source === undefined || broken === source) return <FileIcon />;
  return <img src={source} alt="" loading="lazy" onError={() => setBroken(source)} />;
}
