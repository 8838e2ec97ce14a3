import { describe, expect, test } from 'vitest';
import { eventSchemas } from './events/event.ts';
import { CalendarDate, CommentBody, Description, DisplayName, Summary, TagName, Title } from './values.ts';

describe('text that PostgreSQL could not hold', () => {
  test.each(Object.entries({ CommentBody, Description, DisplayName, Summary, TagName, Title }))(
    'is no %s',
    (_name, schema) => {
      for (const words of ['a\0b', '\0', 'a\ud800b', '\udfff', '\ude00\ud83d'])
        expect(schema.safeParse(words).success).toBe(false);
    },
  );

  test('gets into no event either', () => {
    expect(eventSchemas.TicketRenamed?.safeParse({ title: 'a\0b' }).success).toBe(false);
    expect(eventSchemas.TicketDescribed?.safeParse({ description: 'half \ud83d' }).success).toBe(false);
  });
});

test('whole characters of every kind are text', () => {
  for (const words of ['ბილეთი', '😀', '\u202e\u200d!', 'a\tb\nc']) {
    expect(Title.parse(words)).toBe(words);
    expect(Description.parse(words)).toBe(words);
  }
});

test('a title is something that can be seen', () => {
  for (const words of ['', '  ', '\u200b', '\u202e\u200d'])
    expect(Title.safeParse(words).success).toBe(false);
});

test('a date is in the calendar that PostgreSQL knows', () => {
  expect(CalendarDate.safeParse('0000-01-01').success).toBe(false);
  expect(CalendarDate.parse('0001-01-01')).toBe('0001-01-01');
  expect(CalendarDate.parse('9999-12-31')).toBe('9999-12-31');
});
