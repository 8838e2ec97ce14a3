export const deadlines = {
  overdue: 'Overdue',
  today: 'Today',
  thisWeek: 'This week',
  later: 'Later',
  none: 'Without a date',
  all: 'See all {{count}}',
  empty: 'Nothing is to be done',
  emptyText: 'Every ticket of this project is finished.',
};
