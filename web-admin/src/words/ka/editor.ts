import type { editor as words } from '../en/editor.ts';

export const editor: typeof words = {
  tools: 'ფორმატირება',
  bold: 'მუქი',
  italic: 'დახრილი',
  code: 'კოდი',
  link: 'ბმული',
  list: 'სია',
  tasks: 'საკონტროლო სია',
  quote: 'ციტატა',
  mention: 'ადამიანის ხსენება',
  preview: 'ნახვა',
  nothing: 'საჩვენებელი ჯერ არაფერია.',
  people: 'ადამიანები',
};
