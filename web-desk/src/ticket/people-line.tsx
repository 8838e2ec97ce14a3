import { ticketChannel } from '@ticketing/contracts/live.ts';
import type { TicketView } from '@ticketing/contracts/views.ts';
import { usePresence } from '@ticketing/web-kit/presence.ts';
import { initials } from '@ticketing/web-kit/show-time.ts';
import { useTranslation } from 'react-i18next';

/** Who sees to it, with who of them looks at it right now. */
export function PeopleLine({ ticket }: { readonly ticket: TicketView }) {
  const { t } = useTranslation();
  const present = new Set(usePresence(ticketChannel(ticket.id)).map(({ id }) => id));
  const people = new Map(ticket.people.map((person) => [person.id, person]));
  const assignees = ticket.assigneeIds.flatMap((id) => people.get(id) ?? []);
  const [first, ...others] = assignees;
  const here = assignees.find(({ id }) => present.has(id));
  const column = ticket.columns.find(({ id }) => id === ticket.columnId);
  // Of what is done already nobody has to be promised that it will be done.
  const isOver = ticket.archived || column?.category === 'done';
  if (first === undefined)
    return isOver ? null : <p className="mt-4 px-1 text-muted">{t('desk.ticket.nobody')}</p>;
  return (
    <p className="mt-4 flex items-center gap-3 px-1">
      <span aria-hidden="true" className="flex -space-x-2">
        {assignees.slice(0, 4).map(({ id, displayName }) => (
          <span
            key={id}
            className="relative flex size-9 items-center justify-center rounded-full border-2 border-canvas bg-wash font-semibold text-[12px] text-accent"
          >
            {initials(displayName)}
            {present.has(id) && (
              <span className="absolute right-0 bottom-0 size-2.5 rounded-full border-2 border-canvas bg-accent" />
            )}
          </span>
        ))}
      </span>
      <span>
        {others.length === 0
          ? t('desk.home.onIt', { name: first.displayName })
          : t('desk.home.onItMore', { name: first.displayName, count: others.length })}
        {here !== undefined && (
          <span className="block text-[13px] text-accent">
            {t('desk.ticket.here', { name: here.displayName })}
          </span>
        )}
      </span>
    </p>
  );
}
