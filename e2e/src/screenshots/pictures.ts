import type { DemoUsername } from '@ticketing/embedded/demo/demo-accounts.ts';
import type { Visitor } from '../browser.ts';

/** One page as one person sees it. */
export type Picture = {
  /** `docs/screenshots/{name}.webp` */
  readonly name: string;
  readonly app: 'admin' | 'desk';
  readonly who: DemoUsername;
  /** Path and query; may use the places of `Scene`. */
  readonly at: (scene: Scene) => string;
  readonly language?: 'en' | 'ka';
  readonly theme?: 'light' | 'dark';
  readonly screen?: keyof typeof screens;
};

/** What the pictures show, made before the first is taken. */
export type Scene = {
  readonly ticketKey: string;
  readonly ticketId: string;
  readonly companyId: string;
  /** An instant at which the board was another one. */
  readonly before: string;
};

export const screens = {
  desktop: { viewport: { width: 1440, height: 900 } },
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true, deviceScaleFactor: 2 },
} as const satisfies Record<string, Visitor>;

export const pictures: readonly Picture[] = [
  { name: 'board', app: 'admin', who: 'admin', at: () => '/projects/OPS' },
  { name: 'board-dark', app: 'admin', who: 'admin', at: () => '/projects/OPS', theme: 'dark' },
  { name: 'board-georgian', app: 'admin', who: 'admin', at: () => '/projects/OPS', language: 'ka' },
  {
    name: 'board-past',
    app: 'admin',
    who: 'admin',
    at: ({ before }) => `/projects/OPS?at=${encodeURIComponent(before)}`,
  },
  { name: 'board-phone', app: 'admin', who: 'admin', at: () => '/projects/OPS', screen: 'phone' },
  { name: 'ticket', app: 'admin', who: 'admin', at: ({ ticketKey }) => `/projects/OPS/tickets/${ticketKey}` },
  { name: 'list', app: 'admin', who: 'admin', at: () => '/projects/OPS/list' },
  { name: 'calendar', app: 'admin', who: 'admin', at: () => '/projects/OPS/calendar' },
  { name: 'dashboard', app: 'admin', who: 'admin', at: () => '/' },
  { name: 'company', app: 'admin', who: 'admin', at: ({ companyId }) => `/companies/${companyId}` },
  { name: 'report', app: 'admin', who: 'admin', at: () => '/reports' },
  { name: 'chat', app: 'admin', who: 'admin', at: ({ ticketId }) => `/chat/${ticketId}` },
  { name: 'desk-home', app: 'desk', who: 'client', at: () => '/' },
  { name: 'desk-home-phone', app: 'desk', who: 'client', at: () => '/', screen: 'phone' },
  { name: 'desk-ask-phone', app: 'desk', who: 'client', at: () => '/ask', screen: 'phone' },
  {
    name: 'desk-ticket-phone',
    app: 'desk',
    who: 'client',
    at: ({ ticketId }) => `/tickets/${ticketId}`,
    screen: 'phone',
    theme: 'dark',
  },
];
