import { demoProjects } from '@ticketing/embedded/demo/demo-content.ts';
import { en as adminEn } from '@ticketing/web-admin/words/en.ts';
import { ka as adminKa } from '@ticketing/web-admin/words/ka.ts';
import { en as deskEn } from '@ticketing/web-desk/words/en.ts';
import { ka as deskKa } from '@ticketing/web-desk/words/ka.ts';
import { en as kitEn } from '@ticketing/web-kit/words/en.ts';
import { ka as kitKa } from '@ticketing/web-kit/words/ka.ts';
import type { Known, LookLanguage } from './page-fault.ts';

const trees = { en: [adminEn, deskEn, kitEn], ka: [adminKa, deskKa, kitKa] } as const;

/** What people called things: columns that are named as the app names categories, and what the demo is about. */
export const writtenByPeople: readonly string[] = [
  ...['To Do', 'In Progress', 'Review', 'Done'],
  ...demoProjects.flatMap(({ titles, tags }) => [...titles.flat(), ...tags.map(({ name }) => name)]),
];
const data = new Set(writtenByPeople);

/** Names of days, of months, and of times gone by, which no word of an app is. */
const dates = [
  String.raw`\b(January|February|March|April|June|July|August|September|October|November|December)\b`,
  String.raw`\b(Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b`,
  String.raw`\b(ago|yesterday|tomorrow|today)\b`,
];

/** What no page in this language may say: the words of the other one, and its dates. */
export function foreignTo(language: LookLanguage): Known['foreign'] {
  const other: LookLanguage = language === 'en' ? 'ka' : 'en';
  const spoken = new Set(trees[language].flatMap(leavesOf));
  const all = trees[other].flatMap(leavesOf);
  const only = [...new Set(all)].filter((words) => !spoken.has(words) && !data.has(words));
  const holed = only.filter((words) => words.includes('{{') && longestFixed(words) >= 5);
  return {
    whole: only.filter((words) => !words.includes('{{')),
    patterns: [...holed.map(asPattern), ...(other === 'en' ? dates : [])],
  };
}

/** The first parts of the names of all words. */
export const wordAreas: readonly string[] = [...new Set(trees.en.flatMap((tree) => Object.keys(tree)))];

type Words = { readonly [key: string]: string | Words };

const leavesOf = (tree: Words): string[] =>
  Object.values(tree).flatMap((value) => (typeof value === 'string' ? [value] : leavesOf(value)));

const hole = /\{\{\w+\}\}/g;
const longestFixed = (words: string): number =>
  Math.max(...words.split(hole).map((part) => part.replace(/[^\p{L}]/gu, '').length));
const asPattern = (words: string): string =>
  `^${words
    .split(hole)
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('.+')}$`;
