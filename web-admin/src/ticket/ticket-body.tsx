import { useAddress } from '@ticketing/web-kit/use-address.ts';
import Button from 'antd/es/button';
import { useCallback, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { ArchiveIcon } from '../icons.tsx';
import { PastLine } from '../past/past-line.tsx';
import { ArchiveButton } from './archive-button.tsx';
import { EditableTitle } from './editable-title.tsx';
import { FilesSection } from './files/files-section.tsx';
import { Lightbox } from './files/lightbox.tsx';
import { ReviewPanel } from './review-panel.tsx';
import { useScene } from './scene.ts';
import { TicketStream } from './stream/ticket-stream.tsx';
import { Children, Links } from './structure/relations.tsx';
import { Subtasks } from './structure/subtasks.tsx';
import { TicketFields } from './ticket-fields.tsx';
import { TicketSummary } from './ticket-summary.tsx';
import { TicketText } from './ticket-text.tsx';
import './ticket.css';

/** Left what it is about and what happened, right its fields. */
export function TicketBody() {
  const { ticket, at, may, commands, changed } = useScene();
  const { t } = useTranslation();
  const [fileId, look] = useLookedAt();
  const side = useRef<HTMLDivElement>(null);
  const mayArchive = at === null && ticket.allowed.includes('ticket.archive');

  return (
    <div className={at === null ? 'ticket' : 'ticket in-the-past'}>
      <div className="ticket-main">
        {at !== null && <PastLine at={at} />}
        {ticket.archived && <ArchivedLine mayRestore={mayArchive} />}
        <EditableTitle
          title={ticket.title}
          disabled={!may('ticket.edit')}
          onSave={(title) => {
            const old = ticket.title;
            void commands.change(ticket.id, { title });
            changed(t('ticket.renamed'), () => void commands.change(ticket.id, { title: old }));
          }}
        />
        <TicketSummary onFields={() => side.current?.scrollIntoView({ block: 'start' })} />
        <TicketText key={`text ${ticket.id}`} />
        <ReviewPanel />
        <Subtasks />
        <Children />
        <Links />
        <FilesSection onLook={look} />
        <TicketStream onLook={look} />
      </div>
      <div ref={side} className="ticket-side">
        <TicketFields />
        {mayArchive && !ticket.archived && <ArchiveButton />}
      </div>
      {fileId !== null && <Lightbox fileId={fileId} onShow={look} onClose={() => look(null)} />}
    </div>
  );
}

/** The file that is looked at stands in the address. */
function useLookedAt() {
  const [params, setParams] = useAddress();
  const look = useCallback(
    (fileId: string | null) =>
      setParams(
        (old) => {
          const next = new URLSearchParams(old);
          if (fileId === null) next.delete('file');
          else next.set('file', fileId);
          return next;
        },
        { replace: true },
      ),
    [setParams],
  );
  return [params.get('file'), look] as const;
}

function ArchivedLine({ mayRestore }: { mayRestore: boolean }) {
  const { ticket, commands, changed } = useScene();
  const { t } = useTranslation();
  return (
    <p className="archived-line" role="status">
      <ArchiveIcon />
      {t(ticket.archiveReason === 'done' ? 'ticket.isArchivedDone' : 'ticket.isArchived')}
      {mayRestore && (
        <Button
          size="small"
          onClick={() => {
            void commands.restore(ticket.id);
            changed(t('ticket.restored', { key: ticket.key }), () => void commands.archive(ticket.id));
          }}
        >
          {t('ticket.restore')}
        </Button>
      )}
    </p>
  );
}
