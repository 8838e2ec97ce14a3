import type { app as words } from '../en/app.ts';

export const app: typeof words = {
  name: 'Ticketing',
  skip: 'გადასვლა შინაარსზე',
  refused_one: 'მოლოდინში მყოფი {{count}} ცვლილება არ შესრულდა',
  refused_other: 'მოლოდინში მყოფი {{count}} ცვლილება არ შესრულდა',
  refusedChange: '{{change}}: {{reason}}',
  putAway: 'დამალვა',
  putAwayOne: 'დამალვა: {{change}}',
  putAllAway: 'დამალვა',
  putRight: 'გასწორება',
  noConnection: 'კავშირი არ არის',
  noConnectionHint:
    'რაც აქ გააკეთეთ, ამ მოწყობილობაზე ინახება და კავშირის აღდგენისას გაიგზავნება. გვერდიც მაშინ თავისით გაიხსნება.',
  newVersion: 'არის ახალი ვერსია.',
  takeVersion: 'განახლება',
  change: {
    open: 'ახალი ბილეთი „{{title}}“',
    comment: 'კომენტარი „{{text}}“',
    title: 'სათაური „{{title}}“',
    fields: 'ბილეთის ცვლილება',
    move: 'გადატანა სხვა ადგილას',
    assignees: 'შემსრულებლის დანიშვნა',
    archive: 'დაარქივება',
    restore: 'არქივიდან დაბრუნება',
    file: 'ფაილი „{{name}}“',
    many: '{{change}}: {{keys}}',
    subtask: 'ქვედავალება „{{title}}“',
  },
};
