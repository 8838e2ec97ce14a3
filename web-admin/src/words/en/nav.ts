export const nav = {
  projects: 'Projects',
  companies: 'Companies',
  people: 'People',
  board: 'Board',
  archive: 'Archive',
  settings: 'Settings',
  me: 'You',
  main: 'Main',
  project: 'Project',
  switchProject: 'Switch project',
  findProject: 'Find a project',
  noProject: 'No project matches.',
};
