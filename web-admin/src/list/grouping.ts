import type { Level } from '@ticketing/contracts/kinds.ts';
import { TicketType } from '@ticketing/contracts/kinds.ts';
import type { ProjectView } from '@ticketing/contracts/views.ts';
import type { TFunction } from 'i18next';
import type { ListFilter } from '../filter/ticket-filter.ts';
import type { ListNames } from './use-names.ts';

export const groupings = ['column', 'assignee', 'priority', 'company', 'type', 'project'] as const;
export type Grouping = (typeof groupings)[number];

export const isGrouping = (text: string | null): text is Grouping => groupings.some((each) => each === text);

/** What can be grouped by: columns are one project's, projects are for a list over many. */
export const groupingsOf = (projects: readonly ProjectView[]): readonly Grouping[] =>
  groupings.filter((each) => (projects.length === 1 ? each !== 'project' : each !== 'column'));

export type Group = { readonly id: string; readonly name: string; readonly filter: ListFilter };

const filterOf = {
  column: 'columnId',
  assignee: 'assigneeId',
  priority: 'priority',
  company: 'companyId',
  type: 'type',
  project: 'projectId',
} as const;

const levels: readonly Level[] = [4, 3, 2, 1];

/** The groups of a list in their order, each with the filter that its tickets have; a filter for the same thing narrows them. */
export function groupsOf(
  t: TFunction,
  grouping: Grouping,
  filter: ListFilter,
  projects: readonly ProjectView[],
  names: ListNames,
): Group[] {
  const name = filterOf[grouping];
  const chosen = filter.values[name];
  const group = (id: string, words: string): Group[] =>
    chosen !== undefined && !chosen.includes(id)
      ? []
      : [{ id, name: words, filter: { ...filter, values: { ...filter.values, [name]: [id] } } }];
  switch (grouping) {
    case 'column':
      return projects.flatMap(({ columns }) => columns).flatMap((column) => group(column.id, column.name));
    case 'priority':
      return levels.flatMap((level) => group(String(level), t(`level.${level}`)));
    case 'type':
      return TicketType.options.flatMap((type) => group(type, t(`type.${type}`)));
    case 'project':
      return projects.flatMap((project) => group(project.id, `${project.key} ${project.name}`));
    case 'assignee':
      return [
        ...[...names.people.values()].flatMap(({ id, displayName }) => group(id, displayName)),
        ...group('none', t('filter.nobody')),
      ];
    case 'company': {
      const ofProject = projects.length === 1 ? projects[0]?.companyIds : undefined;
      return [
        ...[...names.companies.values()]
          .filter(({ id }) => ofProject === undefined || ofProject.includes(id))
          .flatMap((company) => group(company.id, company.name)),
        ...group('none', t('filter.noCompany')),
      ];
    }
    default:
      return grouping satisfies never;
  }
}
