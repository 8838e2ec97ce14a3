import type { Page } from 'playwright-core';
import type { Look } from './look.ts';

const board: Look['at'] = ({ full }) => `/projects/${full.key}`;
const list: Look['at'] = ({ full }) => `/projects/${full.key}/list`;
const press =
  (...keys: readonly string[]) =>
  async (page: Page) => {
    for (const key of keys) await page.keyboard.press(key);
  };
const click = (css: string) => (page: Page) => page.locator(css).first().click();
const onCard =
  (...keys: readonly string[]) =>
  async (page: Page) => {
    await page.locator('.columns .card').first().focus();
    await press(...keys)(page);
  };

/** What is opened on the pages of the admin app. */
export const adminStates: readonly Look[] = [
  {
    name: 'ticket in the drawer',
    at: ({ full, ticket }) => `/projects/${full.key}/tickets/${ticket.key}`,
    shown: '.drawer .comment',
  },
  { name: 'new ticket', at: board, shown: '.columns .card', open: press('c'), opened: '.ant-modal textarea' },
  {
    name: 'command palette',
    at: board,
    shown: '.columns .card',
    open: press('Control+k'),
    opened: '.palette .palette-list',
  },
  { name: 'keys', at: board, shown: '.columns .card', open: press('Shift+?'), opened: '.help-columns' },
  {
    name: 'cards that are chosen',
    at: board,
    shown: '.columns .card',
    open: onCard('x', 'ArrowDown', 'x'),
    opened: '.board-bulk',
  },
  { name: 'menu of a card', at: board, shown: '.columns .card', open: onCard('.'), opened: '.card-menu' },
  { name: 'tags of a card', at: board, shown: '.columns .card', open: onCard('l'), opened: '.popover input' },
  {
    name: 'due date of a card',
    at: board,
    shown: '.columns .card',
    open: onCard('d'),
    opened: '.due-editor',
  },
  {
    name: 'filter of the board',
    at: board,
    shown: '.columns .card',
    open: click('.chip-add'),
    opened: '.popover [role="option"]',
  },
  {
    name: 'looking back',
    at: board,
    shown: '.columns .card',
    open: click('.time-now'),
    opened: '.time-slider.looking',
  },
  {
    name: 'notifications beside the bell',
    at: board,
    shown: '.columns .card',
    open: click('.rail .rail-item[aria-haspopup="dialog"]'),
    opened: '.inbox-scroll, .inbox-popover .empty-state',
  },
  {
    name: 'my menu',
    at: board,
    shown: '.columns .card',
    open: click('.rail .rail-item:last-child, .rail .ant-dropdown-trigger'),
    opened: '.ant-dropdown:not(.ant-dropdown-hidden)',
  },
  {
    name: 'columns of the list',
    at: list,
    shown: '.list-row',
    open: click('.choose-columns'),
    opened: '.column-chooser',
    notOn: 'phone',
  },
  {
    name: 'groups of the list',
    at: list,
    shown: '.list-row',
    open: click('.list-tools .plain-button'),
    opened: '.popover [role="option"]',
  },
  {
    name: 'rows that are chosen',
    at: list,
    shown: '.list-row',
    open: press('j', 'x', 'j', 'x'),
    opened: '.bulk-bar',
  },
  {
    name: 'company of a ticket',
    at: ({ ticket }) => `/tickets/${ticket.key}`,
    shown: '.ticket-page .comment',
    open: async (page) =>
      page
        .locator('.field-row, .fields > *')
        .filter({ has: page.locator('[data-part="companyId"], .ant-select') })
        .last()
        .click(),
    opened: '.field-note',
  },
  {
    name: 'mailing of the monthly report',
    at: ({ companyId }) => `/companies/${companyId}/report`,
    shown: '.report-actions .ant-btn-text',
    open: click('.report-actions .ant-btn-text'),
    opened: '.report-recipients',
  },
  {
    name: 'people of a chat',
    at: ({ roomId }) => `/chat/${roomId}`,
    shown: '.talk-rows',
    open: click('.room-people-button'),
    opened: '.room-people',
  },
  { name: 'new chat', at: '/chat', shown: '.room-list', open: press('n'), opened: '.ant-modal input' },
  {
    name: 'new project',
    at: '/projects',
    shown: '.project-list',
    open: click('.page-head .ant-btn-primary'),
    opened: '.ant-modal input',
  },
  {
    name: 'new person',
    at: '/people',
    shown: '.rows .row',
    open: click('.page-head .ant-btn-primary'),
    opened: '.ant-modal input',
  },
  {
    name: 'new company',
    at: '/companies',
    shown: '.companies-table',
    open: click('.page-head .ant-btn-primary'),
    opened: '.ant-modal input',
  },
];
