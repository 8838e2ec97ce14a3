import { Title } from '@ticketing/contracts/values.ts';
import { describe, expect, it } from 'vitest';
import { helpRequest, TITLE_LIMIT } from './help-request.ts';

describe('a request for help', () => {
  it('takes its first line as the title and the rest as the description', () => {
    expect(helpRequest('Printer is jammed\n\nThird floor.\nE-32')).toEqual({
      title: 'Printer is jammed',
      description: 'Third floor.\nE-32',
    });
  });

  it('needs no more than one line', () => {
    expect(helpRequest('  Printer is jammed  ')).toEqual({ title: 'Printer is jammed', description: '' });
  });

  it('skips empty lines before the first words', () => {
    expect(helpRequest('\n\n Mail is down\nsince noon')).toEqual({
      title: 'Mail is down',
      description: 'since noon',
    });
  });

  it('keeps the whole text as the description when a subject was given', () => {
    expect(helpRequest('It beeps.\nLoudly.', 'Printer')).toEqual({
      title: 'Printer',
      description: 'It beeps.\nLoudly.',
    });
  });

  it('may be a subject alone', () => {
    expect(helpRequest('', 'Printer')).toEqual({ title: 'Printer', description: '' });
  });

  it('is nothing when nothing was written', () => {
    expect(helpRequest(' \n\t ', ' ')).toBeNull();
  });

  it('cuts a long first line after a word and loses none of it', () => {
    const line = 'word '.repeat(80).trim();
    const request = helpRequest(`${line}\nmore`);
    expect(request?.title.length).toBeLessThanOrEqual(TITLE_LIMIT);
    expect(request?.title.endsWith('word…')).toBe(true);
    expect(request?.description).toBe(`${line}\nmore`);
  });

  it('never cuts a character in half', () => {
    for (const lead of ['', 'a']) {
      const request = helpRequest(lead + '🖨'.repeat(150));
      expect(request?.title.isWellFormed()).toBe(true);
      expect(Title.safeParse(request?.title).success).toBe(true);
    }
  });

  it('keeps what a subject that is too long says', () => {
    const subject = 'long '.repeat(60).trim();
    expect(helpRequest('It beeps.', subject)?.description).toBe(`${subject}\n\nIt beeps.`);
  });
});
