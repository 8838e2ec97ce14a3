import type { DeskWords } from './en.ts';
import { ask } from './ka/ask.ts';
import { files } from './ka/files.ts';
import { home } from './ka/home.ts';
import { chat, notifications } from './ka/notifications.ts';
import { profile } from './ka/profile.ts';
import { frame, menu, page, unsent } from './ka/shell.ts';
import { ticket } from './ka/ticket.ts';
import { forgot, reset, signIn } from './ka/ways-in.ts';

/** What only the desk says, in Georgian. */
export const ka: DeskWords = {
  errors: { already_archived: 'მოთხოვნა დახურულია. თუ კიდევ რამე გჭირდებათ, ახალი მოთხოვნა გახსენით.' },
  desk: {
    ...frame,
    signIn,
    forgot,
    reset,
    menu,
    home,
    ask,
    files,
    ticket,
    chat,
    notifications,
    profile,
    unsent,
    page,
  },
};
