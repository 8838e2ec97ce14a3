export const archive = {
  title: 'Archive',
  empty: 'The archive is empty',
  emptyText: 'Tickets that have been done for a while come here by themselves. Nothing is deleted.',
  search: 'Search the archive',
  noMatch: 'Nothing in the archive matches.',
  restored: '{{key}} is back on the board',
};
