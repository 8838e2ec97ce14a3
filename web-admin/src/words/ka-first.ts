import { app } from './ka/app.ts';
import { board } from './ka/board.ts';
import { chat } from './ka/chat.ts';
import { crash } from './ka/crash.ts';
import { filter } from './ka/filter.ts';
import { help } from './ka/help.ts';
import { inbox } from './ka/inbox.ts';
import { nav } from './ka/nav.ts';
import { notFound } from './ka/not-found.ts';
import { past } from './ka/past.ts';
import { projects } from './ka/projects.ts';
import { signIn } from './ka/sign-in.ts';

export const ka = {
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
