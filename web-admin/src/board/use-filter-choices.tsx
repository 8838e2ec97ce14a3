import type { BoardView } from '@ticketing/contracts/views.ts';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { personChoices, priorityChoices, tagChoices, typeChoices } from '../filter/choices.tsx';
import type { Choice } from '../shell/choice-list.tsx';
import { dueKinds, type FilterField } from './board-filter.ts';

/** What the board can be filtered by: of people and companies those that occur on it. */
export function useFilterChoices(board: BoardView): Readonly<Record<FilterField, readonly Choice[]>> {
  const { t } = useTranslation();
  const { columns, people, companies, project } = board;
  return useMemo(() => {
    const none = { id: 'none', name: t('board.filter.none') };
    const assigned = new Set(columns.flatMap((column) => column.tickets.flatMap((card) => card.assigneeIds)));
    return {
      types: typeChoices(t),
      priorities: priorityChoices(t),
      assignees: [...personChoices(people.filter((person) => assigned.has(person.id))), none],
      companies: [...companies.map(({ id, name }) => ({ id, name })), none],
      tags: [...tagChoices(project.tags), none],
      due: dueKinds.map((id) => ({ id, name: t(`board.filter.dueKinds.${id}`) })),
    };
  }, [columns, people, companies, project.tags, t]);
}
