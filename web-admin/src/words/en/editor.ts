export const editor = {
  tools: 'Formatting',
  bold: 'Bold',
  italic: 'Italic',
  code: 'Code',
  link: 'Link',
  list: 'List',
  tasks: 'Checklist',
  quote: 'Quote',
  mention: 'Mention somebody',
  preview: 'Preview',
  nothing: 'Nothing to show yet.',
  people: 'People',
};
