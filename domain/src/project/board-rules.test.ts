import type { ProjectEvent } from '@ticketing/contracts/events/event.ts';
import { describe, expect, it } from 'vitest';
import { ids, specification } from '../testing/given.ts';
import { decideProject } from './decide.ts';
import { presentColumnId, projectFold } from './state.ts';

const { given } = specification({ stream: `project-${ids.project}`, ...projectFold, decide: decideProject });

const column = (
  columnId: string,
  name: string,
  category: 'todo' | 'in_progress' | 'done',
  rank: string,
): ProjectEvent => ({
  type: 'BoardColumnAdded',
  data: { columnId, name, colour: '#000000', category, rank },
});
const project = given(
  { type: 'ProjectCreated', data: { key: 'OPS', name: 'Operations', description: '' } },
  column(ids.todo, 'To Do', 'todo', 'a0'),
  column(ids.doing, 'Doing', 'in_progress', 'a1'),
  column(ids.done, 'Done', 'done', 'a2'),
  { type: 'TagAdded', data: { tagId: ids.tag, name: 'Network', colour: '#000000' } },
);
const after = (...events: readonly ProjectEvent[]) =>
  given(
    { type: 'ProjectCreated', data: { key: 'OPS', name: 'Operations', description: '' } },
    column(ids.todo, 'To Do', 'todo', 'a0'),
    column(ids.doing, 'Doing', 'in_progress', 'a1'),
    column(ids.done, 'Done', 'done', 'a2'),
    { type: 'TagAdded', data: { tagId: ids.tag, name: 'Network', colour: '#000000' } },
    ...events,
  );
const removed = (columnId: string, ticketsToColumnId: string): ProjectEvent => ({
  type: 'BoardColumnRemoved',
  data: { columnId, ticketsToColumnId },
});
const leads = (columnId: string, leadsTo: string[] | null): ProjectEvent => ({
  type: 'BoardColumnTransitionsChanged',
  data: { columnId, leadsTo },
});

describe('the columns of a project', () => {
  it('take limits and where they lead, each once and never themselves', () => {
    project
      .when({
        type: 'ChangeColumn',
        columnId: ids.todo,
        minimum: 1,
        maximum: 3,
        leadsTo: [ids.done, ids.todo, ids.doing, ids.done],
      })
      .thenHappens(
        { type: 'BoardColumnLimited', data: { columnId: ids.todo, minimum: 1, maximum: 3 } },
        leads(ids.todo, [ids.doing, ids.done]),
      );
    after(leads(ids.todo, [ids.doing, ids.done]))
      .when({ type: 'ChangeColumn', columnId: ids.todo, leadsTo: [ids.done, ids.doing] })
      .thenHappens();
    after(leads(ids.todo, [ids.doing]))
      .when({ type: 'ChangeColumn', columnId: ids.todo, leadsTo: null })
      .thenHappens(leads(ids.todo, null));
    project.when({ type: 'ChangeColumn', columnId: ids.todo, leadsTo: null }).thenHappens();
    project.when({ type: 'ChangeColumn', columnId: ids.todo, leadsTo: [] }).thenHappens(leads(ids.todo, []));
  });

  it('refuse a minimum over the maximum, also against the one that is there', () => {
    const limits = {
      type: 'BoardColumnLimited',
      data: { columnId: ids.todo, minimum: 4, maximum: null },
    } as const;
    project
      .when({ type: 'ChangeColumn', columnId: ids.todo, minimum: 4, maximum: 3 })
      .thenRefused('limits_inverted');
    after(limits)
      .when({ type: 'ChangeColumn', columnId: ids.todo, maximum: 3 })
      .thenRefused('limits_inverted');
    project
      .when({ type: 'ChangeColumn', columnId: ids.todo, leadsTo: [ids.unknown] })
      .thenRefused('unknown_column');
  });

  it('have names of their own, whatever their case', () => {
    const add = { type: 'AddColumn', columnId: ids.unknown, colour: '#000000', category: 'todo' } as const;
    project.when({ ...add, name: 'DOING' }).thenRefused('column_name_taken');
    project
      .when({ type: 'ChangeColumn', columnId: ids.todo, name: 'doing' })
      .thenRefused('column_name_taken');
    project.when({ type: 'ChangeColumn', columnId: ids.todo, name: 'TO DO' }).thenHappens({
      type: 'BoardColumnChanged',
      data: { columnId: ids.todo, name: 'TO DO', colour: '#000000', category: 'todo' },
    });
    after(removed(ids.doing, ids.todo))
      .when({ type: 'ChangeColumn', columnId: ids.todo, name: 'Doing' })
      .thenHappens({
        type: 'BoardColumnChanged',
        data: { columnId: ids.todo, name: 'Doing', colour: '#000000', category: 'todo' },
      });
  });

  it('are never without one for work and one for what is done', () => {
    project
      .when({ type: 'RemoveColumn', columnId: ids.done, ticketsTo: ids.todo })
      .thenRefused('last_column');
    project.when({ type: 'ChangeColumn', columnId: ids.done, category: 'todo' }).thenRefused('last_column');
    const one = after(removed(ids.doing, ids.todo));
    one.when({ type: 'RemoveColumn', columnId: ids.todo, ticketsTo: ids.done }).thenRefused('last_column');
    one.when({ type: 'ChangeColumn', columnId: ids.todo, category: 'done' }).thenRefused('last_column');
    project.when({ type: 'ChangeColumn', columnId: ids.todo, category: 'in_progress' }).thenHappens({
      type: 'BoardColumnChanged',
      data: { columnId: ids.todo, name: 'To Do', colour: '#000000', category: 'in_progress' },
    });
  });

  it('are removed once, and their tickets go to another that is there', () => {
    const remove = { type: 'RemoveColumn', columnId: ids.doing, ticketsTo: ids.todo } as const;
    project.when(remove).thenHappens(removed(ids.doing, ids.todo));
    after(removed(ids.doing, ids.todo)).when(remove).thenHappens();
    project.when({ ...remove, ticketsTo: ids.doing }).thenRefused('unknown_column');
    project.when({ ...remove, ticketsTo: ids.unknown }).thenRefused('unknown_column');
    project.when({ ...remove, columnId: ids.unknown }).thenRefused('unknown_column');
  });

  it('are led to by none when they are gone; a rule that has lost all it named is none any more', () => {
    const { state } = after(
      leads(ids.todo, [ids.doing]),
      leads(ids.done, [ids.todo, ids.doing]),
      removed(ids.doing, ids.todo),
    );
    expect(state?.columns.map(({ id, leadsTo }) => [id, leadsTo])).toEqual([
      [ids.todo, null],
      [ids.done, [ids.todo]],
    ]);
  });

  it('know where the tickets of one that is gone stand, also when that one is gone too', () => {
    const { state } = after(removed(ids.todo, ids.doing), removed(ids.doing, ids.done));
    if (!state) throw new Error('there is a project');
    expect(presentColumnId(state, ids.todo)).toBe(ids.done);
    expect(presentColumnId(state, ids.doing)).toBe(ids.done);
    expect(presentColumnId(state, ids.done)).toBe(ids.done);
  });
});

