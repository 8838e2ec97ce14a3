import type { filter as words } from '../en/filter.ts';

export const filter: typeof words = {
  add: 'ფილტრი',
  by: 'რით გავფილტროთ…',
  clear: 'გასუფთავება',
  find: 'ძებნა: {{filter}}…',
  noChoice: 'არაფერი ემთხვევა.',
  remove: 'ფილტრის მოხსნა: {{filter}}',
  me: 'მე',
  nobody: 'არავინ',
  noCompany: 'კომპანიის გარეშე',
  overdue: 'ვადაგასული',
  due: 'ვადა',
  dueFrom: 'დან',
  dueTo: 'მდე',
  dueRange: 'ვადა: {{from}} – {{to}}',
  name: {
    projectId: 'პროექტი',
    columnId: 'სტატუსი',
    category: 'ეტაპი',
    type: 'ტიპი',
    priority: 'პრიორიტეტი',
    assigneeId: 'შემსრულებელი',
    reporterId: 'ავტორი',
    companyId: 'კომპანია',
    tagId: 'ჭდე',
  },
};
