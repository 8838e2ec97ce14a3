import type { RecordedEvent } from '@ticketing/contracts/events/event.ts';
import type { ColumnCategory } from '@ticketing/contracts/kinds.ts';
import { streamSubject } from '@ticketing/contracts/streams.ts';
import { inOrder } from '../ticket/rank.ts';
import { evolvePolicies, noPolicies, type ProjectPolicies } from './policies.ts';

export type ColumnState = {
  readonly id: string;
  readonly name: string;
  readonly colour: string;
  readonly category: ColumnCategory;
  readonly rank: string;
};

export type TagState = { readonly id: string; readonly name: string; readonly colour: string };

/** What a project's events add up to. `undefined` before it is created. */
export type ProjectState = {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly description: string;
  /** In board order. */
  readonly columns: readonly ColumnState[];
  readonly tags: readonly TagState[];
  readonly companyIds: readonly string[];
  /** `undefined`: the installation's default; `null`: never. */
  readonly archiveAfterHours: number | null | undefined;
  readonly leadId: string | null;
  readonly policies: ProjectPolicies;
};

/** Folds one event into a project. Never throws. */
export function evolveProject(
  state: ProjectState | undefined,
  event: RecordedEvent,
): ProjectState | undefined {
  if (event.type === 'ProjectCreated') {
    return {
      ...event.data,
      id: streamSubject(event.stream),
      columns: [],
      tags: [],
      companyIds: [],
      archiveAfterHours: undefined,
      leadId: null,
      policies: noPolicies,
    };
  }
  return state && change(state, event);
}

function change(project: ProjectState, event: RecordedEvent): ProjectState {
  switch (event.type) {
    case 'ProjectDetailsChanged':
    case 'ArchivingPolicyChanged':
      return { ...project, ...event.data };
    case 'CompanyAttached':
      return { ...project, companyIds: [...new Set([...project.companyIds, event.data.companyId])] };
    case 'CompanyDetached':
      return { ...project, companyIds: project.companyIds.filter((id) => id !== event.data.companyId) };
    case 'BoardColumnAdded': {
      const { columnId, ...column } = event.data;
      return { ...project, columns: [...project.columns, { id: columnId, ...column }].sort(inOrder) };
    }
    case 'BoardColumnChanged': {
      const { columnId, ...changed } = event.data;
      return {
        ...project,
        columns: project.columns.map((c) => (c.id === columnId ? { ...c, ...changed } : c)),
      };
    }
    case 'BoardColumnMoved': {
      const { columnId, rank } = event.data;
      const columns = project.columns.map((column) =>
        column.id === columnId ? { ...column, rank } : column,
      );
      return { ...project, columns: columns.sort(inOrder) };
    }
    case 'TagAdded': {
      const { tagId, ...tag } = event.data;
      return { ...project, tags: [...project.tags, { id: tagId, ...tag }] };
    }
    case 'TagChanged': {
      const { tagId, ...changed } = event.data;
      return {
        ...project,
        tags: project.tags.map((tag) => (tag.id === tagId ? { ...tag, ...changed } : tag)),
      };
    }
    case 'ProjectLeadChanged':
      return { ...project, leadId: event.data.userId };
    case 'ServiceTargetsChanged':
    case 'ScoringChanged':
      return { ...project, policies: evolvePolicies(project.policies, event) };
    case 'TagRemoved':
      return { ...project, tags: project.tags.filter(({ id }) => id !== event.data.tagId) };
    default:
      return project;
  }
}

/** How `project-{id}` is folded. */
export const projectFold = { initial: undefined as ProjectState | undefined, evolve: evolveProject };