describe('the tags of a project', () => {
  it('are changed, removed, and have names of their own', () => {
    project
      .when({ type: 'ChangeTag', tagId: ids.tag, name: 'NETWORK' })
      .thenHappens({ type: 'TagChanged', data: { tagId: ids.tag, name: 'NETWORK', colour: '#000000' } });
    project.when({ type: 'ChangeTag', tagId: ids.tag, colour: '#000000' }).thenHappens();
    project
      .when({ type: 'AddTag', tagId: ids.unknown, name: 'network', colour: '#000000' })
      .thenRefused('tag_name_taken');
    project
      .when({ type: 'RemoveTag', tagId: ids.tag })
      .thenHappens({ type: 'TagRemoved', data: { tagId: ids.tag } });
    project.when({ type: 'RemoveTag', tagId: ids.unknown }).thenRefused('unknown_tag');
  });

  it('stand for a team, in which everybody is once', () => {
    const joined = { type: 'TagMemberAdded', data: { tagId: ids.tag, userId: ids.agent } } as const;
    const left = { type: 'TagMemberRemoved', data: { tagId: ids.tag, userId: ids.agent } } as const;
    const add = { type: 'AddTagMember', tagId: ids.tag, userId: ids.agent } as const;
    const remove = { ...add, type: 'RemoveTagMember' } as const;
    project.when(add).thenHappens(joined);
    after(joined).when(add).thenHappens();
    after(joined).when(remove).thenHappens(left);
    project.when(remove).thenHappens();
    after(joined, left).when(add).thenHappens(joined);
    project.when({ ...add, tagId: ids.unknown }).thenRefused('unknown_tag');
  });
});

describe('a project as a whole', () => {
  it('has a lead and rules, each told apart', () => {
    project
      .when({ type: 'ChangeProject', leadId: ids.agent, limitsEnforced: true })
      .thenHappens(
        { type: 'ProjectLeadChanged', data: { userId: ids.agent } },
        { type: 'ProjectRulesChanged', data: { dueDateBeforeDone: false, limitsEnforced: true } },
      );
    project.when({ type: 'ChangeProject', leadId: null, dueDateBeforeDone: false }).thenHappens();
  });

  it('changes no more once it is put away, until it is brought back', () => {
    const archived = { type: 'ProjectArchived', data: {} } as const;
    project.when({ type: 'ArchiveProject' }).thenHappens(archived);
    project.when({ type: 'RestoreProject' }).thenHappens();
    const away = after(archived);
    away.when({ type: 'ArchiveProject' }).thenHappens();
    away.when({ type: 'ChangeProject', name: 'Other' }).thenRefused('project_archived');
    away.when({ type: 'RemoveTag', tagId: ids.tag }).thenRefused('project_archived');
    away.when({ type: 'RestoreProject' }).thenHappens({ type: 'ProjectRestored', data: {} });
    after(archived, { type: 'ProjectRestored', data: {} })
      .when({ type: 'ArchiveProject' })
      .thenHappens(archived);
  });
});
