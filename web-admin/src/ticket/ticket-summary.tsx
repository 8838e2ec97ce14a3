import { showDate } from '@ticketing/web-kit/show-time.ts';
import { useTranslation } from 'react-i18next';
import { ClockIcon } from '../icons.tsx';
import { Avatar } from '../shell/avatar.tsx';
import { ColumnWords, LevelWords } from './fields/field-words.tsx';
import { useScene } from './scene.ts';

/** On a small screen the fields are below everything else: the most asked for in one line, which leads to all of them. */
export function TicketSummary({ onFields }: { onFields: () => void }) {
  const { ticket, nameOf } = useScene();
  const { t } = useTranslation();
  const column = ticket.columns.find(({ id }) => id === ticket.columnId);
  return (
    <button type="button" className="ticket-summary" onClick={onFields}>
      {column && <ColumnWords column={column} />}
      <LevelWords level={ticket.priority} />
      {ticket.assigneeIds.map((id) => (
        <Avatar key={id} id={id} name={nameOf(id)} size={20} />
      ))}
      {ticket.dueDate !== null && (
        <span className="with-icon">
          <ClockIcon /> {showDate(ticket.dueDate)}
        </span>
      )}
      <span className="spread" />
      <span className="muted">{t('ticket.allFields')}</span>
    </button>
  );
}
