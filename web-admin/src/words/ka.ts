import type { AdminWords } from './en.ts';
import { account } from './ka/account.ts';
import { app } from './ka/app.ts';
import { archive } from './ka/archive.ts';
import { board } from './ka/board.ts';
import { calendar } from './ka/calendar.ts';
import { chat } from './ka/chat.ts';
import { companies } from './ka/companies.ts';
import { company } from './ka/company.ts';
import { crash } from './ka/crash.ts';
import { dashboard } from './ka/dashboard.ts';
import { deadlines } from './ka/deadlines.ts';
import { editor } from './ka/editor.ts';
import { filter } from './ka/filter.ts';
import { help } from './ka/help.ts';
import { inbox } from './ka/inbox.ts';
import { invitations } from './ka/invitations.ts';
import { list } from './ka/list.ts';
import { nav } from './ka/nav.ts';
import { notFound } from './ka/not-found.ts';
import { operations } from './ka/operations.ts';
import { palette } from './ka/palette.ts';
import { past } from './ka/past.ts';
import { people } from './ka/people.ts';
import { projects } from './ka/projects.ts';
import { report } from './ka/report.ts';
import { reports } from './ka/reports.ts';
import { settings } from './ka/settings.ts';
import { signIn } from './ka/sign-in.ts';
import { ticket } from './ka/ticket.ts';

export const ka: AdminWords = {
  app,
  account,
  nav,
  calendar,
  inbox,
  list,
  dashboard,
  deadlines,
  filter,
  signIn,
  projects,
  board,
  ticket,
  editor,
  archive,
  settings,
  invitations,
  chat,
  companies,
  past,
  company,
  palette,
  people,
  operations,
  report,
  reports,
  help,
  crash,
  notFound,
};
