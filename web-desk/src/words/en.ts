import { ask } from './en/ask.ts';
import { files } from './en/files.ts';
import { home } from './en/home.ts';
import { chat, notifications } from './en/notifications.ts';
import { profile } from './en/profile.ts';
import { frame, menu, page, unsent } from './en/shell.ts';
import { ticket } from './en/ticket.ts';
import { forgot, reset, signIn } from './en/ways-in.ts';

/** What only the desk says, in English, by area; `ka.ts` has the same keys. */
export const en = {
  /** The kit's words for this are for those who may restore it. */
  errors: { already_archived: 'The ticket is closed. Ask for help again if you need more.' },
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

export type DeskWords = typeof en;
