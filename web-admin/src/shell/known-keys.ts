/** Keys as they are shown (`Ctrl Enter`), and the name of the words that say what they do. */
export type Key = readonly [keys: string, name: string];

export const everywhere: readonly Key[] = [
  ['Ctrl K', 'palette'],
  ['C', 'create'],
  ['/', 'search'],
  ['?', 'help'],
  ['Esc', 'close'],
];

/** In a box for a text, a comment or a note. */
export const writing: readonly Key[] = [
  ['Ctrl Enter', 'send'],
  ['Ctrl B I E K', 'format'],
  ['@', 'mention'],
];

const toOpen: readonly Key[] = [
  ['Enter', 'open'],
  ['Ctrl Enter', 'openPage'],
];
const slider: readonly Key[] = [
  ['← →', 'step'],
  ['Shift ← →', 'stepHour'],
  ['PgUp PgDn', 'stepDay'],
  ['Home End', 'ends'],
];

/** Keys of one kind of page each, with the addresses where they are in force. */
export const keyPages: readonly {
  readonly name: string;
  readonly at: RegExp;
  readonly keys: readonly Key[];
}[] = [
  {
    name: 'ticket',
    at: /\/tickets\/[^/]+$/,
    keys: [
      ['J K', 'walk'],
      ['A P L D M', 'fields'],
      ['E', 'text'],
      ['R', 'comment'],
      ['N', 'note'],
      ['F', 'follow'],
      ['Ctrl Enter', 'asPage'],
    ],
  },
  {
    name: 'board',
    at: /^\/projects\/[^/]+(\/tickets\/[^/]+)?$/,
    keys: [
      ['←↑↓→', 'walkCards'],
      ...toOpen,
      ['Space', 'lift'],
      ['E', 'rename'],
      ['A P L D M T', 'cardFields'],
      ['X', 'choose'],
      ['.', 'menu'],
    ],
  },
  {
    name: 'list',
    at: /^(\/all|\/projects\/[^/]+\/(list|archive|deadlines))/,
    keys: [['J K', 'walkRows'], ...toOpen, ['X', 'choose']],
  },
  {
    name: 'calendar',
    at: /^\/projects\/[^/]+\/calendar/,
    keys: [['[ ]', 'turn'], ['T', 'today'], ['Shift ←↑↓→', 'reschedule'], ...toOpen],
  },
  {
    name: 'past',
    at: /^(\/tickets\/[^/]+|\/projects\/[^/]+(\/tickets\/[^/]+)?)$/,
    keys: slider,
  },
  { name: 'dashboard', at: /^\/$/, keys: [['Space ←↑↓→', 'liftWidget']] },
  {
    name: 'chat',
    at: /^\/chat/,
    keys: [
      ['J K', 'walkRooms'],
      ['N', 'newRoom'],
      ['↑', 'changeLast'],
    ],
  },
];
