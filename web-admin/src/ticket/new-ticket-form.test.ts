import { expect, test } from 'vitest';
import { bodyOf, emptyForm, formFrom, inProject, nextForm } from './new-ticket-form.ts';

const filled = {
  ...emptyForm,
  projectId: 'one',
  title: ' Printer ',
  description: 'It blinks.',
  columnId: 'column',
  tagIds: ['tag'],
  dueDate: '2026-12-01',
  parent: { id: 'parent', key: 'OPS-1', title: 'Printers' },
};

test('another project keeps the words and dates and lets go of what is the first one’s own', () => {
  const moved = inProject(filled, 'two');
  expect(moved).toMatchObject({ projectId: 'two', title: ' Printer ', dueDate: '2026-12-01', tagIds: [] });
  expect(moved.columnId).toBeUndefined();
  expect(moved.parent).toBeNull();
});

test('a draft comes back with what the dialog was opened with; one that cannot be read is left out', () => {
  expect(formFrom(JSON.stringify(filled), { dueDate: '2027-01-01' })).toEqual({
    ...filled,
    dueDate: '2027-01-01',
  });
  expect(formFrom('{"title":1}', {})).toEqual(emptyForm);
});

test('the next ticket of a row keeps everything but the words', () => {
  expect(nextForm(filled)).toMatchObject({ title: '', description: '', tagIds: ['tag'], columnId: 'column' });
});

test('what is sent names the parent by id and leaves out a column that was not chosen', () => {
  const { columnId: _, ...anyColumn } = filled;
  expect(bodyOf(anyColumn, 'one', [])).not.toHaveProperty('columnId');
  expect(bodyOf(filled, 'one', ['file'])).toMatchObject({
    title: 'Printer',
    parentId: 'parent',
    columnId: 'column',
    fileIds: ['file'],
  });
});
