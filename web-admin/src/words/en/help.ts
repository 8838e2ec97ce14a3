export const help = {
  title: 'Keys',
  search: 'Search the board',
  create: 'New ticket',
  close: 'Close what is open',
  walk: 'Next or previous ticket in the drawer',
  open: 'Open the ticket',
  lift: 'Pick a ticket up, move it with the arrows, put it down',
  fields: 'In the drawer: assign, priority, tags, status',
  help: 'This list',
};
