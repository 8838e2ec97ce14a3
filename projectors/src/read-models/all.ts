import type { Projection } from '../engine/projection.ts';
import { access } from './access.ts';
import { activity } from './activity.ts';
import { board } from './board.ts';
import { chat } from './chat.ts';
import { contacts } from './contacts.ts';
import { files } from './files.ts';
import { inbox } from './inbox.ts';
import { past } from './past.ts';
import { reports } from './reports.ts';
import { search } from './search.ts';
import { tickets } from './tickets.ts';

/** Every read model there is. */
export const readModels: readonly Projection[] = [
  access,
  board,
  tickets,
  activity,
  past,
  search,
  reports,
  inbox,
  chat,
  files,
  contacts,
];
