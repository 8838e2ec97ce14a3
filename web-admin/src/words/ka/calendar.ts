import type { calendar as words } from '../en/calendar.ts';

export const calendar: typeof words = {
  moved: '{{key}}: ახალი ვადა {{date}}',
};
