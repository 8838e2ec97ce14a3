import type { TicketView } from '@ticketing/contracts/views.ts';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

/** What it means that a ticket is closed, and where it goes on when it is not over. */
export function ClosedNote({ ticket }: { readonly ticket: TicketView }) {
  const { t } = useTranslation();
  return (
    <div className="mt-8 mb-6 flex flex-col items-center gap-1.5 rounded-bubble border border-line border-dashed px-5 py-6 text-center">
      <p className="font-semibold">{t('desk.ticket.closed.title')}</p>
      <p className="max-w-[52ch] text-muted text-pretty">
        {ticket.archiveReason === 'done' ? t('desk.ticket.closed.done') : t('desk.ticket.closed.manual')}
      </p>
      <p className="max-w-[52ch] text-muted text-pretty">{t('desk.ticket.closed.again')}</p>
      <Link
        to={`/ask?${new URLSearchParams({ about: `${ticket.key} ${ticket.title}`, project: ticket.projectId })}`}
        className="button-quiet mt-3"
      >
        {t('desk.ticket.closed.ask')}
      </Link>
    </div>
  );
}
