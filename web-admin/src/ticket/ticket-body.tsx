import type { TicketView } from '@ticketing/contracts/views.ts';
import type { TicketCommands } from '@ticketing/web-kit/ticket-commands.ts';
import Button from 'antd/es/button';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { ArchiveIcon } from '../icons.tsx';
import { byId } from '../shell/avatar.tsx';
import { useToast } from '../shell/toasts.tsx';
import { EditableTitle } from './editable-title.tsx';
import { TicketFields } from './ticket-fields.tsx';
import { TicketStream } from './ticket-stream.tsx';
import { TicketText } from './ticket-text.tsx';

/** Left what it is about and what happened, right its fields. */
export function TicketBody({ ticket, commands }: { ticket: TicketView; commands: TicketCommands }) {
  const { t } = useTranslation();
  const toast = useToast();
  const people = useMemo(() => byId(ticket.people), [ticket.people]);
  const mayEdit = ticket.allowed.includes('ticket.edit') && !ticket.archived;
  const mayArchive = ticket.allowed.includes('ticket.archive');

  const archive = () => {
    void commands.archive(ticket.id);
    toast({
      text: t('board.archived', { key: ticket.key }),
      action: { label: t('board.undo'), run: () => void commands.restore(ticket.id) },
    });
  };

  return (
    <div className="ticket">
      <div className="ticket-main">
        {ticket.archived && (
          <p className="archived-line" role="status">
            <ArchiveIcon /> {t('ticket.isArchived')}
            {mayArchive && (
              <Button size="small" onClick={() => void commands.restore(ticket.id)}>
                {t('ticket.restore')}
              </Button>
            )}
          </p>
        )}
        <EditableTitle
          title={ticket.title}
          disabled={!mayEdit}
          onSave={(title) => void commands.change(ticket.id, { title })}
        />
        <TicketText
          text={ticket.description}
          disabled={!mayEdit}
          onSave={(description) => void commands.change(ticket.id, { description })}
        />
        <TicketStream ticket={ticket} people={people} commands={commands} />
      </div>
      <div className="ticket-side">
        <TicketFields ticket={ticket} people={people} commands={commands} />
        {mayArchive && !ticket.archived && (
          <Button icon={<ArchiveIcon />} onClick={archive} block>
            {t('ticket.archive')}
          </Button>
        )}
      </div>
    </div>
  );
}
