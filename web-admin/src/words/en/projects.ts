export const projects = {
  empty: 'No projects yet',
  emptyText: 'A project is a board with its own columns, people and companies.',
  emptyDenied: 'You have no project yet. Ask a project owner to give you a role.',
  create: 'New project',
  key: 'Key',
  keyHint: 'Stands before every ticket number: OPS-1. Up to 10 letters and digits.',
  name: 'Name',
  description: 'What it is for',
  save: 'Create project',
  open: 'Open',
  yourRole: 'Your role',
};
