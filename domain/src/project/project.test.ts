import { describe, expect, it } from 'vitest';
import { ids, specification } from '../testing/given.ts';
import { decideProject, type ProjectCommand, standardColumns } from './decide.ts';
import { projectFold } from './state.ts';

const { given } = specification({ stream: `project-${ids.project}`, ...projectFold, decide: decideProject });

const columnIds = [ids.todo, ids.doing, ids.tag, ids.done];
const create: ProjectCommand = {
  type: 'CreateProject',
  key: 'OPS',
  name: 'Operations',
  description: '',
  columns: standardColumns.map((column, index) => ({ ...column, columnId: columnIds[index] ?? ids.unknown })),
};
const created = decideProject(create, undefined);

describe('a project', () => {
  it('begins with To Do, In Progress, Review and Done', () => {
    const { state } = given(...created);
    expect(state?.columns.map(({ name, category }) => [name, category])).toEqual([
      ['To Do', 'todo'],
      ['In Progress', 'in_progress'],
      ['Review', 'in_progress'],
      ['Done', 'done'],
    ]);
    given(...created)
      .when(create)
      .thenHappens();
  });

  it('puts a new column at the end and moves it where it is told', () => {
    const add = {
      type: 'AddColumn',
      columnId: ids.unknown,
      name: 'Waiting',
      colour: '#000000',
      category: 'todo',
    } as const;
    const added = decideProject(add, given(...created).state);
    const atEnd = given(...created, ...added);
    expect(atEnd.state?.columns.at(-1)?.name).toBe('Waiting');
    const move = { type: 'MoveColumn', columnId: ids.unknown, after: ids.todo } as const;
    const moved = given(...created, ...added, ...decideProject(move, atEnd.state));
    expect(moved.state?.columns.map(({ name }) => name)).toEqual([
      'To Do',
      'Waiting',
      'In Progress',
      'Review',
      'Done',
    ]);
    moved.when(move).thenHappens();
  });

  it('refuses to change a column that it does not have', () =>
    given(...created)
      .when({ type: 'ChangeColumn', columnId: ids.unknown, name: 'x' })
      .thenRefused('unknown_column'));

  it('tells never from the default in its archiving policy', () => {
    expect(given(...created).state?.archiveAfterHours).toBeUndefined();
    given(...created)
      .when({ type: 'ChangeProject', archiveAfterHours: null })
      .thenHappens({ type: 'ArchivingPolicyChanged', data: { archiveAfterHours: null } });
    given(...created, { type: 'ArchivingPolicyChanged', data: { archiveAfterHours: null } })
      .when({ type: 'ChangeProject', archiveAfterHours: null })
      .thenHappens();
  });

  it('attaches a company once', () => {
    const attached = { type: 'CompanyAttached', data: { companyId: ids.company } } as const;
    given(...created)
      .when({ type: 'AttachCompany', companyId: ids.company })
      .thenHappens(attached);
    given(...created, attached)
      .when({ type: 'AttachCompany', companyId: ids.company })
      .thenHappens();
    given(...created)
      .when({ type: 'DetachCompany', companyId: ids.company })
      .thenHappens();
  });

  it('does not exist before it is created', () =>
    given().when({ type: 'AttachCompany', companyId: ids.company }).thenRefused('not_found'));
});
