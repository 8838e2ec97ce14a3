export const deadlines = {
  overdue: 'Overdue',
  today: 'Today',
  thisWeek: 'This week',
  later: 'Later',
  none: 'Without a date',
  all: 'See all {{count}}',
  empty: 'Nothing is waiting',
  emptyText: 'Tickets that are not finished stand here, by how soon they are due.',
};
