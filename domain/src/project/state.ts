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
  /** How many tickets it should hold; `null`: no limit. */
  readonly minimum: number | null;
  readonly maximum: number | null;
  /** The columns that it may be left for; `null`: any. */
  readonly leadsTo: readonly string[] | null;
};

export type TagState = {
  readonly id: string;
  readonly name: string;
  readonly colour: string;
  /** People tagged as a team. */
  readonly memberIds: readonly string[];
};

/** What a project's events add up to. `undefined` before it is created. */
export type ProjectState = {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly description: string;
  /** In board order. */
  readonly columns: readonly ColumnState[];
  /** Removed column → the column that its tickets belong in now. */
  readonly removedColumns: Readonly<Record<string, string>>;
  readonly tags: readonly TagState[];
  readonly companyIds: readonly string[];
  /** `undefined`: the installation's default; `null`: never. */
  readonly archiveAfterHours: number | null | undefined;
  readonly leadId: string | null;
  readonly policies: ProjectPolicies;
  /** A ticket needs a due date before it is done. */
  readonly dueDateBeforeDone: boolean;
  /** A full column takes no more tickets; otherwise its limit is a warning. */
  readonly limitsEnforced: boolean;
  readonly archived: boolean;
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
      removedColumns: {},
      tags: [],
      companyIds: [],
      archiveAfterHours: undefined,
      leadId: null,
      policies: noPolicies,
      dueDateBeforeDone: false,
      limitsEnforced: false,
      archived: false,
    };
  }
  return state && change(state, event);
}

function change(project: ProjectState, event: RecordedEvent): ProjectState {
  switch (event.type) {
    case 'ProjectDetailsChanged':
    case 'ArchivingPolicyChanged':
    case 'ProjectRulesChanged':
      return { ...project, ...event.data };
    case 'ProjectLeadChanged':
      return { ...project, leadId: event.data.userId };
    case 'ProjectArchived':
      return { ...project, archived: true };
    case 'ProjectRestored':
      return { ...project, archived: false };
    case 'CompanyAttached':
      return { ...project, companyIds: [...new Set([...project.companyIds, event.data.companyId])] };
    case 'CompanyDetached':
      return { ...project, companyIds: project.companyIds.filter((id) => id !== event.data.companyId) };
    case 'BoardColumnAdded': {
      const { columnId, ...column } = event.data;
      const added = { id: columnId, ...column, minimum: null, maximum: null, leadsTo: null };
      return { ...project, columns: [...project.columns, added].sort(inOrder) };
    }
    case 'BoardColumnChanged':
    case 'BoardColumnMoved':
    case 'BoardColumnLimited':
    case 'BoardColumnTransitionsChanged': {
      const { columnId, ...changed } = event.data;
      const columns = project.columns.map((column) =>
        column.id === columnId ? { ...column, ...changed } : column,
      );
      return { ...project, columns: columns.sort(inOrder) };
    }
    case 'BoardColumnRemoved':
      return withoutColumn(project, event.data.columnId, event.data.ticketsToColumnId);
    case 'TagAdded': {
      const { tagId, ...tag } = event.data;
      return { ...project, tags: [...project.tags, { id: tagId, ...tag, memberIds: [] }] };
    }
    case 'TagChanged': {
      const { tagId, ...changed } = event.data;
      return withTag(project, tagId, (tag) => ({ ...tag, ...changed }));
    }
    case 'TagMemberAdded': {
      const { tagId, userId } = event.data;
      return withTag(project, tagId, (tag) => ({
        ...tag,
        memberIds: [...new Set([...tag.memberIds, userId])],
      }));
    }
    case 'TagMemberRemoved': {
      const { tagId, userId } = event.data;
      return withTag(project, tagId, (tag) => ({
        ...tag,
        memberIds: tag.memberIds.filter((id) => id !== userId),
      }));
    }
    case 'ServiceTargetsChanged':
    case 'ScoringChanged':
      return { ...project, policies: evolvePolicies(project.policies, event) };
    case 'TagRemoved':
      return { ...project, tags: project.tags.filter(({ id }) => id !== event.data.tagId) };
    default:
      return project;
  }
}

/**
 * Where a column's tickets are when it is gone: a ticket whose own stream still names a removed column stands in this
 * one, for whoever decides and whoever looks.
 */
export const presentColumnId = (project: ProjectState, columnId: string): string =>
  project.removedColumns[columnId] ?? columnId;

/** A column that was removed is led to by no other; a rule that has lost all it named is no rule any more. */
function withoutColumn(project: ProjectState, columnId: string, ticketsTo: string): ProjectState {
  const target = presentColumnId(project, ticketsTo);
  const columns = project.columns
    .filter(({ id }) => id !== columnId)
    .map((column) => {
      if (!column.leadsTo?.includes(columnId)) return column;
      const leadsTo = column.leadsTo.filter((id) => id !== columnId);
      return { ...column, leadsTo: leadsTo.length > 0 ? leadsTo : null };
    });
  const earlier = Object.entries(project.removedColumns).map(
    ([id, to]) => [id, to === columnId ? target : to] as const,
  );
  return { ...project, columns, removedColumns: { ...Object.fromEntries(earlier), [columnId]: target } };
}

function withTag(project: ProjectState, tagId: string, change: (tag: TagState) => TagState): ProjectState {
  return { ...project, tags: project.tags.map((tag) => (tag.id === tagId ? change(tag) : tag)) };
}

/** How `project-{id}` is folded. */
export const projectFold = { initial: undefined as ProjectState | undefined, evolve: evolveProject };
