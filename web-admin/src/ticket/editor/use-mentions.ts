import type { CommentVisibility } from '@ticketing/contracts/kinds.ts';
import type { TicketView } from '@ticketing/contracts/views.ts';
import { usePeople, useRoles } from '@ticketing/web-kit/lists.ts';
import { useMemo, useState } from 'react';
import type { Mentionable } from '../../mentions/mentionable.ts';

export type MentionablePeople = {
  readonly people: readonly Mentionable[];
  /** Of a company with many people only a page is known: finds those who have these words in their names. */
  readonly search: (words: string) => void;
};

/**
 * Who may be mentioned: those who will see it. For a note that is whoever may read notes; for everything else also
 * those who have to do with the ticket, and the people of its company.
 */
export function useMentionable(
  ticket: TicketView,
  visibility: CommentVisibility,
  enabled: boolean,
): MentionablePeople {
  const [q, search] = useState('');
  const seesRoles = ticket.allowed.includes('internal-notes.read');
  const roles = useRoles(ticket.projectId, enabled && seesRoles);
  const served = enabled && visibility === 'public' && ticket.companyId !== null;
  const company = usePeople(
    { ...(ticket.companyId === null ? {} : { companyId: ticket.companyId }), ...(q === '' ? {} : { q }) },
    served,
  );
  const people = useMemo(() => {
    const known = new Map<string, Mentionable>();
    const gone = new Set(ticket.people.filter(({ active }) => !active).map(({ id }) => id));
    for (const { userId, displayName, username, role } of roles.data ?? []) {
      if (role !== 'user') known.set(userId, { id: userId, displayName, username });
    }
    if (visibility === 'public') {
      const involved = new Set([ticket.reporterId, ...ticket.assigneeIds, ...ticket.followerIds]);
      const employed = company.data?.pages.flatMap((page) => page.items) ?? [];
      for (const person of ticket.people) if (involved.has(person.id)) known.set(person.id, person);
      if (served) for (const person of employed) if (person.active) known.set(person.id, person);
    }
    return [...known.values()]
      .filter(({ id }) => !gone.has(id))
      .sort((one, other) => one.displayName.localeCompare(other.displayName));
  }, [ticket, roles.data, company.data, visibility, served]);
  return { people, search };
}
