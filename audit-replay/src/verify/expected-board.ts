import { streamCategory, streamSubject } from '@ticketing/contracts/streams.ts';
import { type ProjectState, projectFold } from '@ticketing/domain/project/state.ts';
import type { Row } from './difference.ts';
import { type ExpectedReadModel, type ExpectedTable, keyOf } from './expected-read-model.ts';
import { expectedRemovals } from './expected-removals.ts';
import { foldTickets, ticketColumns, ticketRow } from './folded-tickets.ts';

/** Projects with their columns, tags and companies, and a card for each ticket. */
export function expectedBoard(): ExpectedReadModel {
  const projects = new Map<string, { readonly state: ProjectState; readonly revision: string }>();
  const { tickets, apply: applyToTickets } = foldTickets(() => '');
  const removals = expectedRemovals('board_removals');
  const columnOwners = new Map<string, string>();
  const tagOwners = new Map<string, string>();

  const stateOf = (projectId: string | undefined): ProjectState | undefined =>
    projectId === undefined ? undefined : projects.get(projectId)?.state;

  const partTable = (
    name: string,
    columns: readonly string[],
    owners: ReadonlyMap<string, string>,
    parts: (project: ProjectState) => readonly ({ readonly id: string } & Row)[],
  ): ExpectedTable => {
    const find = (id: string) => {
      const project = stateOf(owners.get(id));
      return project && parts(project).find((part) => part.id === id);
    };
    return {
      name,
      keyColumns: ['id'],
      columns: ['id', 'project_id', ...columns],
      *keys() {
        for (const id of owners.keys()) if (find(id)) yield id;
      },
      row(id) {
        const part = find(id);
        return part && { ...part, project_id: owners.get(id) ?? null };
      },
    };
  };

  return {
    name: 'board',
    schema: 'read_model',
    apply(event) {
      const category = streamCategory(event.stream);
      if (category === 'ticket') applyToTickets(event);
      if (category !== 'project') return;
      removals.apply(event);
      const id = streamSubject(event.stream);
      const state = projectFold.evolve(stateOf(id), event);
      if (state) projects.set(id, { state, revision: String(event.revision) });
      if (event.type === 'BoardColumnAdded') columnOwners.set(event.data.columnId, id);
      if (event.type === 'TagAdded') tagOwners.set(event.data.tagId, id);
    },
    tables: [
      {
        name: 'projects',
        keyColumns: ['id'],
        columns: [
          'id',
          'key',
          'name',
          'description',
          'has_archiving_policy',
          'archive_after_hours',
          'lead_id',
          'due_date_before_done',
          'limits_enforced',
          'archived',
          'revision',
        ],
        keys: () => projects.keys(),
        row(id) {
          const project = projects.get(id);
          if (!project) return undefined;
          const { key, name, description, archiveAfterHours, leadId, archived } = project.state;
          return {
            id,
            key,
            name,
            description,
            has_archiving_policy: archiveAfterHours !== undefined,
            archive_after_hours: archiveAfterHours ?? null,
            lead_id: leadId,
            due_date_before_done: project.state.dueDateBeforeDone,
            limits_enforced: project.state.limitsEnforced,
            archived,
            revision: project.revision,
          };
        },
      },
      partTable(
        'board_columns',
        ['name', 'colour', 'category', 'rank', 'minimum', 'maximum', 'leads_to'],
        columnOwners,
        ({ columns }) => columns.map(({ leadsTo, ...column }) => ({ ...column, leads_to: leadsTo })),
      ),
      partTable('tags', ['name', 'colour', 'member_ids'], tagOwners, ({ tags }) =>
        tags.map(({ memberIds, ...tag }) => ({ ...tag, member_ids: memberIds })),
      ),
      {
        name: 'project_companies',
        keyColumns: ['project_id', 'company_id'],
        columns: ['project_id', 'company_id'],
        *keys() {
          for (const [id, { state }] of projects) {
            for (const companyId of state.companyIds) yield keyOf(id, companyId);
          }
        },
        row(key) {
          const [projectId = '', companyId = ''] = key.split('/');
          const attached = stateOf(projectId)?.companyIds.includes(companyId);
          return attached ? { project_id: projectId, company_id: companyId } : undefined;
        },
      },
      {
        name: 'cards',
        keyColumns: ['id'],
        columns: ticketColumns,
        keys: () => tickets.keys(),
        row(id) {
          const ticket = tickets.get(id);
          return ticket && removals.without(ticketRow(ticket));
        },
      },
      removals.table,
      internalNotes(tickets),
    ],
  };
}

function internalNotes(tickets: ReturnType<typeof foldTickets>['tickets']): ExpectedTable {
  let known: Set<string> | undefined;
  // Asked for only when the whole log is folded.
  const notes = (): Set<string> => {
    known ??= new Set(
      tickets
        .values()
        .flatMap(({ state }) => state.comments)
        .filter(([, { visibility }]) => visibility === 'internal')
        .map(([id]) => id),
    );
    return known;
  };
  return {
    name: 'card_internal_notes',
    keyColumns: ['comment_id'],
    columns: ['comment_id'],
    keys: () => notes(),
    row: (id) => (notes().has(id) ? { comment_id: id } : undefined),
  };
}
