import { expect, test } from 'vitest';
import { newProject, projectViewOf } from './board-project-rows.ts';

test('a project is told as it is read: tags by name, companies by id, in whatever order they came', () => {
  const project = newProject('p', { key: 'OPS', name: 'Operations', description: '' });
  for (const id of ['c2', 'c1']) project.companyIds.add(id);
  for (const [id, name] of [
    ['t1', 'network'],
    ['t3', 'Mail'],
    ['t2', 'mail'],
  ] as const) {
    project.tags.set(id, { id, project_id: 'p', name, colour: '#000000', member_ids: [] });
  }
  const view = projectViewOf(project);
  expect(view.companyIds).toEqual(['c1', 'c2']);
  expect(view.tags.map(({ id }) => id)).toEqual(['t2', 't3', 't1']);
});
