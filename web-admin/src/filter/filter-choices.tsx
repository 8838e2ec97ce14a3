import { ColumnCategory, ReviewState } from '@ticketing/contracts/kinds.ts';
import type { ProjectView } from '@ticketing/contracts/views.ts';
import { useCompanies, usePeople } from '@ticketing/web-kit/lists.ts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CategoryRing } from '../icons.tsx';
import type { Choice } from '../shell/choice-list.tsx';
import { columnChoices, personChoices, priorityChoices, tagChoices, typeChoices } from './choices.tsx';
import type { FilterName } from './ticket-filter.ts';

/** What a filter may be set to, with a way to look for more where there are too many to list. */
export type FilterChoices = {
  readonly choices: readonly Choice[];
  readonly onSearch?: (words: string) => void;
  /** Whether the answer to what is looked for is on its way. */
  readonly waiting?: boolean;
};

/** @param projects those that the page is about */
export function useFilterChoices(name: FilterName, projects: readonly ProjectView[]): FilterChoices {
  const { t } = useTranslation();
  const [q, setQ] = useState('');
  const only = projects.length === 1 ? projects[0] : undefined;
  const ofPeople = name === 'assigneeId' || name === 'reporterId' || name === 'creditedId';
  const people = usePeople({ q, ...(only ? { projectId: only.id } : {}) }, ofPeople);
  const companies = useCompanies(name === 'companyId' ? q : '', name === 'companyId', only?.id);
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
        choices: tagChoices(projects.flatMap((project) => project.tags)),
      };
    case 'stars':
      return {
        choices: [5, 4, 3, 2, 1].map((count) => ({ id: String(count), name: t('filter.stars', { count }) })),
      };
    case 'target':
      return {
        choices: (['missed', 'kept'] as const).map((id) => ({ id, name: t(`filter.target.${id}`) })),
      };
    case 'targetOf':
      return {
        choices: (['answer', 'resolution'] as const).map((id) => ({ id, name: t(`filter.targetOf.${id}`) })),
      };
    case 'assigneeId':
    case 'creditedId':
    case 'reporterId': {
      const found = personChoices(people.data?.pages.flatMap((page) => page.items) ?? []);
      const special = [
        { id: 'me', name: t('filter.me') },
        ...(name === 'assigneeId' ? [{ id: 'none', name: t('filter.nobody') }] : []),
      ];
      return {
        choices: q === '' ? [...special, ...found] : found,
        onSearch: setQ,
        waiting: people.isFetching,
      };
    }
    case 'companyId': {
      const found = companies.data?.pages.flatMap((page) => page.items) ?? [];
      return {
        choices: [...(q === '' ? [{ id: 'none', name: t('filter.noCompany') }] : []), ...found],
        onSearch: setQ,
        waiting: companies.isFetching,
      };
    }
    default:
      return name satisfies never;
  }
}
