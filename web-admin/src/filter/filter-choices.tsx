import { ColumnCategory, type Level, ReviewState, TicketType } from '@ticketing/contracts/kinds.ts';
import type { ProjectView } from '@ticketing/contracts/views.ts';
import { useCompanies, usePeople } from '@ticketing/web-kit/lists.ts';
import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Tag } from '../board/ticket-card.tsx';
import { CategoryRing, PriorityBars, TypeIcon } from '../icons.tsx';
import type { Choice } from '../shell/choice-list.tsx';
import { PersonName } from '../ticket/person-name.tsx';
import type { FilterName } from './ticket-filter.ts';

const levels: readonly Level[] = [4, 3, 2, 1];

/** What a filter may be set to, with a way to look for more where there are too many to list. */
export type FilterChoices = {
  readonly choices: readonly Choice[];
  readonly onSearch?: (words: string) => void;
};

export const columnChoices = (columns: ProjectView['columns']): Choice[] =>
  columns.map((column) => ({
    id: column.id,
    name: column.name,
    face: (
      <span className="with-icon">
        <CategoryRing category={column.category} colour={column.colour} /> {column.name}
      </span>
    ),
  }));

export const priorityChoices = (t: TFunction): Choice[] =>
  levels.map((level) => ({
    id: String(level),
    name: t(`level.${level}`),
    face: (
      <span className="with-icon">
        <PriorityBars level={level} label="" /> {t(`level.${level}`)}
      </span>
    ),
  }));

export const typeChoices = (t: TFunction): Choice[] =>
  TicketType.options.map((type) => ({
    id: type,
    name: t(`type.${type}`),
    face: (
      <span className="with-icon">
        <TypeIcon type={type} /> {t(`type.${type}`)}
      </span>
    ),
  }));

/** @param projects those that the page is about */
export function useFilterChoices(name: FilterName, projects: readonly ProjectView[]): FilterChoices {
  const { t } = useTranslation();
  const [q, setQ] = useState('');
  const only = projects.length === 1 ? projects[0] : undefined;
  const ofPeople = name === 'assigneeId' || name === 'reporterId';
  const people = usePeople({ q, ...(only ? { projectId: only.id } : {}) }, ofPeople);
  const companies = useCompanies(name === 'companyId' ? q : '', name === 'companyId');
  switch (name) {
    case 'projectId':
      return {
        choices: projects.map((project) => ({
          id: project.id,
          name: `${project.key} ${project.name}`,
          face: (
            <>
              <span className="key">{project.key}</span> {project.name}
            </>
          ),
        })),
      };
    case 'columnId':
      return { choices: columnChoices(only?.columns ?? []) };
    case 'category':
      return {
        choices: ColumnCategory.options.map((category) => ({
          id: category,
          name: t(`category.${category}`),
          face: (
            <span className="with-icon">
              <CategoryRing category={category} colour="currentColor" /> {t(`category.${category}`)}
            </span>
          ),
        })),
      };
    case 'type':
      return { choices: typeChoices(t) };
    case 'priority':
      return { choices: priorityChoices(t) };
    case 'review':
      return {
        choices: ReviewState.options.map((state) => ({ id: state, name: t(`filter.review.${state}`) })),
      };
    case 'tagId':
      return {
        choices: projects
          .flatMap((project) => project.tags)
          .map((tag) => ({ id: tag.id, name: tag.name, face: <Tag tag={tag} /> })),
      };
    case 'assigneeId':
    case 'reporterId': {
      const found = (people.data?.pages.flatMap((page) => page.items) ?? []).map((person) => ({
        id: person.id,
        name: person.displayName,
        face: <PersonName id={person.id} name={person.displayName} />,
      }));
      const special = [
        { id: 'me', name: t('filter.me') },
        ...(name === 'assigneeId' ? [{ id: 'none', name: t('filter.nobody') }] : []),
      ];
      return { choices: q === '' ? [...special, ...found] : found, onSearch: setQ };
    }
    case 'companyId': {
      const found = (companies.data?.pages.flatMap((page) => page.items) ?? []).filter(
        ({ id }) => only === undefined || only.companyIds.includes(id),
      );
      return {
        choices: [...(q === '' ? [{ id: 'none', name: t('filter.noCompany') }] : []), ...found],
        onSearch: setQ,
      };
    }
    default:
      return name satisfies never;
  }
}
