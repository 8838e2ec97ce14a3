import { TicketType } from '@ticketing/contracts/kinds.ts';
import type { BoardView } from '@ticketing/contracts/views.ts';
import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { PriorityBars, TypeIcon } from '../icons.tsx';
import { Avatar } from '../shell/avatar.tsx';
import type { Choice } from '../shell/choice-list.tsx';
import { dueKinds, type FilterField } from './board-filter.ts';

/** What the board can be filtered by: of people and companies those that occur on it. */
export function useFilterChoices(board: BoardView): Readonly<Record<FilterField, readonly Choice[]>> {
  const { t } = useTranslation();
  const { columns, people, companies, project } = board;
  return useMemo(() => {
    const withFace = (id: string, name: string, icon: ReactNode): Choice => ({
      id,
      name,
      face: (
        <span className="with-icon">
          {icon} {name}
        </span>
      ),
    });
    const none = { id: 'none', name: t('board.filter.none') };
    const assigned = new Set(columns.flatMap((column) => column.tickets.flatMap((card) => card.assigneeIds)));
    return {
      types: TicketType.options.map((type) => withFace(type, t(`type.${type}`), <TypeIcon type={type} />)),
      priorities: ([4, 3, 2, 1] as const).map((level) =>
        withFace(String(level), t(`level.${level}`), <PriorityBars level={level} label="" />),
      ),
      assignees: [
        ...people
          .filter((person) => assigned.has(person.id))
          .map((person) =>
            withFace(
              person.id,
              person.displayName,
              <span aria-hidden="true">
                <Avatar id={person.id} name={person.displayName} />
              </span>,
            ),
          ),
        none,
      ],
      companies: [...companies.map(({ id, name }) => ({ id, name })), none],
      tags: [
        ...project.tags.map((tag) =>
          withFace(tag.id, tag.name, <span className="tag-dot" style={{ background: tag.colour }} />),
        ),
        none,
      ],
      due: dueKinds.map((id) => ({ id, name: t(`board.filter.dueKinds.${id}`) })),
    };
  }, [columns, people, companies, project.tags, t]);
}
