export const app = {
  name: 'Ticketing',
  skip: 'Skip to the content',
  refused_one: '{{count}} change was not made',
  refused_other: '{{count}} changes were not made',
  refusedChange: 'Not made after the break: {{change}}. {{reason}}',
  putAway: 'Put away',
  change: {
    open: 'new ticket “{{title}}”',
    comment: 'comment “{{text}}”',
    title: 'title “{{title}}”',
    fields: 'a change of the ticket',
    move: 'the move to another place',
    assignees: 'the assignment',
    archive: 'archiving',
    restore: 'bringing back from the archive',
    subtask: 'subtask “{{title}}”',
  },
};
