import { app } from './en/app.ts';
import { board } from './en/board.ts';
import { chat } from './en/chat.ts';
import { crash } from './en/crash.ts';
import { filter } from './en/filter.ts';
import { help } from './en/help.ts';
import { inbox } from './en/inbox.ts';
import { nav } from './en/nav.ts';
import { notFound } from './en/not-found.ts';
import { past } from './en/past.ts';
import { projects } from './en/projects.ts';
import { signIn } from './en/sign-in.ts';

/** Words of the first load: the shell, the sign-in, the projects and the board. */
export const en = {
  app,
  board,
  chat,
  crash,
  filter,
  help,
  inbox,
  nav,
  notFound,
  past,
  projects,
  signIn,
};
