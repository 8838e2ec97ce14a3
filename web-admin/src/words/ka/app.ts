import type { app as words } from '../en/app.ts';

export const app: typeof words = {
  name: 'Ticketing',
  skip: 'გადასვლა შინაარსზე',
  refused_one: '{{count}} ცვლილება არ შესრულდა',
  refused_other: '{{count}} ცვლილება არ შესრულდა',
  refusedChange: 'კავშირის აღდგენის შემდეგ არ შესრულდა: {{change}}. {{reason}}',
  putAway: 'დამალვა',
  change: {
    open: 'ახალი ბილეთი „{{title}}“',
    comment: 'კომენტარი „{{text}}“',
    title: 'სათაური „{{title}}“',
    fields: 'ბილეთის ცვლილება',
    move: 'გადატანა სხვა ადგილას',
    assignees: 'შემსრულებლის დანიშვნა',
    archive: 'დაარქივება',
    restore: 'არქივიდან დაბრუნება',
    subtask: 'ქვედავალება „{{title}}“',
  },
};
