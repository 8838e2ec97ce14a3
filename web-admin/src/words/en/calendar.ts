export const calendar = {
  moved: '{{key}} is due {{date}} now',
  view: 'View',
  month: 'Month',
  week: 'Week',
  today: 'Today',
  earlier: 'Earlier',
  later: 'Later',
  more: '+{{count}} more',
  add: 'New ticket due {{date}}',
  tooMany: 'More than 2,000 are due in this time. Filter to see all of them.',
  moveHint: 'Drag it to another day, or press Shift with an arrow key.',
  weekday: { mon: 'Mon', tue: 'Tue', wed: 'Wed', thu: 'Thu', fri: 'Fri', sat: 'Sat', sun: 'Sun' },
};
