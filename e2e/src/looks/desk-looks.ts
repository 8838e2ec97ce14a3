import type { Look } from './look.ts';

export const deskWaysIn: readonly Look[] = [
  { name: 'sign in', at: '/', shown: 'input[name="password"]' },
  { name: 'forgotten password', at: '/forgot-password', shown: 'form input' },
  { name: 'a new password', at: '/reset-password#token=none', shown: 'main' },
];

/** Each page of web-desk/src/app.tsx, and what is opened on them. */
export const deskLooks: readonly Look[] = [
  { name: 'ask as the first page', at: '/ask', shown: 'form textarea', first: true },
  { name: 'home', at: '/', shown: 'main li a[href^="/tickets/"]' },
  { name: 'home, searching', at: '/?q=ბუღალტრის', shown: 'main mark' },
  { name: 'closed tickets', at: '/?show=closed', shown: 'main li a[href^="/tickets/"]' },
  {
    name: 'profile menu',
    at: '/',
    shown: 'main li a[href^="/tickets/"]',
    open: async (page) => page.locator('header button[aria-controls]').last().click(),
    opened: 'header a[href="/profile"]',
  },
  { name: 'ask', at: '/ask', shown: 'form textarea' },
  {
    name: 'ask, with words and similar tickets',
    at: '/ask',
    shown: 'form textarea',
    open: async (page) =>
      page.locator('form textarea').first().fill('ბუღალტრის ელექტრონული ფოსტის ანგარიშზე'),
    opened: 'main a[href^="/tickets/"]',
  },
  { name: 'ticket', at: ({ ticket }) => `/tickets/${ticket.id}`, shown: 'form textarea' },
  { name: 'ticket, chat', at: ({ ticket }) => `/tickets/${ticket.id}?talk=chat`, shown: 'form textarea' },
  { name: 'chat without words', at: ({ asked }) => `/tickets/${asked.id}?talk=chat`, shown: 'form textarea' },
  { name: 'ticket to be reviewed', at: ({ asked }) => `/tickets/${asked.id}`, shown: 'form textarea' },
  { name: 'closed ticket', at: ({ closed }) => `/tickets/${closed.id}`, shown: 'main h1' },
  { name: 'no such ticket', at: '/tickets/none', shown: 'main h1' },
  { name: 'no such page', at: '/nothing/at/all', shown: 'main h1', first: true },
  { name: 'what is new', at: '/notifications', shown: 'main h1' },
  { name: 'room', at: ({ deskRoomId }) => `/rooms/${deskRoomId}`, shown: 'form textarea' },
  { name: 'profile', at: '/profile', shown: 'main form' },
];

/** What an employee sees whose company has no ticket. */
export const deskEmptyLooks: readonly Look[] = [
  { name: 'home of somebody who never asked', at: '/', shown: 'main h1' },
  { name: 'nothing new', at: '/notifications', shown: 'main h1' },
];
