import { account } from './en/account.ts';
import { app } from './en/app.ts';
import { archive } from './en/archive.ts';
import { board } from './en/board.ts';
import { calendar } from './en/calendar.ts';
import { chat } from './en/chat.ts';
import { companies } from './en/companies.ts';
import { company } from './en/company.ts';
import { crash } from './en/crash.ts';
import { dashboard } from './en/dashboard.ts';
import { deadlines } from './en/deadlines.ts';
import { editor } from './en/editor.ts';
import { filter } from './en/filter.ts';
import { help } from './en/help.ts';
import { inbox } from './en/inbox.ts';
import { invitations } from './en/invitations.ts';
import { list } from './en/list.ts';
import { nav } from './en/nav.ts';
import { notFound } from './en/not-found.ts';
import { operations } from './en/operations.ts';
import { palette } from './en/palette.ts';
import { past } from './en/past.ts';
import { people } from './en/people.ts';
import { projects } from './en/projects.ts';
import { report } from './en/report.ts';
import { reports } from './en/reports.ts';
import { settings } from './en/settings.ts';
import { signIn } from './en/sign-in.ts';
import { ticket } from './en/ticket.ts';

/** Words of the admin app, by area; `ka.ts` has the same keys. */
export const en = {
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

export type AdminWords = typeof en;
